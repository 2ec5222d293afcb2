/** In which order a greedy colouring takes its vertices: it needs at most 1 + (the most earlier neighbours a vertex has) colours. */

import { LeastFirst } from "../elimination/least-first.js";

/** An undirected graph. `each` visits every neighbour once, never v itself; one walk at a time. */
export interface Adjacency {
  readonly count: number;
  readonly each: (v: number, visit: (neighbour: number) => void) => void;
}

/**
 * natural: by index. largest-first: by degree (Welsh & Powell 1967, Comput. J. 10(1)). smallest-last: the vertex of least degree
 * among the rest goes to the end of what is left (Matula & Beck 1983, J. ACM 30(3)). Ties go to the lower index.
 */
export type VertexSequence = "natural" | "largest-first" | "smallest-last";
/** saturation: next comes the vertex whose neighbours have the most colours, of several the one with most neighbours (Brélaz 1979, Comm. ACM 22(4)). */
export type ColoringOrder = VertexSequence | "saturation";

export const VERTEX_SEQUENCES = ["natural", "largest-first", "smallest-last"] as const satisfies readonly VertexSequence[];
export const COLORING_ORDERS = [...VERTEX_SEQUENCES, "saturation"] as const satisfies readonly ColoringOrder[];

const degreesOf = (graph: Adjacency): Int32Array =>
  Int32Array.from({ length: graph.count }, (_, v) => {
    let degree = 0;
    graph.each(v, () => degree++);
    return degree;
  });

export function sequenceOf(graph: Adjacency, order: VertexSequence): Int32Array {
  const natural = Int32Array.from({ length: graph.count }, (_, v) => v);
  if (order === "natural") return natural;
  const degrees = degreesOf(graph);
  return order === "largest-first" ? natural.sort((a, b) => degrees[b]! - degrees[a]! || a - b) : smallestLast(graph, degrees);
}

function smallestLast(graph: Adjacency, degrees: Int32Array): Int32Array {
  const waiting = new LeastFirst(graph.count);
  for (let v = 0; v < graph.count; v++) waiting.put(v, degrees[v]!);
  return Int32Array.from(degrees, () => {
    const v = waiting.take()!;
    graph.each(v, (w) => {
      if (waiting.has(w)) waiting.put(w, --degrees[w]!);
    });
    return v;
  }).reverse();
}

export interface Colors {
  /** By vertex, 0 … count − 1; −1 where a vertex needs none. */
  readonly of: Int32Array;
  readonly count: number;
}

/** The fewest colours over the orders, the first of several; no more orders are tried once there are as few as `least`. */
export function fewest<O>(orders: readonly O[], least: number, color: (order: O) => Colors): Colors {
  let best = color(orders[0]!);
  for (const order of orders.slice(1)) {
    if (best.count <= least) break;
    const other = color(order);
    if (other.count < best.count) best = other;
  }
  return best;
}

/** Neighbours differ: each vertex in turn takes the lowest colour that none of its neighbours has. */
export function greedyColors(graph: Adjacency, order: ColoringOrder): Colors {
  if (order === "saturation") return bySaturation(graph);
  const of = new Int32Array(graph.count).fill(-1);
  const taken = new Int32Array(graph.count + 1).fill(-1);
  let count = 0;
  for (const v of sequenceOf(graph, order)) {
    graph.each(v, (w) => {
      if (of[w]! >= 0) taken[of[w]!] = v;
    });
    let color = 0;
    while (taken[color] === v) color++;
    of[v] = color;
    count = Math.max(count, color + 1);
  }
  return { of, count };
}

function bySaturation(graph: Adjacency): Colors {
  const n = graph.count;
  const of = new Int32Array(n).fill(-1);
  const degrees = degreesOf(graph);
  const around = Array.from({ length: n }, () => new Set<number>());
  const waiting = new LeastFirst(n);
  /** The most colours first, then the highest degree: both are below n. */
  const wait = (v: number): void => waiting.put(v, (n - around[v]!.size) * n + n - degrees[v]!);
  for (let v = 0; v < n; v++) wait(v);
  let count = 0;
  for (let v = waiting.take(); v !== undefined; v = waiting.take()) {
    let color = 0;
    while (around[v]!.has(color)) color++;
    of[v] = color;
    count = Math.max(count, color + 1);
    graph.each(v, (w) => {
      around[w]!.add(color);
      if (waiting.has(w)) wait(w);
    });
  }
  return { of, count };
}
