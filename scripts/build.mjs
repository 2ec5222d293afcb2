// dist/ from src/: types and checks by tsc, then the modules joined into a few files, since Node takes a third of a millisecond for each
// file that is imported. All code lies in dist/cli, one level below the package, as its sources do; dist/index.js names the library's part.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const dist = join(root, "dist");
const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");
rmSync(dist, { recursive: true, force: true });
const { status } = spawnSync(process.execPath, [tsc, "-p", "tsconfig.build.json"], { cwd: root, stdio: "inherit" });
process.exitCode = status ?? 1;
if (status === 0) await joinModules();

async function joinModules() {
  const { rolldown } = await import("rolldown");
  const entries = {
    index: "index.js",
    "cli/main": "cli/main.js",
    "cli/worker": "cli/worker.js",
    "cli/study-worker": "cli/study-worker.js",
  };
  const input = Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, join(dist, file)]));
  const bundle = await rolldown({ input, platform: "node", external: (id) => !id.startsWith(".") && !isAbsolute(id), logLevel: "warn" });
  const out = mkdtempSync(join(tmpdir(), "adbench-build-"));
  await bundle.write({ dir: out, format: "esm", entryFileNames: "[name].js", chunkFileNames: "cli/[name]-[hash].js", minify: false });
  await bundle.close();
  cpSync(dist, out, { recursive: true, filter: (path) => !/\.js$/.test(path) });
  rmSync(dist, { recursive: true });
  cpSync(out, dist, { recursive: true });
  rmSync(out, { recursive: true });
}
