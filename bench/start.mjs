// Compiles the benchmark beside itself and runs it. Arguments go on to run.ts.
import { spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
rmSync(new URL("build", import.meta.url), { recursive: true, force: true });
const { status } = spawnSync(process.execPath, [tsc, "-p", fileURLToPath(new URL("tsconfig.json", import.meta.url))], { stdio: "inherit" });
if (status === 0) await import("./build/bench/run.js");
else process.exitCode = 1;
