/** Graphs whose counts are published, and what elimination takes of them. */
import { scalarGraphOf } from "../../ad/elimination/scalar-graph.js";
import { add, type Expr, input, layeredGraph, log, mul, sqrt } from "../../ad/index.js";
import { element } from "../dense.js";
import { type NamedGraph, named } from "./graph-text.js";

export interface Published {
  readonly id: string;
  readonly what: string;
  readonly graph: NamedGraph;
  readonly forward: number;
  readonly reverse: number;
  readonly markowitz: number;
}

/** L = v₂ + √v₂, v₂ = w₂ log w₁: the lecture's graph, traced. */
export function lectureLoss(w: Expr): Expr {
  const v2 = mul(element(w, 1), log(element(w, 0)));
  return add(v2, sqrt(v2));
}
function lectureGraph(): NamedGraph {
  const w = input([2]);
  return { ...scalarGraphOf(lectureLoss(w), w), names: ["w1", "w2", "log w1", "w2 log w1", "sqrt", "L"] };
}

const layers = (...widths: number[]): NamedGraph => named(layeredGraph(widths));
const ofLayers = (widths: readonly number[], forward: number, reverse: number, markowitz: number): Published => ({
  id: widths.join("-"),
  what: `dense layers ${widths.join(", ")}`,
  graph: layers(...widths),
  forward,
  reverse,
  markowitz,
});

export const published = (): Published[] => [
  ofLayers([8, 3, 1, 3, 8], 240, 240, 112),
  ofLayers([4, 2, 3, 5], 84, 70, 70),
  { id: "loss", what: "the lecture's w₂ log w₁ + √(w₂ log w₁)", graph: lectureGraph(), forward: 7, reverse: 4, markowitz: 4 },
  ofLayers([1, 3, 8, 3, 1], 51, 51, 69),
];

/** Two inputs, two inner vertices, four outputs: the smallest graph where edges are cheaper than vertices. */
export const lion: readonly (readonly [number, number])[] = [
  [0, 2],
  [1, 2],
  [2, 3],
  [2, 4],
  [3, 4],
  [3, 5],
  [3, 6],
  [3, 7],
];
