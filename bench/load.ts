import { connect, isLeft, showing, startServed, submit } from "./served.ts";

const IDLE = 500;
const WATCHING = 5;
const JOBS = 200;
const QUIET_SECONDS = 5;

const painting = {
  1: { class_type: "nextscale/load-model", inputs: {} },
  2: { class_type: "nextscale/generate-image", inputs: { model: ["1", 0], prompt: "a cat", count: 64 } },
  3: { class_type: "nextscale/save-image", inputs: { image: ["2", 0] } },
};

/** How late the server's event loop is while many clients listen and a picture is painted, against a server at rest. */
export async function load(): Promise<void> {
  const quiet = await startServed();
  await new Promise((done) => setTimeout(done, QUIET_SECONDS * 1000));
  const atRest = await delays(quiet.url);
  await quiet.close();

  const { url, close } = await startServed();
  const idle = await Promise.all(Array.from({ length: IDLE }, (_, i) => connect(url, `idle${i}`)));
  const watching = await Promise.all(Array.from({ length: WATCHING }, (_, i) => connect(url, `watching${i}`)));
  let left = 0;
  const all = watching.map(({ next }, i) => {
    const own = JOBS / WATCHING + (i === 0 ? 1 : 0);
    let done = 0;
    return next((message) => isLeft(message) && ++done === own && ++left <= WATCHING);
  });
  const begun = performance.now();
  await submit(url, "watching0", painting);
  for (let i = 0; i < JOBS; i++) await submit(url, `watching${i % WATCHING}`, showing(`load ${i}`));
  await Promise.all(all);
  const seconds = (performance.now() - begun) / 1000;
  const busy = await delays(url);
  for (const { close } of [...idle, ...watching]) close();
  await close();

  console.log(
    `${IDLE} idle clients and ${WATCHING} that watch, a painting of 64 pictures and ${JOBS} jobs in ${seconds.toFixed(1)} s`,
  );
  console.log(`${"delay of the server's event loop".padEnd(34)}      p50      p99      max   in ms`);
  for (const [name, each] of Object.entries({ "under load": busy, "at rest": atRest })) {
    console.log(name.padEnd(34) + each.map((ms) => ms.toFixed(1).padStart(9)).join(""));
  }
  console.log(`p99 under load is ${((busy[1] ?? 0) / (atRest[1] ?? 1)).toFixed(1)} times that at rest`);
}

/** p50, p99 and the longest, in milliseconds, as the server itself measures them. */
async function delays(url: string): Promise<readonly number[]> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return ["0.5", "0.99", "1"].map((quantile) => {
    const [, seconds = "NaN"] =
      new RegExp(`event_loop_delay_seconds\\{quantile="${quantile}"\\} (\\S+)`).exec(text) ?? [];
    return 1000 * Number(seconds);
  });
}
