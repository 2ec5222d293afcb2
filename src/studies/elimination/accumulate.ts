/** The Jacobian of a linearized graph without elimination: row of v = Σ c_vi · row of i over its predecessors, and the same with |c|. */

import { compileStraightLine, runStraightLine } from "../../ad/elimination/straight-line.js";
import type { Elimination, LinearizedGraph } from "../../ad/index.js";

/** Longer code is not made into a function, but run line by line. */
const MOST_LINES = 20_000;

/** [outputs, inputs]; `weights`: by edge. */
export function accumulated({ vertices, inputs, outputs, edges }: LinearizedGraph, weights: Float64Array): Float64Array {
  const n = inputs.length;
  const rows = Array.from({ length: vertices }, () => new Float64Array(n));
  inputs.forEach((v, column) => {
    rows[v]![column] = 1;
  });
  // Edges lead to higher numbers: sorted by where they end, each row is complete before it is read.
  const sorted = edges.map(([from, to], at) => ({ from, to, at })).sort((a, b) => a.to - b.to);
  for (const { from, to, at } of sorted) for (let j = 0; j < n; j++) rows[to]![j]! += weights[at]! * rows[from]![j]!;
  return Float64Array.from(outputs.flatMap((v) => [...rows[v]!]));
}

/** The same by running the code of an elimination, as text while it is short. */
export function executed(elimination: Elimination, { inputs, outputs }: LinearizedGraph, weights: Float64Array): Float64Array {
  const c = new Float64Array(elimination.numbers);
  c.set(weights);
  if (elimination.code.length <= MOST_LINES) compileStraightLine(elimination)(c);
  else runStraightLine(elimination, c);
  const J = new Float64Array(outputs.length * inputs.length);
  for (const { row, column, number } of elimination.entries) J[row * inputs.length + column] = c[number]!;
  return J;
}

/** The largest difference of the two, each entry in units of the sum of its products' sizes. */
export function apart(elimination: Elimination, graph: LinearizedGraph, weights: Float64Array): number {
  const [J, expected] = [executed(elimination, graph, weights), accumulated(graph, weights)];
  const sizes = accumulated(graph, weights.map(Math.abs));
  return J.reduce(
    (worst, value, k) => (sizes[k] === 0 && value === 0 ? worst : Math.max(worst, Math.abs(value - expected[k]!) / sizes[k]!)),
    0,
  );
}
