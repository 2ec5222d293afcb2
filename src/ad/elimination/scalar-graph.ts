/** The linearized graph of a program: a vertex for each element that an op computes, an edge for each partial derivative. */

import { OutOfMemory } from "../errors.js";
import { type Expr, size } from "../expr.js";
import { walkElements } from "../jacobian/elements.js";
import { where } from "../ops/arithmetic.js";
import type { LinearizedGraph } from "./elimination.js";

/** The derivative along an edge: element `at` of partials[of]; 1 where `of` is −1. Parallel edges are merged: a sum of such. */
export type EdgeValue = readonly { readonly of: number; readonly at: number }[];

export interface ScalarGraph extends LinearizedGraph {
  /** By edge. */
  readonly values: readonly EdgeValue[];
  /** Arrays of partial derivatives, as expressions of x. */
  readonly partials: readonly Expr[];
  /** By edge: true where it leads into a `where`, whose zeros are strong: nothing behind one can make NaN of it. */
  readonly strong: readonly boolean[];
}

const MOST_EDGES = 2_000_000;

/**
 * Of y by x, flattened: inputs are the elements of x, outputs those of y in order. What only moves elements makes no vertex. An
 * element of y that others are computed from, an input among them, gets an output of its own behind it, along an edge with derivative 1.
 */
export function scalarGraphOf(y: Expr, x: Expr): ScalarGraph {
  const n = size(x.shape);
  const made = new Made(n);
  const results = walkElements(x, y, (node, { starts, from, arg, at, partials }) => {
    const own = partials.map((partial) => (partial ? made.partial(partial) : -1));
    const free = node.op.ops(node) === 0;
    return Int32Array.from({ length: size(node.shape) }, (_, i) => {
      const [first, end] = [starts[i]!, starts[i + 1]!];
      if (first === end) return 0;
      if (end === first + 1 && free && own[arg[first]!] === -1) return from[first]!;
      const vertex = made.vertex();
      for (let k = first; k < end; k++) made.edge(from[k]! - 1, vertex, { of: own[arg[k]!]!, at: at[k]! }, node.op === where.op);
      return vertex + 1;
    });
  });
  return made.graph(n, results);
}

class Made {
  #vertices: number;
  readonly #from: number[] = [];
  readonly #to: number[] = [];
  readonly #values: EdgeValue[number][][] = [];
  readonly #strong: boolean[] = [];
  /** The edge from a vertex into the latest one. */
  readonly #latest = new Map<number, number>();
  readonly #partials: Expr[] = [];

  constructor(inputs: number) {
    this.#vertices = inputs;
  }

  partial(make: () => Expr): number {
    return this.#partials.push(make()) - 1;
  }

  vertex(): number {
    this.#latest.clear();
    return this.#vertices++;
  }

  edge(from: number, to: number, value: EdgeValue[number], strong: boolean): void {
    const parallel = this.#latest.get(from);
    if (parallel !== undefined) {
      this.#values[parallel]!.push(value);
      return;
    }
    if (this.#values.length >= MOST_EDGES)
      throw new OutOfMemory("elimination", `the graph has more than ${MOST_EDGES} edges: use another mode`);
    this.#latest.set(from, this.#values.length);
    this.#from.push(from);
    this.#to.push(to);
    this.#values.push([value]);
    this.#strong.push(strong);
  }

  graph(n: number, results: Int32Array): ScalarGraph {
    const used = new Uint8Array(this.#vertices);
    for (const v of this.#from) used[v] = 1;
    const taken = new Set<number>();
    const outputs = Array.from(results, (result) => {
      const v = result - 1;
      const copy = v < n || used[v] === 1 || taken.has(v);
      const output = copy ? this.vertex() : v;
      if (v >= 0 && copy) this.edge(v, output, { of: -1, at: 0 }, false);
      taken.add(output);
      return output;
    });
    // Only what leads to an output: backwards, since edges lead to higher numbers.
    const needed = new Uint8Array(this.#vertices);
    for (const v of outputs) needed[v] = 1;
    for (let e = this.#to.length - 1; e >= 0; e--) if (needed[this.#to[e]!] === 1) needed[this.#from[e]!] = 1;
    const inputs = Array.from({ length: n }, (_, v) => v);
    for (const v of inputs) needed[v] = 1;
    const place = new Int32Array(this.#vertices);
    let vertices = 0;
    for (let v = 0; v < this.#vertices; v++) place[v] = needed[v] === 1 ? vertices++ : -1;
    const kept = this.#to.flatMap((to, e) => (needed[to] === 1 ? [e] : []));
    return {
      vertices,
      inputs,
      outputs: outputs.map((v) => place[v]!),
      edges: kept.map((e) => [place[this.#from[e]!]!, place[this.#to[e]!]!] as const),
      values: kept.map((e) => this.#values[e]!),
      partials: this.#partials,
      strong: kept.map((e) => this.#strong[e]!),
    };
  }
}
