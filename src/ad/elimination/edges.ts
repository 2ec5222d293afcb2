/** Elimination edge by edge: finer than by vertices, and sometimes cheaper than any order of them. */

import { AdError } from "../errors.js";
import { type Elimination, type Eliminator, eliminator, type LinearizedGraph } from "./elimination.js";

/** The edge from → to, joined with all edges behind it (front: `to` is an inner vertex) or before it (back: `from` is one). */
export interface EdgeStep {
  readonly from: number;
  readonly to: number;
  readonly end: "front" | "back";
}

/**
 * forward: the edges into each inner vertex by number, each joined with those behind it; reverse: the edges out of each, from the last.
 * Both take what vertices take in that order. markowitz: the step with the fewest multiplications; ties to the lowest `from`, then `to`,
 * then front. exact: no sequence of steps takes fewer. Or the steps themselves.
 * Source: Naumann (1999), thesis, TU Dresden; Griewank & Walther (2008), section 9.3.
 */
export type EdgeOrder = "forward" | "reverse" | "markowitz" | "exact" | readonly EdgeStep[];

/** Sets of edges that the exact search looks at before it gives up. */
const MOST_STATES = 200_000;

/** @throws AdError when a step names an edge that is not there then, or one that ends in no inner vertex; or the exact search is too long. */
export function eliminateEdges(graph: LinearizedGraph, order: EdgeOrder): Elimination & { readonly order: readonly EdgeStep[] } {
  const inner = innerOf(graph);
  const steps = order === "exact" ? exactSteps(graph, inner) : order;
  const state = eliminator(graph);
  const taken: EdgeStep[] = [];
  const choose = typeof steps === "string" ? chosenBy(steps, graph, state, inner) : (): EdgeStep | undefined => steps[taken.length];
  for (let step = choose(); step; step = choose()) {
    apply(state, step, inner);
    taken.push(step);
  }
  return { ...state.result(), order: taken };
}

const innerOf = ({ vertices, inputs, outputs }: LinearizedGraph): boolean[] => {
  const inner = new Array<boolean>(vertices).fill(true);
  for (const v of [...inputs, ...outputs]) inner[v] = false;
  return inner;
};

function apply(state: Eliminator, { from, to, end }: EdgeStep, inner: readonly boolean[]): void {
  const middle = end === "front" ? to : from;
  if (!inner[middle]) throw new AdError("elimination", `${from} → ${to} cannot be eliminated at its ${end}: ${middle} is no inner vertex`);
  if (end === "front") state.front(from, to);
  else state.back(from, to);
}

function chosenBy(
  rule: "forward" | "reverse" | "markowitz",
  graph: LinearizedGraph,
  state: Eliminator,
  inner: readonly boolean[],
): () => EdgeStep | undefined {
  const numbers = Array.from({ length: graph.vertices }, (_, v) => v).filter((v) => inner[v]);
  const lowest = (ends: Iterable<number>): number => Math.min(...ends);
  if (rule === "forward")
    return () => {
      const to = numbers.find((v) => state.into(v).size > 0);
      return to === undefined ? undefined : { from: lowest(state.into(to).keys()), to, end: "front" };
    };
  if (rule === "reverse")
    return () => {
      const from = numbers.findLast((v) => state.outOf(v).size > 0);
      return from === undefined ? undefined : { from, to: lowest(state.outOf(from).keys()), end: "back" };
    };
  return () => {
    let [best, least] = [undefined as EdgeStep | undefined, Number.POSITIVE_INFINITY];
    for (const [step, cost] of stepsOf(graph.vertices, state, inner)) if (cost < least) [best, least] = [step, cost];
    return best;
  };
}

/** Every step that can be taken now, and its multiplications; in the order of ties. */
function* stepsOf(vertices: number, state: Eliminator, inner: readonly boolean[]): Generator<readonly [EdgeStep, number]> {
  for (let from = 0; from < vertices; from++)
    for (const to of [...state.outOf(from).keys()].sort((a, b) => a - b)) {
      if (inner[to]) yield [{ from, to, end: "front" }, state.outOf(to).size];
      if (inner[from]) yield [{ from, to, end: "back" }, state.into(from).size];
    }
}

/** A graph on the way: the steps that led to it. */
interface Reached {
  readonly steps: readonly EdgeStep[];
  readonly cost: number;
}

/** Dijkstra's search over the graphs that can be reached, each known by its edges: the cheapest first, none that costs more than a known sequence. */
function exactSteps(graph: LinearizedGraph, inner: readonly boolean[]): readonly EdgeStep[] {
  const known = (["forward", "reverse", "markowitz"] as const).map((order) => eliminateEdges(graph, order));
  const bound = Math.min(...known.map(({ multiplications }) => multiplications));
  /** By cost. */
  const waiting: Reached[][] = [[{ steps: [], cost: 0 }]];
  const done = new Set<string>();
  for (let cost = 0; cost < waiting.length; cost++)
    for (const at of waiting[cost] ?? []) {
      const state = eliminator(graph);
      for (const step of at.steps) apply(state, step, inner);
      const key = keyOf(graph.vertices, state);
      if (done.has(key)) continue;
      done.add(key);
      if (done.size > MOST_STATES)
        throw new AdError("elimination", `an exact search over edges sees more than ${MOST_STATES} graphs: use markowitz`);
      const next = [...stepsOf(graph.vertices, state, inner)];
      if (next.length === 0) return at.steps;
      for (const [step, more] of next) {
        if (cost + more > bound) continue;
        waiting[cost + more] ??= [];
        waiting[cost + more]!.push({ steps: [...at.steps, step], cost: cost + more });
      }
    }
  throw new AdError("elimination", "no step is left before all inner vertices are gone");
}

const keyOf = (vertices: number, state: Eliminator): string =>
  Array.from({ length: vertices }, (_, v) => [...state.outOf(v).keys()].sort((a, b) => a - b).join()).join(";");
