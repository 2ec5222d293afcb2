/** J by elimination: c_ki ← c_ki + c_kj c_ji for all predecessors i and successors k of a vertex j takes it out of the graph. */
import { AdError } from "../errors.js";

/**
 * The linearized computational graph: an edge from i to j carries ∂v_j/∂v_i. Vertices are numbered along the edges: every edge leads
 * to a higher number. Nothing leads into an input and out of an output; all other vertices are inner ones.
 * Source: Griewank & Walther (2008), Evaluating Derivatives, chapter 9.
 */
export interface LinearizedGraph {
  readonly vertices: number;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  /** No edge twice. */
  readonly edges: readonly (readonly [from: number, to: number])[];
}

/** c[target] = c[left] · c[right], or += where it `adds`. */
export interface Product {
  readonly target: number;
  readonly left: number;
  readonly right: number;
  readonly adds: boolean;
}

/** What an elimination did: straight-line code over numbers c, of which the first are those of the edges. */
export interface Elimination {
  /** One for each pair of edges that is joined, edges with derivative 1 too. */
  readonly multiplications: number;
  /** One for each product that meets an edge that is there. */
  readonly additions: number;
  readonly code: readonly Product[];
  /** How many numbers c there are. */
  readonly numbers: number;
  /** Entry (row, column) of J, by output and input, is c[number]; all others are 0. */
  readonly entries: readonly { readonly row: number; readonly column: number; readonly number: number }[];
}

/** A graph from which vertices and edges go one by one. */
export interface Eliminator {
  /** Numbers of edges, by the vertex at the other end. */
  readonly into: (v: number) => ReadonlyMap<number, number>;
  readonly outOf: (v: number) => ReadonlyMap<number, number>;
  /** Multiplications that eliminating v takes now. */
  readonly cost: (v: number) => number;
  readonly vertex: (v: number) => void;
  /** The edge i → j, j inner: its product with every edge out of j. */
  readonly front: (i: number, j: number) => void;
  /** The edge i → j, i inner: its product with every edge into i. */
  readonly back: (i: number, j: number) => void;
  /** Once no inner vertex is left. */
  readonly result: () => Elimination;
}

export const innerVertices = ({ vertices, inputs, outputs }: LinearizedGraph): number[] => {
  const ends = new Set([...inputs, ...outputs]);
  return Array.from({ length: vertices }, (_, v) => v).filter((v) => !ends.has(v));
};

export function eliminator(graph: LinearizedGraph): Eliminator {
  const into = Array.from({ length: graph.vertices }, () => new Map<number, number>());
  const outOf = Array.from({ length: graph.vertices }, () => new Map<number, number>());
  for (const [number, [from, to]] of graph.edges.entries()) {
    outOf[from]!.set(to, number);
    into[to]!.set(from, number);
  }
  const code: Product[] = [];
  let numbers = graph.edges.length;
  let additions = 0;
  /** c_ki += c_kj c_ji */
  const join = (i: number, k: number, left: number, right: number): void => {
    const known = outOf[i]!.get(k);
    const target = known ?? numbers++;
    if (known === undefined) {
      outOf[i]!.set(k, target);
      into[k]!.set(i, target);
    } else additions++;
    code.push({ target, left, right, adds: known !== undefined });
  };
  const remove = (i: number, j: number): void => {
    outOf[i]!.delete(j);
    into[j]!.delete(i);
  };
  /** What nothing leads into carries nothing on; what leads nowhere needs nothing. */
  const clear = (v: number): void => {
    for (const i of into[v]!.keys()) outOf[i]!.delete(v);
    for (const k of outOf[v]!.keys()) into[k]!.delete(v);
    into[v]!.clear();
    outOf[v]!.clear();
  };
  const numberOf = (i: number, j: number): number => {
    const number = outOf[i]?.get(j);
    if (number === undefined) throw new AdError("elimination", `there is no edge ${i} → ${j}`);
    return number;
  };
  return {
    into: (v) => into[v]!,
    outOf: (v) => outOf[v]!,
    cost: (v) => into[v]!.size * outOf[v]!.size,
    vertex: (v) => {
      for (const [i, right] of into[v]!) for (const [k, left] of outOf[v]!) join(i, k, left, right);
      clear(v);
    },
    front: (i, j) => {
      const right = numberOf(i, j);
      for (const [k, left] of outOf[j]!) join(i, k, left, right);
      remove(i, j);
      if (into[j]!.size === 0) clear(j);
    },
    back: (i, j) => {
      const left = numberOf(i, j);
      for (const [h, right] of into[i]!) join(h, j, left, right);
      remove(i, j);
      if (outOf[i]!.size === 0) clear(i);
    },
    result: () => {
      const rowOf = new Map(graph.outputs.map((v, row) => [v, row]));
      const entries = graph.inputs.flatMap((v, column) =>
        [...outOf[v]!].map(([k, number]) => {
          const row = rowOf.get(k);
          if (row === undefined) throw new AdError("elimination", `vertex ${k} is not eliminated`);
          return { row, column, number };
        }),
      );
      return { multiplications: code.length, additions, code, numbers, entries };
    },
  };
}

/** Multiplications of so many sweeps through the graph: each goes along every edge once. */
export const sweepMultiplications = (graph: LinearizedGraph, sweeps: number): number => sweeps * graph.edges.length;
