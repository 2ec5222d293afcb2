/** Ax and max_i (Ax)_i for A of shape [m, n], and what their Jacobians cost by forward and by reverse mode. */
import { type Expr, input, jacobianCosts, matmul, max } from "../../ad/index.js";

export const linear =
  (A: Expr) =>
  (x: Expr): Expr =>
    matmul(A, x);
export const largest =
  (A: Expr) =>
  (x: Expr): Expr =>
    max(matmul(A, x));

export interface Costs {
  readonly m: number;
  readonly forward: { readonly sweeps: number; readonly ops: number };
  readonly reverse: { readonly sweeps: number; readonly ops: number };
  /** What mode "auto" takes. */
  readonly chosen: string;
}

/** Counted on the graphs; the numbers in A play no part. */
export function costsOf(f: (A: Expr) => (x: Expr) => Expr, m: number, n: number): Costs {
  const costs = jacobianCosts(f(input([m, n])), n);
  const by = (mode: string) => costs.find((one) => one.mode === mode)!;
  return { m, forward: by("forward"), reverse: by("reverse"), chosen: costs[0].mode };
}

/** The fewest rows for which `holds`, which then holds for all more; between 1 and `most`. */
export function fewestRows(most: number, holds: (m: number) => boolean): number {
  let [low, high] = [1, most];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
