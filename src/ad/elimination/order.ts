/** In which order inner vertices are eliminated: it decides how many multiplications J takes, predecessors × successors for each as they are then. */

import { AdError } from "../errors.js";
import { type Elimination, type Eliminator, eliminator, innerVertices, type LinearizedGraph } from "./elimination.js";
import { LeastFirst } from "./least-first.js";

/**
 * forward, reverse: by number. markowitz: the cheapest of those left, ties to the lowest number (Griewank & Reese 1991; Griewank & Walther
 * 2008, section 10.1). exact: of all orders one with the fewest multiplications, for graphs of up to 16 inner vertices. Or the vertices themselves.
 */
export type VertexOrder = "forward" | "reverse" | "markowitz" | "exact" | readonly number[];

/** From here on the exact search takes too long: it looks at all sets of inner vertices. */
export const MOST_EXACT = 16;

/** @throws AdError when a given order is no order of the inner vertices, or the graph is too large for an exact search. */
export function eliminateVertices(graph: LinearizedGraph, order: VertexOrder): Elimination & { readonly order: readonly number[] } {
  const state = eliminator(graph);
  const taken = order === "markowitz" ? markowitz(graph, state) : inOrder(state, orderOf(graph, order));
  return { ...state.result(), order: taken };
}

function inOrder(state: Eliminator, order: readonly number[]): readonly number[] {
  for (const v of order) state.vertex(v);
  return order;
}

function orderOf(graph: LinearizedGraph, order: Exclude<VertexOrder, "markowitz">): readonly number[] {
  const inner = innerVertices(graph);
  if (order === "forward") return inner;
  if (order === "reverse") return inner.reverse();
  if (order === "exact") return exactOrder(graph, inner);
  const given = new Set(order);
  if (order.length !== inner.length || !inner.every((v) => given.has(v)))
    throw new AdError("elimination", `[${order.join(", ")}] does not name each inner vertex once: they are ${inner.join(", ")}`);
  return order;
}

function markowitz(graph: LinearizedGraph, state: Eliminator): number[] {
  const waiting = new LeastFirst(graph.vertices);
  for (const v of innerVertices(graph)) waiting.put(v, state.cost(v));
  const order: number[] = [];
  for (let v = waiting.take(); v !== undefined; v = waiting.take()) {
    const around = [...state.into(v).keys(), ...state.outOf(v).keys()];
    state.vertex(v);
    order.push(v);
    for (const w of around) if (waiting.has(w)) waiting.put(w, state.cost(w));
  }
  return order;
}

/**
 * What v costs depends on the set that was eliminated before it, not on its order: its predecessors are then the vertices from which
 * a path through that set leads to it. So the least cost of a set follows from the least costs of the sets with one vertex fewer.
 */
function exactOrder({ vertices, edges }: LinearizedGraph, inner: readonly number[]): number[] {
  const k = inner.length;
  if (k > MOST_EXACT)
    throw new AdError(
      "elimination",
      `${k} inner vertices are too many for an exact search, which takes ${MOST_EXACT} at most: use markowitz`,
    );
  const place = new Map(inner.map((v, at) => [v, at]));
  const words = Math.ceil(vertices / 32);
  const preds = inner.map((v) => edges.flatMap(([from, to]) => (to === v ? [from] : [])));
  const succs = inner.map((v) => edges.flatMap(([from, to]) => (from === v ? [to] : [])));
  const [before, after] = [new Int32Array(k * words), new Int32Array(k * words)];
  const least = new Float64Array(1 << k).fill(Number.POSITIVE_INFINITY);
  const last = new Int8Array(1 << k).fill(-1);
  least[0] = 0;
  for (let set = 0; set < 1 << k; set++) {
    // Along the edges, so that what leads to a vertex is known before it is asked for.
    for (let v = 0; v < k; v++) reach(before, v, preds[v]!, set, place, words);
    for (let v = k - 1; v >= 0; v--) reach(after, v, succs[v]!, set, place, words);
    for (let v = 0; v < k; v++) {
      if (set & (1 << v)) continue;
      const cost = least[set]! + count(before, v, words) * count(after, v, words);
      const larger = set | (1 << v);
      if (cost < least[larger]!) {
        least[larger] = cost;
        last[larger] = v;
      }
    }
  }
  const order: number[] = [];
  for (let set = (1 << k) - 1; set > 0; set ^= 1 << last[set]!) order.unshift(inner[last[set]!]!);
  return order;
}

/** Bits of the vertices at the other end of edges, those behind a vertex of the set in its place. */
function reach(bits: Int32Array, v: number, ends: readonly number[], set: number, place: ReadonlyMap<number, number>, words: number): void {
  bits.fill(0, v * words, (v + 1) * words);
  for (const w of ends) {
    const at = place.get(w);
    if (at === undefined || (set & (1 << at)) === 0) bits[v * words + (w >> 5)]! |= 1 << (w & 31);
    else for (let word = 0; word < words; word++) bits[v * words + word]! |= bits[at * words + word]!;
  }
}

function count(bits: Int32Array, v: number, words: number): number {
  let ones = 0;
  for (let word = v * words; word < (v + 1) * words; word++) for (let rest = bits[word]!; rest !== 0; rest &= rest - 1) ones++;
  return ones;
}
