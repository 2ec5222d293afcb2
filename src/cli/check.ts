/** adbench check: a small table of what was compared, exit 1 when something does not hold. */
import { blaming, familyOf } from "../bench/experiment.js";
import { makeInstance } from "../bench/instance.js";
import { instanceKey } from "../bench/keys.js";
import { type CheckRow, checkProblem } from "../core/check.js";
import { UsageError } from "../core/errors.js";
import { isTraced, resolveProblem } from "../core/problem.js";
import { stream } from "../numeric/sampling/random.js";
import { hidePaths, makeReader } from "./files.js";
import { dimensions, parameters, whole } from "./flags.js";
import { loadProblemFile, originOf, problemFile } from "./problem-file.js";
import { say } from "./say.js";
import { wantsColor } from "./terminal.js";

interface CheckFlags {
  readonly dim?: readonly string[];
  readonly param?: readonly string[];
  readonly seed?: string;
  readonly color?: boolean;
}

export async function check(name: string, flags: CheckFlags): Promise<void> {
  const seed = whole("--seed", flags.seed, 0) ?? 0;
  const dims = flags.dim ? dimensions(flags.dim) : [undefined];
  const { params, aliases } = hidePaths(parameters(flags.param ?? []));
  const { read } = makeReader(aliases);
  const file = problemFile(name);
  const origin = file === null ? null : originOf(file);
  const family = file === null ? familyOf(name) : (await loadProblemFile(file)).family;
  const problems = dims.map((dim) => {
    const given = resolveProblem(family, dim === undefined ? params : { ...params, dim });
    const instance = { problem: { name: family.name, params: given }, instance: 0, seed };
    const { problem } = blaming(origin, () => makeInstance(instance, family, read));
    return { key: instanceKey(seed, instance.problem, 0), problem };
  });
  if (problems.some(({ problem }) => problem.noise)) say("noise is left out: what is checked are the derivatives of the smooth f");
  const mark = await marks(wantsColor(flags.color));
  const failed: string[] = [];
  for (const { key, problem } of problems) {
    if (!isTraced(problem) && !problem.gradient)
      throw new UsageError(`${family.name} is a black box without a closed-form gradient: it has no derivatives to check`);
    const rows = blaming(origin, () => checkProblem(problem, stream(key).split("check")));
    process.stdout.write(`${table(`${family.name}, n = ${problem.dim}`, rows, mark)}\n`);
    failed.push(...rows.filter(({ pass }) => !pass).map((row) => `${row.check}: ${row.detail}`));
  }
  if (failed.length === 0) return;
  for (const reason of failed) say(`${family.name}: ${reason}`);
  process.exitCode = 1;
}

function table(title: string, rows: readonly CheckRow[], mark: (pass: boolean) => string): string {
  const width = Math.max(...rows.map(({ check }) => check.length));
  const head = `${"".padEnd(width)}  ${"error".padStart(9)}  ${"tolerance".padStart(9)}`;
  const lines = rows.map(
    ({ check, error, tolerance, pass, detail }) =>
      `${check.padEnd(width)}  ${short(error).padStart(9)}  ${short(tolerance).padStart(9)}  ${mark(pass)}${detail === "" ? "" : `\n    ${detail}`}`,
  );
  return [title, head, ...lines].join("\n");
}

const short = (value: number): string => (value === 0 || !Number.isFinite(value) ? String(value) : value.toExponential(1));

async function marks(color: boolean): Promise<(pass: boolean) => string> {
  if (!color) return (pass) => (pass ? "ok" : "FAIL");
  const { Chalk } = await import("chalk");
  const { green, red } = new Chalk({ level: 1 });
  return (pass) => (pass ? green("ok") : red("FAIL"));
}
