/** The matrices whose traces are estimated, and E and Var of vᵀAv for them, by the law of v. */
import { UsageError } from "../../core/errors.js";
import { resolve } from "../../core/params.js";
import type { Distribution } from "../../numeric/sampling/directions.js";
import type { Rng } from "../../numeric/sampling/random.js";
import mlp from "../../problems/mlp.js";
import { meterOf } from "../methods.js";
import { denseOf, hessianAt } from "../operators.js";
import type { Context } from "./defaults.js";

export interface Matrix {
  readonly name: string;
  /** [n, n] row-major. */
  readonly A: Float64Array;
  readonly n: number;
}

export const laws = ["rademacher", "gaussian", "sphere"] as const satisfies readonly Distribution[];
export type Law = (typeof laws)[number];
export const named: Readonly<Record<Law, string>> = { rademacher: "Rademacher", gaussian: "Gaussian", sphere: "sphere·√n" };

const fromEntries = (name: string, n: number, entry: (i: number, j: number) => number): Matrix => ({
  name,
  n,
  A: Float64Array.from({ length: n * n }, (_, k) => entry(Math.floor(k / n), k % n)),
});

/** Beyond this a matrix that takes part in millions of products is too large. */
const MOST = 200;

/** The Hessian of the network at its start, and the meter that multiplies by it. */
export function networkHessian({ layers, batch }: Context["params"], rng: Rng) {
  const problem = mlp.make(resolve(mlp.defaults, { layers, batch }, "problem mlp"), rng, () => "");
  if (problem.dim > MOST) throw new UsageError(`layers ${layers} have ${problem.dim} parameters: at most ${MOST} here`);
  const product = hessianAt(meterOf(problem), problem.x0);
  return { name: "hessian", n: problem.dim, A: denseOf(problem.dim, product), product };
}

/** Normal entries: A_ij = A_ji, all independent, and on the diagonal alone. */
export function randomMatrices(n: number, rng: Rng): Matrix[] {
  const [symmetric, free, alone] = ["symmetric", "nonsymmetric", "diagonal"].map((name) => rng.split(name)) as [Rng, Rng, Rng];
  const S = fromEntries("symmetric", n, () => symmetric.normal());
  return [
    fromEntries("symmetric", n, (i, j) => S.A[Math.min(i, j) * n + Math.max(i, j)]!),
    fromEntries("nonsymmetric", n, () => free.normal()),
    fromEntries("diagonal", n, (i, j) => (i === j ? alone.normal() : 0)),
  ];
}

export const traceOf = ({ A, n }: Matrix): number => A.reduce((sum, a, k) => (k % (n + 1) === 0 ? sum + a : sum), 0);

/** vᵀ A v */
export function form({ A, n }: Matrix, v: Float64Array): number {
  let total = 0;
  for (let i = 0, at = 0; i < n; i++) {
    let row = 0;
    for (let j = 0; j < n; j++, at++) row += A[at]! * v[j]!;
    total += row * v[i]!;
  }
  return total;
}

/** Var vᵀAv, where only the symmetric part S = (A + Aᵀ)/2 counts. Avron & Toledo (2011), J. ACM 58(2), lemmas 6 and 9. */
export function varianceOf({ A, n }: Matrix, law: Law): number {
  const S = A.map((a, k) => (a + A[(k % n) * n + Math.floor(k / n)]!) / 2);
  const squares = S.reduce((sum, s) => sum + s * s, 0);
  const trace = traceOf({ name: "", A: S, n });
  switch (law) {
    case "rademacher":
      return 2 * (squares - S.reduce((sum, s, k) => (k % (n + 1) === 0 ? sum + s * s : sum), 0));
    case "gaussian":
      return 2 * squares;
    case "sphere":
      return ((2 * n) / (n + 2)) * (squares - (trace * trace) / n);
  }
}
