/** Colourings of the graph of a symmetric matrix: its columns are added up by colour, and an entry can be read from either of its two places. */

import { AdError } from "../errors.js";
import type { Coloring } from "./coloring.js";
import { type Adjacency, type Colors, fewest, sequenceOf, VERTEX_SEQUENCES, type VertexSequence } from "./coloring-order.js";
import { eachEntry, isSymmetric, type Sparsity } from "./sparsity.js";

export interface SymmetricOptions {
  /** In which order vertices are coloured; without it all are tried, and the fewest colours are kept. */
  readonly order?: VertexSequence;
}

/**
 * Neighbours differ, and every path of four vertices has three colours at least: each entry stands alone in one of its two places.
 * Source: Coleman & Moré (1984), Math. Program. 28; named and coloured greedily in Gebremedhin, Manne & Pothen (2005),
 * SIAM Review 47(4), section 4.
 */
export function starColoring(pattern: Sparsity, { order }: SymmetricOptions = {}): Coloring {
  return ofSymmetric("star", pattern, order, starColors);
}

/**
 * Neighbours differ, and every cycle has three colours at least: the entries between two colours form trees, and are found one
 * after the other from the leaves. Source: Coleman & Cai (1986), SIAM J. Algebraic Discrete Methods 7(2); greedily as in
 * Gebremedhin, Tarafdar, Manne & Pothen (2007), SIAM J. Sci. Comput. 29(3).
 */
export function acyclicColoring(pattern: Sparsity, { order }: SymmetricOptions = {}): Coloring {
  return ofSymmetric("acyclic", pattern, order, acyclicColors);
}

type Neighbours = readonly Int32Array[];

function ofSymmetric(
  kind: "star" | "acyclic",
  pattern: Sparsity,
  order: VertexSequence | undefined,
  color: (neighbours: Neighbours, order: Int32Array) => Colors,
): Coloring {
  if (!isSymmetric(pattern))
    throw new AdError(`${kind} coloring`, "the pattern is not symmetric: expected entry (j, i) wherever (i, j) is one");
  const lists = Array.from({ length: pattern.rows }, (): number[] => []);
  eachEntry(pattern, (i, j) => {
    if (i !== j) lists[i]!.push(j);
  });
  const neighbours = lists.map((list) => Int32Array.from(list));
  const graph: Adjacency = { count: lists.length, each: (v, visit) => neighbours[v]!.forEach((w) => visit(w)) };
  const least = neighbours.some((list) => list.length > 0) ? 2 : 1;
  const best = fewest(order ? [order] : VERTEX_SEQUENCES, least, (one) => color(neighbours, sequenceOf(graph, one)));
  const rows = new Int32Array(pattern.rows).fill(-1);
  return { kind, columns: best.of, rows, columnColors: best.count, rowColors: 0 };
}

/** Each vertex in turn takes the lowest colour that `forbid` leaves. */
function greedily(
  order: Int32Array,
  forbid: (v: number, of: Int32Array, never: (color: number) => void) => void,
  placed?: (v: number, of: Int32Array) => void,
): Colors {
  const of = new Int32Array(order.length).fill(-1);
  const taken = new Int32Array(order.length + 1).fill(-1);
  let count = 0;
  for (const v of order) {
    forbid(v, of, (color) => {
      if (color >= 0) taken[color] = v;
    });
    let color = 0;
    while (taken[color] === v) color++;
    of[v] = color;
    count = Math.max(count, color + 1);
    placed?.(v, of);
  }
  return { of, count };
}

function starColors(neighbours: Neighbours, order: Int32Array): Colors {
  /** How many neighbours of a colour a vertex has. */
  const has = neighbours.map(() => new Map<number, number>());
  const count = (v: number, color: number): number => has[v]!.get(color) ?? 0;
  return greedily(
    order,
    (v, of, never) => {
      for (const w of neighbours[v]!) {
        never(of[w]!);
        if (of[w]! < 0) continue;
        // A path of two colours would be v w x y with y coloured like w, or w' v w x with w' coloured like w.
        const twice = count(v, of[w]!) > 1;
        for (const x of neighbours[w]!) if (x !== v && (twice || count(x, of[w]!) > 1)) never(of[x]!);
      }
    },
    (v, of) => {
      for (const w of neighbours[v]!) has[w]!.set(of[v]!, count(w, of[v]!) + 1);
    },
  );
}

function acyclicColors(neighbours: Neighbours, order: Int32Array): Colors {
  const n = neighbours.length;
  const edges = new Map<number, number>();
  const edge = (v: number, w: number): number => Math.min(v, w) * n + Math.max(v, w);
  /** Edges of one tree of two colours lead to one edge. */
  const root = (v: number, w: number): number => {
    let at = edge(v, w);
    for (let up = edges.get(at) ?? at; up !== at; up = edges.get(at) ?? at) {
      const next = edges.get(up) ?? up;
      edges.set(at, next);
      at = up;
    }
    return at;
  };
  return greedily(
    order,
    (v, of, never) => {
      /** The neighbour by which v touches a tree. */
      const touched = new Map<number, number>();
      for (const w of neighbours[v]!) {
        never(of[w]!);
        if (of[w]! < 0) continue;
        for (const x of neighbours[w]!) {
          if (x === v || of[x]! < 0) continue;
          const tree = root(w, x);
          const by = touched.get(tree);
          // A second edge into the same tree, to a vertex of w's colour, would close a cycle of the colours of w and x.
          if (by === undefined) touched.set(tree, w);
          else if (by !== w && of[by] === of[w]) never(of[x]!);
        }
      }
    },
    (v, of) => {
      /** An edge of v to each colour. */
      const first = new Map<number, number>();
      const join = (a: number, b: number): void => {
        if (a !== b) edges.set(a, b);
      };
      for (const w of neighbours[v]!) {
        if (of[w]! < 0) continue;
        const before = first.get(of[w]!);
        if (before === undefined) first.set(of[w]!, w);
        else join(root(v, w), root(v, before));
        for (const x of neighbours[w]!) if (x !== v && of[x] === of[v]) join(root(v, w), root(w, x));
      }
    },
  );
}
