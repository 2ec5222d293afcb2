/** Elimination: counts against a plain simulation and all orders; the code against sums over paths; edges against vertices. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { innerVertices } from "../../../src/ad/elimination/elimination.js";
import { LeastFirst } from "../../../src/ad/elimination/least-first.js";
import { compileStraightLine, runStraightLine } from "../../../src/ad/elimination/straight-line.js";
import * as ad from "../../../src/ad/index.js";
import { stream } from "../../../src/numeric/sampling/random.js";

type Edge = readonly [number, number];

/** Edges lead to higher numbers; every vertex has one. */
const graphs = (most: number): fc.Arbitrary<ad.LinearizedGraph> =>
  fc
    .record({ n: fc.integer({ min: 3, max: most }), seed: fc.nat(1e6), fill: fc.integer({ min: 2, max: 8 }) })
    .map(({ n, seed, fill }) => {
      const rng = stream(`graph ${seed}`);
      const edges: Edge[] = [];
      for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) if (rng.uniform() < fill / 10) edges.push([i, j]);
      return edges;
    })
    .filter((edges) => edges.length > 0)
    .map((edges) => ad.graphOfEdges(edges));

/** Multiplications and additions of an order, on sets of pairs. */
function simulated({ edges }: ad.LinearizedGraph, order: readonly number[]): [number, number] {
  const set = new Set(edges.map(([a, b]) => `${a} ${b}`));
  let [multiplications, additions] = [0, 0];
  for (const v of order) {
    const pairs = [...set].map((e) => e.split(" ").map(Number) as [number, number]);
    for (const [i, to] of pairs) {
      if (to !== v) continue;
      for (const [from, k] of pairs) {
        if (from !== v) continue;
        multiplications++;
        if (set.has(`${i} ${k}`)) additions++;
        set.add(`${i} ${k}`);
      }
    }
    for (const [a, b] of pairs) if (a === v || b === v) set.delete(`${a} ${b}`);
  }
  return [multiplications, additions];
}
const permutations = (list: readonly number[]): number[][] =>
  list.length === 0 ? [[]] : list.flatMap((v, k) => permutations(list.toSpliced(k, 1)).map((rest) => [v, ...rest]));

/** Σ over paths from input to output of the product of what their edges carry, by walking each path. */
function overPaths({ inputs, outputs, edges }: ad.LinearizedGraph, c: Float64Array): number[] {
  const walk = (v: number, to: number): number =>
    v === to ? 1 : edges.reduce((sum, [a, b], e) => (a === v ? sum + c[e]! * walk(b, to) : sum), 0);
  return outputs.flatMap((y) => inputs.map((x) => walk(x, y)));
}
function ran(
  elimination: ad.Elimination,
  { inputs, outputs, edges }: ad.LinearizedGraph,
  weights: Float64Array,
  how: "text" | "loop",
): number[] {
  const c = new Float64Array(elimination.numbers);
  c.set(weights.subarray(0, edges.length));
  if (how === "loop") runStraightLine(elimination, c);
  else compileStraightLine(elimination)(c);
  const J = new Array<number>(inputs.length * outputs.length).fill(0);
  for (const { row, column, number } of elimination.entries) J[row * inputs.length + column] = c[number]!;
  return J;
}
const orders = ["forward", "reverse", "markowitz", "exact"] as const;

describe("published counts", () => {
  const loss: Edge[] = [
    [0, 2],
    [1, 3],
    [2, 3],
    [3, 4],
    [3, 5],
    [4, 5],
  ];
  test.each<[string, ad.LinearizedGraph, number, number, number, number]>([
    ["8, 3, 1, 3, 8", ad.layeredGraph([8, 3, 1, 3, 8]), 240, 240, 112, 112],
    ["4, 2, 3, 5", ad.layeredGraph([4, 2, 3, 5]), 84, 70, 70, 70],
    ["the lecture's loss", ad.graphOfEdges(loss), 7, 4, 4, 4],
    ["1, 3, 8, 3, 1: greed loses", ad.layeredGraph([1, 3, 8, 3, 1]), 51, 51, 69, 51],
    ["3, 1, 5", ad.layeredGraph([3, 1, 5]), 15, 15, 15, 15],
    ["inputs and outputs alone", ad.layeredGraph([3, 5]), 0, 0, 0, 0],
  ])("%s", (_, graph, ...expected) => {
    expect(orders.map((order) => ad.eliminateVertices(graph, order).multiplications)).toEqual(expected);
  });
  test("sweeps go along every edge", () => {
    const graph = ad.layeredGraph([3, 1, 5]);
    expect([3, 5].map((sweeps) => ad.sweepMultiplications(graph, sweeps))).toEqual([24, 40]);
  });
  test("the lion graph: 12 by vertices, 11 by edges (Naumann 2004)", () => {
    const edges: Edge[] = [
      [0, 2],
      [1, 2],
      [2, 3],
      [2, 4],
      [3, 4],
      [3, 5],
      [3, 6],
      [3, 7],
    ];
    const graph = ad.graphOfEdges(edges);
    expect(Math.min(...permutations([2, 3]).map((order) => simulated(graph, order)[0]))).toBe(12);
    expect(ad.eliminateVertices(graph, "exact").multiplications).toBe(12);
    const exact = ad.eliminateEdges(graph, "exact");
    expect(exact.multiplications).toBe(11);
    expect(exact.order[0]).toEqual({ from: 3, to: 4, end: "back" });
    expect(ad.eliminateEdges(graph, exact.order)).toEqual(exact);
  });
});

describe("vertices", () => {
  test("every order: counted as a simulation counts, never more than sweeps forward", () => {
    fc.assert(
      fc.property(graphs(12), fc.constantFrom(...orders), (graph, order) => {
        const found = ad.eliminateVertices(graph, order);
        expect([found.multiplications, found.additions]).toEqual(simulated(graph, found.order));
        expect([...found.order].sort((a, b) => a - b)).toEqual(innerVertices(graph));
        if (order === "forward") expect(found.multiplications).toBeLessThanOrEqual(ad.sweepMultiplications(graph, graph.inputs.length));
      }),
      { seed: 1, numRuns: 300 },
    );
  });
  test("exact: no permutation is cheaper", () => {
    fc.assert(
      fc.property(graphs(8), (graph) => {
        const least = Math.min(...permutations(innerVertices(graph)).map((order) => simulated(graph, order)[0]));
        expect(ad.eliminateVertices(graph, "exact").multiplications).toBe(least);
      }),
      { seed: 2, numRuns: 60 },
    );
  });
  test("Markowitz: the cheapest of those left, the lowest of several", () => {
    fc.assert(
      fc.property(graphs(10), (graph) => {
        const { order } = ad.eliminateVertices(graph, "markowitz");
        const left = new Set(innerVertices(graph));
        for (const [k, v] of order.entries()) {
          const before = simulated(graph, order.slice(0, k))[0];
          const costs = [...left].map((w) => [simulated(graph, [...order.slice(0, k), w])[0] - before, w] as const);
          expect(v).toBe(costs.sort((a, b) => a[0] - b[0] || a[1] - b[1])[0]![1]);
          left.delete(v);
        }
      }),
      { seed: 3, numRuns: 60 },
    );
  });
  test("a given order; what is none is refused", () => {
    const graph = ad.layeredGraph([2, 1, 1, 2]);
    expect(ad.eliminateVertices(graph, [3, 2]).order).toEqual([3, 2]);
    expect(() => ad.eliminateVertices(graph, [2])).toThrow(/each inner vertex once: they are 2, 3/);
    expect(() => ad.eliminateVertices(graph, [2, 2])).toThrow(/each inner vertex once/);
    expect(() => ad.eliminateVertices(ad.layeredGraph([1, 17, 1]), "exact")).toThrow(/17 inner vertices are too many/);
  });
  test("sixteen inner vertices are searched in a moment, over more than 32 vertices", () => {
    const graph = ad.layeredGraph([12, 4, 4, 4, 4, 12]);
    const exact = ad.eliminateVertices(graph, "exact").multiplications;
    for (const order of ["forward", "reverse", "markowitz"] as const)
      expect(exact).toBeLessThanOrEqual(ad.eliminateVertices(graph, order).multiplications);
  });
});

describe("edges", () => {
  test("forward and reverse take what vertices take; exact is never above exact by vertices", () => {
    fc.assert(
      fc.property(graphs(6), (graph) => {
        for (const order of ["forward", "reverse"] as const)
          expect(ad.eliminateEdges(graph, order).multiplications).toBe(ad.eliminateVertices(graph, order).multiplications);
        const exact = ad.eliminateEdges(graph, "exact");
        expect(exact.multiplications).toBeLessThanOrEqual(ad.eliminateVertices(graph, "exact").multiplications);
        expect(exact.multiplications).toBeLessThanOrEqual(ad.eliminateEdges(graph, "markowitz").multiplications);
      }),
      { seed: 4, numRuns: 60 },
    );
  });
  test("steps that cannot be taken are refused, and so is an end before the end", () => {
    const graph = ad.layeredGraph([1, 1, 1]);
    expect(() => ad.eliminateEdges(graph, [{ from: 0, to: 2, end: "front" }])).toThrow(/2 is no inner vertex/);
    expect(() => ad.eliminateEdges(graph, [{ from: 1, to: 1, end: "front" }])).toThrow(/no edge 1 → 1/);
    expect(() => ad.eliminateEdges(graph, [])).toThrow(/vertex 1 is not eliminated/);
  });
});

test("the code that is left gives the Jacobian, as text and in a loop", () => {
  fc.assert(
    fc.property(graphs(9), (graph) => {
      // Small integers: sums and products are exact.
      const rng = stream("weights");
      const c = Float64Array.from(graph.edges, () => 1 + Math.floor(3 * rng.uniform()));
      const expected = overPaths(graph, c);
      const eliminations = [
        ...(["forward", "reverse", "markowitz"] as const).flatMap((order) => [
          ad.eliminateVertices(graph, order),
          ad.eliminateEdges(graph, order),
        ]),
        ad.eliminateVertices(graph, "exact"),
      ];
      for (const elimination of eliminations) {
        expect(ran(elimination, graph, c, "loop")).toEqual(expected);
        expect(ran(elimination, graph, c, "text")).toEqual(expected);
      }
    }),
    { seed: 5, numRuns: 60 },
  );
  const chain = ad.eliminateVertices(ad.layeredGraph([1, 1, 1, 1]), "reverse");
  expect(ad.straightLineSource(chain)).toBe("c[3] = c[2] * c[1];\nc[4] = c[3] * c[0];");
});

describe("graphs", () => {
  test("are renumbered along the edges, the lowest first", () => {
    const graph = ad.graphOfEdges([
      [7, 3],
      [3, 1],
      [7, 1],
      [2, 3],
    ]);
    expect(graph.original).toEqual([2, 7, 3, 1]);
    expect(graph).toMatchObject({ vertices: 4, inputs: [0, 1], outputs: [3] });
    expect(graph.edges).toEqual([
      [1, 2],
      [2, 3],
      [1, 3],
      [0, 2],
    ]);
  });
  test("what is none is refused", () => {
    expect(() =>
      ad.graphOfEdges([
        [0, 1],
        [1, 2],
        [2, 0],
      ]),
    ).toThrow(/a cycle/);
    expect(() => ad.graphOfEdges([[0, 0]])).toThrow(/a cycle/);
    expect(() =>
      ad.graphOfEdges([
        [0, 1],
        [0, 1],
      ]),
    ).toThrow(/twice/);
    expect(() => ad.graphOfEdges([])).toThrow(/no edges/);
    expect(() => ad.graphOfEdges([[0, 1.5]])).toThrow(/1.5 is no vertex/);
    expect(() => ad.layeredGraph([3])).toThrow(/at least two layers/);
    expect(() => ad.layeredGraph([3, 0, 1])).toThrow(/at least one vertex/);
  });
});

test("a heap with costs that change gives the least, the lowest of several", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(9), fc.nat(5)), { maxLength: 60 }), (puts) => {
      const heap = new LeastFirst(10);
      const costs = new Map<number, number>();
      for (const [k, [number, cost]] of puts.entries()) {
        heap.put(number, cost);
        costs.set(number, cost);
        if (k % 4 !== 3) continue;
        const expected = [...costs].sort((a, b) => a[1] - b[1] || a[0] - b[0])[0]?.[0];
        expect(heap.take()).toBe(expected);
        if (expected !== undefined) costs.delete(expected);
        for (let v = 0; v < 10; v++) expect(heap.has(v)).toBe(costs.has(v));
      }
    }),
    { seed: 6 },
  );
});
