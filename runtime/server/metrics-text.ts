import type { IntervalHistogram } from "node:perf_hooks";
import type { EngineState } from "../engine/job-runner.ts";
import type { Histogram, JobMetrics } from "../jobs/metrics.ts";

export interface Measured {
  readonly jobs: JobMetrics;
  readonly engine: EngineState;
  /** Delays of the event loop in nanoseconds. */
  readonly delay: Pick<IntervalHistogram, "percentile" | "max" | "mean">;
  /** Bytes of this process. */
  readonly rss: number;
  /** Seconds since the process began. */
  readonly uptime: number;
}

type Labels = Readonly<Record<string, string>>;

/** The measurements in Prometheus' text format 0.0.4. */
export function metricsText({ jobs, engine, delay, rss, uptime }: Measured): string {
  const seconds = (nanoseconds: number): number => (Number.isFinite(nanoseconds) ? nanoseconds / 1e9 : 0);
  return [
    metric("jobs_submitted_total", "counter", "Jobs that were accepted.", [[{}, jobs.submitted]]),
    metric("jobs_ended_total", "counter", "Jobs that ended.", labelled("status", jobs.ended)),
    metric("jobs_failed_total", "counter", "Jobs that failed, by who is at fault.", labelled("reason", jobs.failedFor)),
    metric("jobs_retried_total", "counter", "Jobs that began again after the engine was lost.", [[{}, jobs.retried]]),
    metric("nodes_run_total", "counter", "Nodes that ran.", [[{}, jobs.nodesRun]]),
    metric("nodes_cached_total", "counter", "Nodes whose result was there.", [[{}, jobs.nodesCached]]),
    metric("previews_total", "counter", "Pictures of work under way.", [[{}, jobs.previews]]),
    metric("jobs_waiting", "gauge", "Jobs in the queue.", [[{}, jobs.waiting]]),
    metric("jobs_running", "gauge", "Jobs that run.", [[{}, jobs.running]]),
    histogram("job_run_seconds", "From the start of a job to its end.", jobs.runSeconds),
    histogram("job_wait_seconds", "From the submission of a job to its start.", jobs.waitSeconds),
    metric("engine_up", "gauge", "1 when the engine process can work.", [
      [{}, engine.status === "ready" || engine.status === "busy" ? 1 : 0],
    ]),
    metric("engine_lost_total", "counter", "How often the engine process was lost.", [[{}, engine.lost]]),
    metric("engine_memory_bytes", "gauge", "Resident memory of the engine process.", [[{}, engine.rss ?? 0]]),
    metric("engine_cache_bytes", "gauge", "Results kept between jobs.", [[{}, engine.cache.bytes]]),
    metric("engine_cache_entries", "gauge", "Results kept between jobs.", [[{}, engine.cache.entries]]),
    metric("event_loop_delay_seconds", "gauge", "How late the server's event loop is.", [
      [{ quantile: "0.5" }, seconds(delay.percentile(50))],
      [{ quantile: "0.99" }, seconds(delay.percentile(99))],
      [{ quantile: "1" }, seconds(delay.max)],
    ]),
    metric("server_memory_bytes", "gauge", "Resident memory of the server process.", [[{}, rss]]),
    metric("server_uptime_seconds", "gauge", "Since the server process began.", [[{}, uptime]]),
  ].join("");
}

function metric(name: string, type: string, help: string, values: readonly (readonly [Labels, number])[]): string {
  const rows = values.map(([labels, value]) => row(name, labels, value));
  return head(name, type, help) + rows.join("");
}

function histogram(name: string, help: string, { bounds, counts, sum }: Histogram): string {
  const buckets = bounds.map((bound, i) => row(`${name}_bucket`, { le: number(bound) }, counts[i] ?? 0));
  return (
    head(name, "histogram", help) +
    buckets.join("") +
    row(`${name}_sum`, {}, sum) +
    row(`${name}_count`, {}, counts.at(-1) ?? 0)
  );
}

function labelled(label: string, counts: Readonly<Record<string, number>>): readonly (readonly [Labels, number])[] {
  return Object.entries(counts).map(([value, count]) => [{ [label]: value }, count]);
}

function head(name: string, type: string, help: string): string {
  return `# HELP nextscale_${name} ${help}\n# TYPE nextscale_${name} ${type}\n`;
}

function row(name: string, labels: Labels, value: number): string {
  const pairs = Object.entries(labels).map(([key, text]) => `${key}="${text}"`);
  return `nextscale_${name}${pairs.length === 0 ? "" : `{${pairs.join(",")}}`} ${number(value)}\n`;
}

function number(value: number): string {
  return value === Number.POSITIVE_INFINITY ? "+Inf" : String(value);
}
