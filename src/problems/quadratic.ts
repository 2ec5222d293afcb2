/** f(x) = ½ xᵀ A x, eigenvalues of A from μ = 1 to L = condition; A diagonal, or Q Λ Qᵀ with a random rotation Q. */
import { constant, dot, matmul, mul, square, sum } from "../ad/index.js";
import { UsageError } from "../core/errors.js";
import { choice, flag, integer, number } from "../core/params.js";
import { defineProblem, type TracedProblem } from "../core/problem.js";
import type { Rng } from "../numeric/sampling/random.js";

/** 2 GiB of doubles. */
const LARGEST_ROTATED = 16384;

/** The i-th of n eigenvalues, in ascending order; a single one is L. */
const spectra = {
  "two-level": (i: number, n: number, L: number) => (i < Math.floor(n / 2) ? 1 : L),
  linear: (i: number, n: number, L: number) => (i === n - 1 ? L : 1 + ((L - 1) * i) / (n - 1)),
  log: (i: number, n: number, L: number) => (i === n - 1 ? L : Math.exp((Math.log(L) * i) / (n - 1))),
};

export default defineProblem({
  name: "quadratic",
  summary: "a convex quadratic with the spectrum that is asked for",
  reference: "Nesterov (2018), Lectures on Convex Optimization, §2.1; rotation: Stewart (1980), SIAM J. Numer. Anal. 17(3)",
  defaults: {
    dim: integer(10, { min: 1, max: 1e7 }),
    condition: number(10, { min: 1 }),
    spectrum: choice("two-level", "linear", "log"),
    rotate: flag(false),
  },
  make: ({ dim, condition, spectrum, rotate }, rng) => {
    const eigenvalues = Float64Array.from({ length: dim }, (_, i) => spectra[spectrum](i, dim, condition));
    const known = { dim, x0: new Float64Array(dim).fill(1), fmin: 0, xmin: new Float64Array(dim) };
    return { ...known, ...(rotate ? dense(rotated(eigenvalues, rng)) : diagonal(eigenvalues)) };
  },
});

type Function = Pick<TracedProblem, "f" | "gradient">;

const diagonal = (eigenvalues: Float64Array): Function => ({
  f: (x) => mul(0.5, sum(mul(constant(eigenvalues), square(x)))),
  gradient: (x, g) => {
    for (let i = 0; i < g.length; i++) g[i] = eigenvalues[i]! * x[i]!;
  },
});

/** A: [n, n], symmetric. */
const dense = (A: Float64Array): Function => ({
  f: (x) => mul(0.5, dot(x, matmul(constant(A, [x.shape[0]!, x.shape[0]!]), x))),
  gradient: (x, g) => {
    const n = g.length;
    for (let i = 0; i < n; i++) {
      let sum = 0;
      for (let j = 0; j < n; j++) sum += A[i * n + j]! * x[j]!;
      g[i] = sum;
    }
  },
});

/**
 * Q Λ Qᵀ, [n, n], with Q of the Haar measure: Q_k = H_k (1 ⊕ Q_{k−1}), H_k the reflection that takes e₁ to a uniform direction
 * of ± sign. The signs of Q's columns do not matter to Q Λ Qᵀ.
 */
function rotated(eigenvalues: Float64Array, rng: Rng): Float64Array {
  const n = eigenvalues.length;
  if (n > LARGEST_ROTATED)
    throw new UsageError(`problem quadratic: rotate=true makes a dense ${n} × ${n} matrix, too large: dim at most ${LARGEST_ROTATED}`);
  const A = new Float64Array(n * n);
  for (let i = 0; i < n; i++) A[i * n + i] = eigenvalues[i]!;
  for (let k = 2; k <= n; k++) reflect(A, n, n - k, reflector(k, rng));
  return A;
}

/** The unit v of H = I − 2vvᵀ, [k], that takes e₁ to a uniform direction or its opposite, whichever does not cancel. */
function reflector(k: number, rng: Rng): Float64Array {
  const v = Float64Array.from({ length: k }, () => rng.normal());
  const norm = Math.sqrt(v.reduce((s, vi) => s + vi * vi, 0));
  v[0]! += v[0]! < 0 ? -norm : norm;
  const length = Math.sqrt(v.reduce((s, vi) => s + vi * vi, 0));
  return v.map((vi) => vi / length);
}

/** A ← H A H = A − v wᵀ − w vᵀ, w = 2 (Av − (vᵀAv) v), on the rows and columns of A, [n, n], from `start` on. */
function reflect(A: Float64Array, n: number, start: number, v: Float64Array): void {
  const w = new Float64Array(v.length);
  let vAv = 0;
  for (let i = 0; i < v.length; i++) {
    const row = (start + i) * n + start;
    let sum = 0;
    for (let j = 0; j < v.length; j++) sum += A[row + j]! * v[j]!;
    w[i] = sum;
    vAv += sum * v[i]!;
  }
  for (let i = 0; i < v.length; i++) w[i] = 2 * (w[i]! - vAv * v[i]!);
  for (let i = 0; i < v.length; i++)
    for (let j = 0; j <= i; j++) {
      const value = A[(start + i) * n + start + j]! - v[i]! * w[j]! - w[i]! * v[j]!;
      A[(start + i) * n + start + j] = value;
      A[(start + j) * n + start + i] = value;
    }
}
