/** npm run bench: loss and gradient of each workload by everything that is there, in one interleaved pass. docs/benchmarks.md says how. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { engineWorks } from "../src/ad/compile.js";
import { bestC, build, plainC, Talk } from "./c.js";
import { cases } from "./cases.js";
import type { Contender } from "./contender.js";
import { hand } from "./hand.js";
import { crossover, jacobians } from "./jacobian.js";
import { machine } from "./machine.js";
import { measure, type Row } from "./measure.js";
import { ours } from "./ours.js";
import { overheads, saveOverheads, showOverheads } from "./overhead.js";
import { root } from "./paths.js";
import { isInstalled, peer, peers } from "./peers.js";
import { csv, showCases, showJacobians, showTimed } from "./show.js";
import { table, time } from "./table.js";
import { builds, call, descent, descents, starts } from "./whole.js";

const { values: options } = parseArgs({
  options: {
    only: { type: "string", multiple: true, default: [] },
    rounds: { type: "string" },
    quick: { type: "boolean", default: false },
    "no-save": { type: "boolean", default: false },
  },
});
const rounds = Number(options.rounds ?? (options.quick ? 1 : 7));
const ms = options.quick ? 20 : 100;
const wanted = (name: string): boolean => options.only.length === 0 || options.only.some((part) => name.startsWith(part));

const folder = mkdtempSync(join(tmpdir(), "adbench-bench-"));
const file = join(folder, "data.bin");
const write = (arrays: readonly Float64Array[]): void =>
  writeFileSync(
    file,
    Buffer.concat(arrays.flatMap((a) => [Float64Array.of(a.length), a].map((v) => Buffer.from(v.buffer, v.byteOffset, v.byteLength)))),
  );

/** The C programs: plain, and what is tried to be faster; with OpenBLAS too where it is installed. */
function compileC(): { plain: string | null; best: { program: string; blas: boolean }[] } {
  if (spawnSync("gcc", ["--version"], { stdio: "ignore" }).status !== 0) return { plain: null, best: [] };
  const wide = ["-Ofast", "-mprefer-vector-width=512"];
  const plain = build(folder, "plain", ["-O3"]);
  const tries = [
    { program: plain, blas: false },
    { program: build(folder, "fast", ["-Ofast"]), blas: false },
    { program: build(folder, "wide", wide), blas: false },
    { program: build(folder, "blas", [...wide, "-DBLAS"], ["-lopenblas"]), blas: true },
  ];
  return { plain, best: tries.flatMap(({ program, blas }) => (program ? [{ program, blas }] : [])) };
}

async function main(): Promise<void> {
  const c = compileC();
  const blas = c.best.some((one) => one.blas);
  if (!c.plain) console.log("gcc is not installed: no C, no ratios");
  else if (!blas) console.log("OpenBLAS is not installed: C best does without (Debian: libopenblas-dev)");
  const missing = peers.filter((one) => !isInstalled(one));
  for (const { name, packages } of missing) console.log(`${name}: ${packages.join(", ")} not installed, skipped (npm run bench:peers)`);
  const contenders: Contender[] = [
    ...(c.plain ? [plainC(c.plain)] : []),
    ...(c.best.length > 0 ? [bestC(c.best)] : []),
    ours("wasm"),
    ...(engineWorks("wasm-fma") ? [ours("wasm-fma")] : []),
    ours("interpreter"),
    hand,
    ...peers.filter(isInstalled).map(peer),
  ];
  const rows: Row[] = [];
  for (const one of cases.filter(({ name }) => wanted(name))) {
    rows.push(await measure(one, contenders, { file, write }, rounds, ms));
    if (process.stderr.isTTY) console.error(`${one.name}: measured`);
  }
  for (const { close } of contenders) close?.();
  if (rows.length > 0) console.log(`\n${showCases(rows, contenders)}`);

  const talk = c.plain && wanted("W5") ? new Talk(c.plain, []) : null;
  const jacobian = wanted("W5") ? await jacobians(talk, { file, write }, Math.min(rounds, 3), ms / 4) : [];
  talk?.end();
  const crossings = { wasm: crossover(jacobian, "wasm"), c: talk ? crossover(jacobian, "C") : null };
  if (jacobian.length > 0) console.log(`\n${showJacobians(jacobian, crossings)}`);

  const cold = wanted("build")
    ? builds(({ name }) => options.only.length === 0 || wanted("build") || wanted(name), options.quick ? 1 : 3)
    : [];
  if (cold.length > 0)
    console.log(
      `\nBuilding value and gradient in a fresh process, ms (asked for: mds ≤ 5, mlp ≤ 15)\n${table(
        ["", "trace, derive", "compile, first run"],
        cold.map((one) => [one.name, one.trace.toFixed(1), one.compile.toFixed(1)]),
      )}`,
    );
  const overhead = wanted("call") ? call() : null;
  if (overhead !== null) console.log(`\nOne run of the smallest program (x + 1): ${time(overhead)}`);

  const started = wanted("start") ? starts(options.quick ? 5 : 21) : [];
  if (started === null) console.log("\nThe package is not built: no start-up times (npm run build)");
  else if (started.length > 0)
    console.log(
      `\n${showTimed("Start-up (asked for: --help ≤ 1.4 × node; import ≤ 20 ms, with a first gradient ≤ 25 ms more than node)", started)}`,
    );

  let gd: ReturnType<typeof descents> | null = null;
  if (wanted("gd")) {
    write(cases.find(({ name }) => name === `W1 mds ${descent.n},${descent.d}`)!.arrays());
    gd = descents(c.plain, file, options.quick ? 3 : 11);
    if (gd === null) console.log("\nThe package is not built: no gradient descent as a process (npm run build)");
    else {
      const title = `Gradient descent, ${descent.iterations} iterations of W1 (100, 10), whole process (asked for: ≤ 1.3 × C)`;
      console.log(`\n${showTimed(title, gd.rows)}`);
      if (gd.agreement !== null) console.log(`f agrees with C to ${gd.agreement.toExponential(1)}`);
    }
  }

  const to = join(root, "results", "reference");
  const keep = !options["no-save"] && !options.quick;
  if (wanted("overhead")) {
    const own = overheads(Math.min(rounds, 3), ms);
    console.log(`\n${showOverheads(own)}`);
    const { cpu, node } = machine(blas);
    if (keep) saveOverheads(own, to, `${cpu}, Node ${node}.`);
    if (keep) console.log("Saved: results/reference/overhead.csv, overhead.svg");
  }

  if (!keep || options.only.length > 0) {
    console.log("\nbench.json and bench.csv: not saved, only by a whole run (without --only, --quick, --no-save)");
    return;
  }
  mkdirSync(to, { recursive: true });
  const result = {
    schema: 1,
    machine: machine(blas),
    rounds,
    cases: rows,
    jacobian: { rows: jacobian, crossover: crossings },
    build: cold,
    call: overhead,
    start: started,
    descent: gd,
  };
  writeFileSync(join(to, "bench.json"), `${JSON.stringify(result, null, 2)}\n`);
  writeFileSync(join(to, "bench.csv"), csv(rows));
  console.log("\nSaved: results/reference/bench.json, bench.csv");
}

try {
  await main();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
