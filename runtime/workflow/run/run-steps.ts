import type { Step } from "./plan.ts";
import { runLoop } from "./run-loop.ts";
import { runNode } from "./run-node.ts";
import type { Run, Scope } from "./scope.ts";

/**
 * Starts all steps, each of which waits for its own inputs. After the first failure nothing new starts; what runs is
 * told to stop and waited for, so no work is left behind.
 */
export async function runSteps(steps: readonly Step[], scope: Scope, run: Run): Promise<void> {
  const failures: unknown[] = [];
  const tasks = steps.map((step) => {
    const task = step.kind === "loop" ? runLoop(step, scope, run, runSteps) : runNode(step.id, scope, run);
    scope.values.set(step.id, task);
    return task.catch((error: unknown) => {
      failures.push(error);
      run.stop();
    });
  });
  await Promise.all(tasks);
  if (failures.length > 0) throw failures[0];
}
