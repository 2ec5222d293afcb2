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
/** Loaded at every start, and small: joined in, which saves a fifth of the time until --help. Their licences go along. */
const JOINED = ["commander", "pure-rand"];
const packageOf = (id) => id.split("/")[0];

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
  const options = {
    platform: "node",
    external: (id) => !id.startsWith(".") && !isAbsolute(id) && !JOINED.includes(packageOf(id)),
    logLevel: "warn",
  };
  /** What is loaded with an entry, without what it imports later. */
  const loadedWith = async (entry) => {
    const bundle = await rolldown({ ...options, input: entry });
    const { output } = await bundle.generate({ format: "esm" });
    await bundle.close();
    const files = new Map(output.map((file) => [file.fileName, file]));
    const reached = new Set([output[0].fileName]);
    for (const name of reached) for (const next of files.get(name)?.imports ?? []) reached.add(next);
    return new Set([...reached].flatMap((name) => files.get(name)?.moduleIds ?? []));
  };
  const [command, library] = [await loadedWith(input["cli/main"]), await loadedWith(input.index)];
  // Files that are always loaded whole: what the command line needs to answer --help, the library, and the little that both need.
  const codeSplitting = {
    groups: [
      { name: "common", test: (id) => command.has(id) && library.has(id), priority: 1 },
      { name: "command", test: (id) => command.has(id) },
      { name: "library", test: (id) => library.has(id) },
    ],
  };
  const bundle = await rolldown({ ...options, input });
  const out = mkdtempSync(join(tmpdir(), "adbench-build-"));
  await bundle.write({ dir: out, format: "esm", entryFileNames: "[name].js", chunkFileNames: "cli/[name]-[hash].js", codeSplitting });
  await bundle.close();
  cpSync(dist, out, { recursive: true, filter: (path) => !/\.js$/.test(path) });
  rmSync(dist, { recursive: true });
  cpSync(out, dist, { recursive: true });
  for (const name of JOINED) cpSync(join(root, "node_modules", name, "LICENSE"), join(dist, "licenses", `${name}.txt`));
  rmSync(out, { recursive: true });
}
