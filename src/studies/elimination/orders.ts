/** Every order of elimination on one graph: its multiplications and additions, and whether its code computes the Jacobian. */

import { innerVertices } from "../../ad/elimination/elimination.js";
import { MOST_EXACT } from "../../ad/elimination/order.js";
import { type Elimination, eliminateEdges, eliminateVertices, sweepMultiplications, type VertexOrder } from "../../ad/index.js";
import type { Cell, Table } from "../../core/study.js";
import type { Rng } from "../../numeric/sampling/random.js";
import { apart } from "./accumulate.js";
import type { NamedGraph } from "./graph-text.js";

export interface Eliminated extends Elimination {
  readonly by: string;
  readonly vertices: readonly number[] | null;
  /** Of its code and of sums over paths. */
  readonly apart: number;
}

/** More edges than this are not looked through one by one for the cheapest. */
const MOST_EDGES = 1000;

export function eliminations(graph: NamedGraph, rng: Rng): Eliminated[] {
  const weights = Float64Array.from(graph.edges, () => rng.normal());
  const checked = (by: string, elimination: Elimination, vertices: readonly number[] | null): Eliminated => ({
    ...elimination,
    by,
    vertices,
    apart: apart(elimination, graph, weights),
  });
  const vertices = (by: string, order: VertexOrder): Eliminated => {
    const elimination = eliminateVertices(graph, order);
    return checked(by, elimination, elimination.order);
  };
  return [
    ...(["forward", "reverse", "markowitz"] as const).map((by) => vertices(by, by)),
    ...(innerVertices(graph).length <= MOST_EXACT ? [vertices("exact", "exact")] : []),
    ...(graph.order ? [vertices("given", graph.order)] : []),
    ...(graph.edges.length <= MOST_EDGES ? [checked("edges, markowitz", eliminateEdges(graph, "markowitz"), null)] : []),
  ];
}

const SHOWN = 12;

export function tableOf(id: string, what: string, graph: NamedGraph, all: readonly Eliminated[]): Table {
  const { inputs, outputs, edges, vertices } = graph;
  const sequence = ({ vertices: order }: Eliminated): Cell =>
    order === null
      ? null
      : order
          .slice(0, SHOWN)
          .map((v) => graph.names[v])
          .join(", ") + (order.length > SHOWN ? ", …" : "");
  return {
    name: `graph-${id}`,
    title: `${what}: ${vertices} vertices, ${edges.length} edges`,
    columns: ["order", "multiplications", "additions", "vertices"],
    rows: [
      ...all.map((one) => [one.by, one.multiplications, one.additions, sequence(one)]),
      ["forward sweeps", sweepMultiplications(graph, inputs.length), null, null],
      ["reverse sweeps", sweepMultiplications(graph, outputs.length), null, null],
    ],
  };
}
