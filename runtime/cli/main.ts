import { processIo } from "./io.ts";
import { type Cli, runCli } from "./program.ts";

/**
 * The life of the process: runs the command line it was started with and sets the exit code. The first Ctrl-C asks the
 * command to stop; from then on the system's own meaning is back, so a second one kills.
 */
export async function main(cli: Cli): Promise<void> {
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once("SIGINT", interrupt);
  process.once("SIGTERM", interrupt);
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE")
      stop.abort(); // the reader, such as `head`, has seen enough
    else throw error;
  });
  process.exitCode = await runCli(process.argv.slice(2), cli, processIo(stop.signal));
  process.off("SIGINT", interrupt);
  process.off("SIGTERM", interrupt);
}
