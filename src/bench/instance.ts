/** One instance of a family, made from its stream: the problem, its programs, and what was read to make it. */
import { UsageError } from "../core/errors.js";
import { noiseOf, smoothParams } from "../core/noise.js";
import type { BlackBoxProblem, Problem, ProblemFamily, Read, TracedProblem } from "../core/problem.js";
import { type Engine, makePrograms, type Programs } from "../core/programs.js";
import { type Rng, stream } from "../numeric/sampling/random.js";
import { canonical, instanceKey, sha256 } from "./keys.js";
import type { Choice, RunSpec } from "./record.js";

export interface Instance {
  readonly problem: Problem;
  readonly programs: Programs;
  /** SHA-256 of every text that `make` read. */
  readonly files: readonly string[];
}

/** What says which instance: a RunSpec does. */
export interface InstanceSpec {
  readonly problem: Choice;
  readonly instance: number;
  readonly seed: number;
}

/** Throws UsageError, or whatever `make` and tracing throw: nothing has been evaluated yet. */
export function makeInstance(spec: InstanceSpec, family: ProblemFamily, read: Read, engine?: Engine): Instance {
  const files: string[] = [];
  const made = draw(spec, family, (name) => {
    const text = read(name);
    files.push(sha256(text));
    return text;
  });
  const problem = checked(made, `problem ${family.name}`);
  const noise = noiseOf(spec.problem.params);
  return { problem: noise ? { ...problem, noise } : problem, programs: makePrograms(problem, engine), files };
}

/** What `make` makes of an instance: of its own parameters, from its own stream. */
export const draw = ({ problem, instance, seed }: InstanceSpec, family: ProblemFamily, read: Read): Problem =>
  family.make(smoothParams(problem.params), stream(instanceKey(seed, problem, instance)), read);

/** `make` may be JavaScript, which may return anything: what every problem must have. */
function checked(made: Problem, where: string): Problem {
  const fail = (why: string): never => {
    throw new UsageError(`${where}: ${why}`);
  };
  const { dim, x0, f, value, fmin, fbest, noise } = (made ?? {}) as Partial<TracedProblem & BlackBoxProblem>;
  if (typeof f !== "function" && typeof value !== "function")
    fail("make must return { dim, x0, f } with f of arrays, or { dim, x0, value } with value a function of a Float64Array");
  if (!Number.isInteger(dim) || dim! < 1) fail(`dim must be an integer ≥ 1, it is ${dim}`);
  const start = ArrayBuffer.isView(x0) || Array.isArray(x0) ? Float64Array.from(x0 as ArrayLike<number>) : null;
  if (!start?.every(Number.isFinite)) return fail("make must return x0, the start, as a Float64Array of finite numbers");
  if (start.length !== dim) fail(`x0 has ${start.length} numbers, dim is ${dim}`);
  for (const [name, known] of Object.entries({ fmin, fbest }))
    if (known !== undefined && !Number.isFinite(known)) fail(`${name} must be a finite number, it is ${known}`);
  if (noise !== undefined) fail("make must not return noise: it is a parameter of every problem, such as noise=1e-3");
  return { ...made, x0: start };
}

/** Remembers the last instance: the runs of one instance come one after another, and compiling is dear. */
export function instanceCache(family: ProblemFamily, read: Read, engine?: Engine): (spec: InstanceSpec) => Instance {
  let last: { readonly key: string; readonly instance: Instance } | undefined;
  return (spec) => {
    // Not the instance's own key, which leaves out the noise.
    const key = canonical([spec.seed, spec.problem, spec.instance]);
    if (last?.key !== key) last = { key, instance: makeInstance(spec, family, read, engine) };
    return last.instance;
  };
}

/** The start of a run: the problem's, the user's, or one drawn from the repetition's stream `start`. */
export function startPoint(x0: RunSpec["x0"], problem: Problem, rng: Rng): Float64Array {
  if (x0 === "problem") return problem.x0.slice();
  if (x0 === "random") return problem.start?.(rng) ?? problem.x0.map((xi) => xi + 2 * rng.uniform() - 1);
  if (x0.length !== problem.dim) throw new UsageError(`x0 has ${x0.length} numbers, the problem has ${problem.dim} variables`);
  return Float64Array.from(x0);
}
