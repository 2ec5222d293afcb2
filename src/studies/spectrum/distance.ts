/** How far a quadrature is from the spectrum it stands for: sup distance of distribution functions, errors of moments. */
import type { Quadrature } from "../../numeric/matrix/gauss-rule.js";

/** Of the range of eigenvalues: a node this close to one has found it. */
const SNAP = 1e-8;

/** Points of mass: what a distribution function jumps at. */
export type Points = readonly (readonly [at: number, mass: number])[];

export const massOf = (eigenvalues: Float64Array): Points => Array.from(eigenvalues, (at) => [at, 1 / eigenvalues.length] as const);

/** The nodes, moved onto the nearest eigenvalue (ascending) where that is within SNAP of the range. */
export function snapped({ nodes, weights }: Quadrature, eigenvalues: Float64Array): Points {
  const reach = SNAP * (eigenvalues.at(-1)! - eigenvalues[0]!);
  return Array.from(nodes, (node, j) => {
    const near = eigenvalues.reduce((best, at) => (Math.abs(at - node) < Math.abs(best - node) ? at : best));
    return [Math.abs(near - node) <= reach ? near : node, weights[j]!] as const;
  });
}

/** sup_t |F(t) − G(t)| of two distribution functions that jump. */
export function supDistance(f: Points, g: Points): number {
  const jumps = [...f, ...g.map(([at, mass]) => [at, -mass] as const)].sort(([a], [b]) => a - b);
  let [difference, most] = [0, 0];
  for (const [k, [at, jump]] of jumps.entries()) {
    difference += jump;
    if (jumps[k + 1]?.[0] !== at) most = Math.max(most, Math.abs(difference));
  }
  return most;
}

/** max over k ≤ 2m − 1 of |Σ w_j θ_jᵏ − vᵀAᵏv| ÷ ‖A‖ᵏ‖v‖²; A and v by eigenvalues and coordinates along eigenvectors. */
export function momentError(rule: Quadrature, eigenvalues: Float64Array, along: Float64Array): number {
  const norm = eigenvalues.reduce((most, lambda) => Math.max(most, Math.abs(lambda)), 0);
  const masses = along.map((c) => c * c);
  const size = masses.reduce((a, b) => a + b);
  const [left, right] = [rule.weights.slice(), masses];
  let worst = 0;
  for (let k = 0; k < 2 * rule.nodes.length; k++) {
    const error = left.reduce((a, b) => a + b) - right.reduce((a, b) => a + b);
    worst = Math.max(worst, Math.abs(error) / size);
    for (let j = 0; j < left.length; j++) left[j]! *= rule.nodes[j]! / norm;
    for (let i = 0; i < right.length; i++) right[i]! *= eigenvalues[i]! / norm;
  }
  return worst;
}
