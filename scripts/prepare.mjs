// Runs after an install: builds where that is possible, and never makes the install fail (`npm ci --omit=dev` has no compiler).
import { existsSync } from "node:fs";
import { createRequire } from "node:module";

const compilable = () => {
  try {
    createRequire(import.meta.url).resolve("typescript/bin/tsc");
    return existsSync(new URL("../src/index.ts", import.meta.url));
  } catch {
    return false;
  }
};

if (compilable()) {
  await import("./build.mjs");
  if (process.exitCode) console.warn("adbench: the build failed; `npm run build` shows why.");
} else console.warn("adbench: not built, TypeScript is not installed; `npm ci && npm run build` does both.");
process.exitCode = 0;
