/** Linearized graphs from lists of edges and from layers, checked: no cycles, no edge twice, sources are inputs and sinks are outputs. */

import { AdError } from "../errors.js";
import type { LinearizedGraph } from "./elimination.js";

/** A graph whose vertices were renumbered along the edges; `original` has the number that each had. */
export interface RenumberedGraph extends LinearizedGraph {
  readonly original: readonly number[];
}

/**
 * Vertices are numbers ≥ 0 in any order, of which the lowest that has no predecessor left comes first: a numbering along the edges is kept.
 * @param nameOf What a vertex is called in messages.
 * @throws AdError on a cycle, a loop, an edge that is there twice, a number that is no vertex.
 */
export function graphOfEdges(
  edges: readonly (readonly [from: number, to: number])[],
  nameOf: (v: number) => string = String,
): RenumberedGraph {
  const named = edges.flat();
  const wrong = named.find((v) => !(Number.isSafeInteger(v) && v >= 0));
  if (wrong !== undefined) throw new AdError("graph", `${wrong} is no vertex: expected integers ≥ 0`);
  if (edges.length === 0) throw new AdError("graph", "there are no edges");
  const known = new Set<string>();
  for (const [from, to] of edges) {
    if (known.has(`${from} ${to}`)) throw new AdError("graph", `the edge ${nameOf(from)} → ${nameOf(to)} is there twice`);
    known.add(`${from} ${to}`);
  }
  const original = sorted(
    [...new Set(named)].sort((a, b) => a - b),
    edges,
    nameOf,
  );
  const place = new Map(original.map((v, at) => [v, at]));
  const renumbered = edges.map(([from, to]) => [place.get(from)!, place.get(to)!] as const);
  const [led, leading] = [new Set(renumbered.map(([, to]) => to)), new Set(renumbered.map(([from]) => from))];
  const all = original.map((_, at) => at);
  return {
    vertices: original.length,
    inputs: all.filter((v) => !led.has(v)),
    outputs: all.filter((v) => !leading.has(v)),
    edges: renumbered,
    original,
  };
}

/** Kahn's order: the lowest of the vertices that nothing left leads to. */
function sorted(
  vertices: readonly number[],
  edges: readonly (readonly [from: number, to: number])[],
  nameOf: (v: number) => string,
): number[] {
  const left = new Map(vertices.map((v) => [v, 0]));
  const next = new Map(vertices.map((v): [number, number[]] => [v, []]));
  for (const [from, to] of edges) {
    left.set(to, left.get(to)! + 1);
    next.get(from)!.push(to);
  }
  const order: number[] = [];
  const free = vertices.filter((v) => left.get(v) === 0);
  for (let v = free.shift(); v !== undefined; v = free.shift()) {
    order.push(v);
    for (const w of next.get(v)!) {
      left.set(w, left.get(w)! - 1);
      if (left.get(w) !== 0) continue;
      const at = free.findIndex((other) => other > w);
      free.splice(at < 0 ? free.length : at, 0, w);
    }
  }
  if (order.length < vertices.length) {
    const stuck = vertices.filter((v) => !order.includes(v));
    throw new AdError("graph", `there is a cycle through some of the vertices ${stuck.slice(0, 10).map(nameOf).join(", ")}`);
  }
  return order;
}

/** Each vertex of a layer leads to each of the next one. */
export function layeredGraph(layers: readonly number[]): LinearizedGraph {
  if (layers.length < 2 || !layers.every((n) => Number.isSafeInteger(n) && n >= 1))
    throw new AdError("graph", `[${layers.join(", ")}]: expected at least two layers of at least one vertex each`);
  let start = 0;
  const all = layers.map((n) => Array.from({ length: n }, () => start++));
  return {
    vertices: start,
    inputs: all[0]!,
    outputs: all.at(-1)!,
    edges: all.slice(1).flatMap((to, k) => all[k]!.flatMap((v) => to.map((w) => [v, w] as const))),
  };
}
