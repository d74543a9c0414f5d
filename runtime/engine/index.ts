export type { EngineLimits } from "./engine-life.ts";
export type { EngineState, JobRunner, NodeProgress, RunningJob } from "./job-runner.ts";
export type { DeviceInfo } from "./messages.ts";
export { type Jobs, type JobsOptions, openJobs } from "./open-jobs.ts";
export { type ServeEngineOptions, serveEngine } from "./serve-engine.ts";
