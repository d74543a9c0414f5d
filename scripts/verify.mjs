// Everything that must hold before a change is shared. The last line is "N passed, N failed".
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { install, npm } from "./npm.mjs";

process.chdir(join(dirname(fileURLToPath(import.meta.url)), ".."));

const folder = join("node_modules", ".cache", "nextscale");
const report = join(folder, "tests.json");
const failedStages = [];

if (install()) {
  for (const stage of ["lint", "typecheck", "build"]) if (!npm("run", stage)) failedStages.push(stage);
  mkdirSync(folder, { recursive: true });
  rmSync(report, { force: true });
  const tested = npm("test", "--", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`);
  const { passed, failed } = counts();
  if (!tested && failed === 0) failedStages.push("test");
  finish(passed, failed);
} else {
  failedStages.push("install");
  finish(0, 0);
}

/** Tests by result; a test file that could not be loaded counts as one failed test. */
function counts() {
  try {
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, "utf8"));
    const broken = testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0);
    return { passed: numPassedTests, failed: numFailedTests + broken.length };
  } catch {
    return { passed: 0, failed: 0 };
  }
}

function finish(passed, failed) {
  for (const stage of failedStages) console.log(`failed: ${stage}`);
  const allFailed = failed + failedStages.length;
  console.log(`\n${passed} passed, ${allFailed} failed`);
  process.exitCode = allFailed === 0 && passed > 0 ? 0 : 1;
}
