// vitest, and after its report one plain closing line: "N passed, N failed". Further arguments go to vitest.
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const report = fileURLToPath(new URL("../.test-results.json", import.meta.url));
rmSync(report, { force: true });
const vitest = fileURLToPath(new URL("../node_modules/vitest/vitest.mjs", import.meta.url));
const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
const { status } = spawnSync(process.execPath, [vitest, "run", ...reporters, ...process.argv.slice(2)], { cwd: root, stdio: "inherit" });
process.exitCode = status ?? 1;
try {
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, "utf8"));
  // A file that cannot be loaded fails without a single test of its own.
  const broken = testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0).length;
  console.log(`${numPassedTests} passed, ${numFailedTests + broken} failed`);
} catch {
  console.log("0 passed, 1 failed");
  process.exitCode ||= 1;
}
