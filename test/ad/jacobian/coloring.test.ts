/** Colourings against their definitions, and as few colours as there can be on small graphs; what they give is the matrix. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as ad from "../../../src/ad/index.js";
import { recover, recoveryOf } from "../../../src/ad/jacobian/recovery.js";
import { eachEntry, fromEntries, symmetric, transposed } from "../../../src/ad/jacobian/sparsity.js";
import { stream } from "../../../src/numeric/sampling/random.js";

type Expr = ad.Expr;
type Place = readonly [number, number];

const placesOf = (pattern: ad.Sparsity): Place[] => {
  const places: Place[] = [];
  eachEntry(pattern, (i, j) => places.push([i, j]));
  return places;
};
const band = (n: number, lower: number, upper: number): ad.Sparsity =>
  fromEntries(
    n,
    n,
    Array.from({ length: n * n }, (_, k): Place => [Math.floor(k / n), k % n]).filter(([i, j]) => j - i <= upper && i - j <= lower),
  );
const arrow = (n: number): ad.Sparsity =>
  fromEntries(
    n,
    n,
    Array.from({ length: n }, (_, i): Place[] => [
      [i, i],
      [0, i],
      [i, 0],
    ]).flat(),
  );
const grid = (side: number): ad.Sparsity => {
  const n = side * side;
  const places = Array.from({ length: n }, (_, i): Place[] => [
    [i, i],
    ...(i % side > 0 ? ([[i, i - 1]] as const) : []),
    ...(i >= side ? ([[i, i - side]] as const) : []),
  ]).flat();
  return symmetric(fromEntries(n, n, places));
};

/** Patterns with every degree of fullness. */
const patterns = fc
  .record({
    rows: fc.integer({ min: 1, max: 9 }),
    columns: fc.integer({ min: 1, max: 9 }),
    seed: fc.nat(1e6),
    fill: fc.integer({ min: 1, max: 9 }),
  })
  .map(({ rows, columns, seed, fill }) => {
    const rng = stream(`pattern ${seed}`);
    const all = Array.from({ length: rows * columns }, (_, k): Place => [Math.floor(k / columns), k % columns]);
    return fromEntries(
      rows,
      columns,
      all.filter(() => rng.uniform() < fill / 10),
    );
  });
const symmetricPatterns = patterns
  .map((pattern) => {
    const n = Math.min(pattern.rows, pattern.columns);
    return symmetric(
      fromEntries(
        n,
        n,
        placesOf(pattern).filter(([i, j]) => i < n && j < n),
      ),
    );
  })
  .filter(({ indices }) => indices.length > 0);

/** Numbers at the places of a pattern, compressed as a coloring says, and recovered. */
function roundTrip(pattern: ad.Sparsity, coloring: ad.Coloring, integers: boolean): number {
  const rng = stream("values");
  const { rows, columns } = pattern;
  const dense = new Map<number, number>();
  const mirrored = coloring.kind === "star" || coloring.kind === "acyclic";
  eachEntry(pattern, (i, j) => {
    const value = integers ? 1 + Math.floor(9 * rng.uniform()) : rng.normal();
    dense.set(i * columns + j, mirrored && j < i ? dense.get(j * columns + i)! : value);
  });
  const sums = new Float64Array(coloring.columnColors * rows + coloring.rowColors * columns);
  const split = coloring.columnColors * rows;
  eachEntry(pattern, (i, j) => {
    const value = dense.get(i * columns + j)!;
    const [column, row] = [coloring.columns[j]!, coloring.rows[i]!];
    if (column >= 0) sums[column * rows + i]! += value;
    if (row >= 0) sums[split + row * columns + j]! += value;
  });
  const values = recover(recoveryOf(pattern, coloring), sums, new Float64Array(pattern.indices.length).fill(Number.NaN));
  let worst = 0;
  eachEntry(pattern, (i, j, at) => {
    worst = Math.max(worst, Math.abs(values[at]! - dense.get(i * columns + j)!));
  });
  return worst;
}

describe("columns, rows, both", () => {
  test.each<[string, ad.Sparsity, number, number, number]>([
    ["diagonal", band(20, 0, 0), 1, 1, 1],
    ["tridiagonal", band(20, 1, 1), 3, 3, 3],
    ["band, 2 below and 4 above", band(20, 2, 4), 7, 7, 7],
    ["band wider than the matrix", band(4, 3, 3), 4, 4, 4],
    ["five-point stencil, 3 × 3", grid(3), 5, 5, 5],
    ["five-point stencil, 12 × 12", grid(12), 5, 5, 5],
    ["arrowhead", arrow(20), 20, 20, 3],
    ["nothing", fromEntries(3, 4, []), 0, 0, 0],
    ["full", band(5, 4, 4), 5, 5, 5],
  ])("%s", (_, pattern, columns, rows, both) => {
    const colorings = [ad.columnColoring(pattern), ad.rowColoring(pattern), ad.bidirectionalColoring(pattern)];
    expect(colorings.map(ad.colorCount)).toEqual([columns, rows, both]);
    for (const coloring of colorings) expect(roundTrip(pattern, coloring, false)).toBe(0);
  });

  test("columns of one colour share no row: any pattern, any order", () => {
    fc.assert(
      fc.property(
        patterns,
        fc.constantFrom(...(["natural", "largest-first", "smallest-last", "saturation"] as const)),
        (pattern, order) => {
          const { columns, columnColors } = ad.columnColoring(pattern, { order });
          const seen = new Set<string>();
          eachEntry(pattern, (i, j) => {
            expect(columns[j]).toBeGreaterThanOrEqual(0);
            expect(columns[j]).toBeLessThan(columnColors);
            const key = `${i} ${columns[j]}`;
            expect(seen.has(key)).toBe(false);
            seen.add(key);
          });
          expect(ad.rowColoring(transposed(pattern), { order }).rows).toEqual(columns);
        },
      ),
      { seed: 5, numRuns: 300 },
    );
  });
  test("both together: every entry is recovered as it is, and never with more colours", () => {
    fc.assert(
      fc.property(patterns, (pattern) => {
        const coloring = ad.bidirectionalColoring(pattern);
        expect(recoveryOf(pattern, coloring).direct).toBe(true);
        expect(roundTrip(pattern, coloring, false)).toBe(0);
        expect(ad.colorCount(coloring)).toBeLessThanOrEqual(
          Math.min(ad.columnColoring(pattern).columnColors, ad.rowColoring(pattern).rowColors),
        );
      }),
      { seed: 5, numRuns: 300 },
    );
  });
  test("a coloring that does not determine the entries is refused", () => {
    const pattern = band(3, 2, 2);
    const coloring = { ...ad.columnColoring(pattern), columns: Int32Array.of(0, 0, 1), columnColors: 2 };
    expect(() => recoveryOf(pattern, coloring)).toThrow(/determines 3 of 9 entries/);
  });
});

/** Neighbours differ, and no path of four vertices has two colours. */
function isStar({ rows: n }: ad.Sparsity, near: readonly Set<number>[], color: ArrayLike<number>): boolean {
  for (let w = 0; w < n; w++)
    for (const x of near[w]!) {
      if (color[w] === color[x]) return false;
      for (const v of near[w]!)
        if (v !== x && color[v] === color[x]) for (const y of near[x]!) if (y !== w && y !== v && color[y] === color[w]) return false;
    }
  return true;
}
/** Neighbours differ, and the edges between any two colours are a forest: as many components as vertices less edges. */
function isAcyclic({ rows: n }: ad.Sparsity, near: readonly Set<number>[], color: ArrayLike<number>): boolean {
  const colors = [...new Set(Array.from({ length: n }, (_, v) => color[v]!))];
  for (let v = 0; v < n; v++) for (const w of near[v]!) if (color[v] === color[w]) return false;
  return colors.every((a) =>
    colors.every((b) => {
      const parent = Array.from({ length: n }, (_, v) => v);
      const root = (v: number): number => (parent[v] === v ? v : root(parent[v]!));
      for (let v = 0; v < n; v++)
        for (const w of near[v]!) {
          if (w < v || !((color[v] === a && color[w] === b) || (color[v] === b && color[w] === a))) continue;
          if (root(v) === root(w)) return false;
          parent[root(v)] = root(w);
        }
      return true;
    }),
  );
}
const nearOf = (pattern: ad.Sparsity): Set<number>[] => {
  const near = Array.from({ length: pattern.rows }, () => new Set<number>());
  eachEntry(pattern, (i, j) => i !== j && near[i]!.add(j));
  return near;
};
/** The fewest colours with which `valid` holds, by trying all. */
function fewestColors(pattern: ad.Sparsity, valid: typeof isStar): number {
  const near = nearOf(pattern);
  const n = pattern.rows;
  for (let k = 1; ; k++) {
    const color = new Array<number>(n).fill(0);
    for (;;) {
      if (valid(pattern, near, color)) return k;
      let at = 0;
      while (at < n && color[at] === k - 1) color[at++] = 0;
      if (at === n) break;
      color[at]!++;
    }
  }
}

describe("stars and trees", () => {
  test.each<[string, ad.Sparsity, number, number]>([
    ["diagonal", band(7, 0, 0), 1, 1],
    ["tridiagonal", band(7, 1, 1), 3, 2],
    ["tridiagonal, n = 4", band(4, 1, 1), 3, 2],
    ["tridiagonal, n = 3", band(3, 1, 1), 2, 2],
    ["arrowhead", arrow(7), 2, 2],
    [
      "arrowhead the other way round",
      symmetric(
        fromEntries(
          6,
          6,
          Array.from({ length: 6 }, (_, i): Place => [5, i]),
        ),
      ),
      2,
      2,
    ],
    ["full", band(5, 4, 4), 5, 5],
    [
      "a cycle of 5",
      symmetric(
        fromEntries(
          5,
          5,
          [0, 1, 2, 3, 4].map((i): Place => [i, (i + 1) % 5]),
        ),
      ),
      4,
      3,
    ],
    [
      "a square",
      symmetric(
        fromEntries(
          4,
          4,
          [0, 1, 2, 3].map((i): Place => [i, (i + 1) % 4]),
        ),
      ),
      3,
      3,
    ],
  ])("%s: as few as there can be", (_, pattern, star, acyclic) => {
    expect([fewestColors(pattern, isStar), fewestColors(pattern, isAcyclic)]).toEqual([star, acyclic]);
    expect([ad.starColoring(pattern), ad.acyclicColoring(pattern)].map(ad.colorCount)).toEqual([star, acyclic]);
  });

  test("the definitions hold on any symmetric pattern, in any order; entries come back", () => {
    fc.assert(
      fc.property(symmetricPatterns, fc.constantFrom(...(["natural", "largest-first", "smallest-last"] as const)), (pattern, order) => {
        const near = nearOf(pattern);
        const [star, acyclic] = [ad.starColoring(pattern, { order }), ad.acyclicColoring(pattern, { order })];
        expect(isStar(pattern, near, star.columns)).toBe(true);
        expect(isAcyclic(pattern, near, acyclic.columns)).toBe(true);
        expect(recoveryOf(pattern, star).direct).toBe(true);
        expect(roundTrip(pattern, star, false)).toBe(0);
        // Sums of small integers are exact: so is what is subtracted from them.
        expect(roundTrip(pattern, acyclic, true)).toBe(0);
      }),
      { seed: 11, numRuns: 400 },
    );
  });
  test("larger graphs", () => {
    for (const pattern of [grid(12), band(60, 3, 3), arrow(80)]) {
      const [star, acyclic] = [ad.starColoring(pattern), ad.acyclicColoring(pattern)];
      expect(isStar(pattern, nearOf(pattern), star.columns)).toBe(true);
      expect(isAcyclic(pattern, nearOf(pattern), acyclic.columns)).toBe(true);
      expect(ad.colorCount(acyclic)).toBeLessThanOrEqual(ad.colorCount(star));
      expect(roundTrip(pattern, acyclic, true)).toBe(0);
    }
  });
  test("what is not symmetric is refused", () => {
    expect(() => ad.starColoring(fromEntries(2, 2, [[0, 1]]))).toThrow(/not symmetric/);
    expect(() => ad.acyclicColoring(fromEntries(2, 3, [[0, 1]]))).toThrow(/not symmetric/);
  });
});

describe("sparse derivatives", () => {
  const n = 30;
  const x = Float64Array.from({ length: n }, (_, i) => 1 + (i % 4));
  test("Jacobians by every coloring, in as many sweeps", () => {
    const f = (e: Expr): Expr => ad.concat([ad.reshape(ad.sum(ad.square(e)), [1]), ad.mul(ad.slice(e, 0, 1), ad.slice(e, 1, n))]);
    const dense = ad.jacobian(f, { mode: "forward" })(x);
    for (const coloring of ["auto", "column", "row", "bidirectional"] as const) {
      const derivative = ad.sparseJacobian(f, { coloring });
      expect(ad.toDense(derivative(x))).toEqual(dense);
      expect(ad.colorCount(derivative.plan(n).coloring)).toBe(coloring === "column" || coloring === "row" ? n : 3);
    }
  });
  test("Hessians by stars and by trees: Σ x_i² x_(i+1)²", () => {
    const f = (e: Expr): Expr => ad.sum(ad.square(ad.mul(ad.slice(e, 0, n - 1), ad.slice(e, 1, n))));
    const at = (i: number): number => (i >= 0 && i < n ? x[i]! : 0);
    const expected = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      expected[i * n + i] = 2 * at(i - 1) * at(i - 1) + 2 * at(i + 1) * at(i + 1);
      if (i > 0) expected[i * n + i - 1] = expected[(i - 1) * n + i] = 4 * x[i]! * x[i - 1]!;
    }
    for (const [coloring, colors] of [
      ["star", 3],
      ["acyclic", 2],
    ] as const) {
      const derivative = ad.sparseHessian(f, { coloring });
      expect(ad.toDense(derivative(x))).toEqual(expected);
      expect(ad.colorCount(derivative.plan(n).coloring)).toBe(colors);
    }
  });
  test("a thousand variables in a handful of sweeps", () => {
    const side = 32;
    const f = (e: Expr): Expr => {
      const around = ad.pad(ad.reshape(e, [side, side]), [1, 1], [1, 1]);
      const at = (i: number, j: number): Expr => ad.slice(around, [1 + i, 1 + j], [1 + i + side, 1 + j + side]);
      return ad.sub(ad.mul(at(0, 0), ad.add(at(0, 1), at(1, 0))), ad.exp(at(0, 0)));
    };
    const at = Float64Array.from({ length: side * side }, (_, i) => Math.sin(i));
    const derivative = ad.sparseJacobian(f);
    expect(ad.colorCount(derivative.plan(side * side).coloring)).toBe(3);
    const [J, dense] = [derivative(at), ad.jacobian(f, { mode: "forward" })(at)];
    expect(ad.toDense(J).findIndex((v, k) => v !== dense[k])).toBe(-1);
    expect(J.indices.length).toBe(side * side + 2 * side * (side - 1));
  });
});
