/** One instance of a family, made from its stream: the problem, its programs, and what was read to make it. */
import { UsageError } from "../core/errors.js";
import type { Problem, ProblemFamily, Read } from "../core/problem.js";
import { type Engine, makePrograms, type Programs } from "../core/programs.js";
import { type Rng, stream } from "../numeric/random.js";
import { instanceKey, sha256 } from "./keys.js";
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
  const problem = family.make(spec.problem.params, stream(instanceKey(spec.seed, spec.problem, spec.instance)), (name) => {
    const text = read(name);
    files.push(sha256(text));
    return text;
  });
  const { dim, x0 } = problem;
  if (!Number.isInteger(dim) || dim < 1) throw new UsageError(`problem ${family.name}: dim must be an integer ≥ 1, it is ${dim}`);
  if (x0.length !== dim) throw new UsageError(`problem ${family.name}: x0 has ${x0.length} numbers, dim is ${dim}`);
  return { problem, programs: makePrograms(problem, engine), files };
}

/** Remembers the last instance: the runs of one instance come one after another, and compiling is dear. */
export function instanceCache(family: ProblemFamily, read: Read, engine?: Engine): (spec: InstanceSpec) => Instance {
  let last: { readonly key: string; readonly instance: Instance } | undefined;
  return (spec) => {
    const key = instanceKey(spec.seed, spec.problem, spec.instance);
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
