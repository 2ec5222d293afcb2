/** Functions of the registry whose Hessians are multiplied by, at points where nothing about them is special. */
import { UsageError } from "../../core/errors.js";
import { type Params, resolve } from "../../core/params.js";
import { isTraced, type ProblemFamily, type TracedProblem } from "../../core/problem.js";
import type { Rng } from "../../numeric/sampling/random.js";
import mds from "../../problems/mds.js";
import mlp from "../../problems/mlp.js";
import quadratic from "../../problems/quadratic.js";
import rosenbrock from "../../problems/rosenbrock.js";

/** Throws UsageError for a black box: a bug of the study. */
export function problemOf(family: ProblemFamily, given: Params, rng: Rng): TracedProblem {
  const problem = family.make(resolve(family.defaults, given, `problem ${family.name}`), rng, () => "");
  if (!isTraced(problem)) throw new UsageError(`problem ${family.name} is a black box`);
  return problem;
}

export interface Place {
  readonly name: string;
  readonly problem: TracedProblem;
  /** Near the start, and a direction. */
  readonly x: Float64Array;
  readonly v: Float64Array;
}

export function places(
  { dim, layers, batch }: { readonly dim: number; readonly layers: string; readonly batch: number },
  rng: Rng,
): Place[] {
  const of = (family: ProblemFamily, given: Params): Place => {
    const stream = rng.split(family.name);
    const problem = problemOf(family, given, stream);
    const x = problem.x0.map((xi) => xi + 0.1 * stream.normal());
    return { name: family.name, problem, x, v: x.map(() => stream.normal()) };
  };
  return [
    of(rosenbrock, { dim }),
    of(quadratic, { dim, rotate: true, condition: 1000, spectrum: "log" }),
    of(mds, { dim: 2 * Math.floor(dim / 2) }),
    of(mlp, { layers, batch }),
  ];
}

/** The same function in more and more variables. */
export interface Family {
  readonly name: string;
  readonly title: string;
  readonly sizes: readonly number[];
  readonly at: (n: number) => TracedProblem;
}

const HUNDRED = 100;

/** From 100 variables on, four times as many at a step. */
function sizesTo(largest: number): number[] {
  const sizes: number[] = [];
  for (let n = HUNDRED; n <= largest; n *= 4) sizes.push(n);
  return sizes;
}

export function families(largest: number, rng: Rng): Family[] {
  const sizes = sizesTo(largest);
  /** Of a network 64-h-10 there are 75 h + 10. */
  const networks = sizes.filter((n) => n >= 4 * HUNDRED).map((n) => 75 * Math.round(n / 75) + 10);
  return [
    { name: "rosenbrock", title: "Rosenbrock's valley", sizes, at: (dim) => problemOf(rosenbrock, { dim }, rng) },
    { name: "quadratic", title: "a diagonal quadratic", sizes, at: (dim) => problemOf(quadratic, { dim }, rng) },
    { name: "mds", title: "a map, all distances", sizes: sizes.filter((n) => n <= 2000), at: (dim) => problemOf(mds, { dim }, rng) },
    { name: "mlp", title: "networks 64-h-10 on 50 images", sizes: networks, at: (dim) => problemOf(mlp, { dim, batch: 50 }, rng) },
  ];
}
