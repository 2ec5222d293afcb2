import { describe, expect, test } from "vitest";
import {
  coordinate,
  coordinateBlock,
  type Draw,
  type DrawBlock,
  gaussian,
  haarBlock,
  independent,
  laws,
  orthonormal,
  orthonormalVariance,
  rademacher,
  sphere,
  sumAlong,
} from "../../../src/numeric/sampling/directions.js";
import { stream } from "../../../src/numeric/sampling/random.js";
import { dot } from "../../../src/numeric/vector.js";

const n = 6;
const samples = 40_000;

/** E[vvᵀ] over the samples, and the largest standard error of an entry. */
function secondMoment(draw: (rng: ReturnType<typeof stream>) => Float64Array): { mean: number[][]; error: number } {
  const rng = stream("directions");
  const sum = Array.from({ length: n }, () => new Array<number>(n).fill(0));
  const squares = Array.from({ length: n }, () => new Array<number>(n).fill(0));
  for (let k = 0; k < samples; k++) {
    const v = draw(rng);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        const p = v[i]! * v[j]!;
        sum[i]![j]! += p;
        squares[i]![j]! += p * p;
      }
  }
  const mean = sum.map((row) => row.map((s) => s / samples));
  const error = Math.max(
    ...mean.flatMap((row, i) => row.map((m, j) => Math.sqrt(Math.max(0, squares[i]![j]! / samples - m * m) / samples))),
  );
  return { mean, error };
}

describe("E[vvᵀ] = I / factor", () => {
  const laws: [string, Draw, number][] = [
    ["gaussian", gaussian, 1],
    ["rademacher", rademacher, 1],
    ["sphere", sphere, n],
    ["coordinate", coordinate, n],
  ];
  test.each(laws)("%s", (_, draw, factor) => {
    const v = new Float64Array(n);
    const { mean, error } = secondMoment((rng) => {
      draw(v, rng);
      return v;
    });
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) expect(Math.abs(mean[i]![j]! - (i === j ? 1 / factor : 0))).toBeLessThanOrEqual(5 * error + 1e-12);
  });
});

test("the sphere is the sphere", () => {
  const v = new Float64Array(5);
  const rng = stream("unit");
  for (let k = 0; k < 100; k++) {
    sphere(v, rng);
    expect(dot(v, v)).toBeCloseTo(1, 14);
  }
});

describe("blocks", () => {
  const kinds: [string, DrawBlock][] = [
    ["haar", haarBlock],
    ["coordinate", coordinateBlock],
  ];
  test.each(kinds)("%s: orthonormal, of any size", (_, draw) => {
    const rng = stream("block");
    for (const k of [1, 3, n]) {
      const block = Array.from({ length: k }, () => new Float64Array(n));
      for (let round = 0; round < 3; round++) {
        draw(block, rng);
        for (const [i, a] of block.entries())
          for (const [j, b] of block.entries()) expect(Math.abs(dot(a, b) - (i === j ? 1 : 0))).toBeLessThan(1e-14);
      }
    }
  });
  test.each(kinds)("%s: every direction has the law of a single one", (_, draw) => {
    const block = Array.from({ length: 2 }, () => new Float64Array(n));
    for (const pick of [0, 1]) {
      const { mean, error } = secondMoment((rng) => {
        draw(block, rng);
        // Floyd's sampling fixes the set, not the order: coordinates are exchangeable only as a set.
        return block[draw === coordinateBlock ? (rng.uniform() < 0.5 ? 0 : 1) : pick]!;
      });
      for (let i = 0; i < n; i++) expect(Math.abs(mean[i]![i]! - 1 / n)).toBeLessThanOrEqual(5 * error);
    }
  });
});

describe("laws", () => {
  test.each(Object.entries(laws))("%s: ω is that of G = c (u·v) v, by sampling", (_, { draw, factor, variance }) => {
    const u = Float64Array.of(1, -2, 0.5, 3, -1, 0.25);
    const v = new Float64Array(n);
    const rng = stream("laws");
    const squared = dot(u, u);
    let deviation = 0;
    for (let k = 0; k < samples; k++) {
      draw(v, rng);
      const scale = factor(n) * dot(u, v);
      deviation += u.reduce((sum, ui, i) => sum + (scale * v[i]! - ui) * (scale * v[i]! - ui), 0) / samples;
    }
    expect(Math.abs(deviation / squared / variance(n) - 1)).toBeLessThan(0.05);
  });
  test("in one dimension only a Gaussian errs", () => {
    expect(Object.values(laws).map(({ variance }) => variance(1))).toEqual([0, 2, 0, 0]);
  });
  test("directions from normals: a unit vector along them, or themselves", () => {
    const [a, b] = [Float64Array.of(3, 4), Float64Array.of(3, 4)];
    laws.sphere.fromNormals(a);
    laws.gaussian.fromNormals(b);
    expect([...a]).toEqual([expect.closeTo(0.6, 15), expect.closeTo(0.8, 15)]);
    expect([...b]).toEqual([3, 4]);
  });
});

describe("several directions", () => {
  const all = (directions: ReturnType<typeof independent>): Float64Array[] => {
    const seen: Float64Array[] = [];
    directions((v) => void seen.push(v.slice()));
    return seen;
  };
  test("independent ones: one draw after the other, new ones at each call", () => {
    const rng = stream("k");
    const v = new Float64Array(n);
    const expected = Array.from({ length: 6 }, () => {
      sphere(v, rng);
      return v.slice();
    });
    const directions = independent(sphere, 3, n, stream("k"));
    expect([...all(directions), ...all(directions)]).toEqual(expected);
  });
  test.each([2, n, n + 2, 3 * n])("%i orthonormal ones: in blocks of n", (k) => {
    const seen = all(orthonormal(haarBlock, k, n, stream("o")));
    expect(seen.length).toBe(k);
    for (let i = 0; i < k; i++)
      for (let j = 0; j <= i; j++)
        if (Math.floor(i / n) === Math.floor(j / n)) expect(Math.abs(dot(seen[i]!, seen[j]!) - (i === j ? 1 : 0))).toBeLessThan(1e-14);
  });
  test("their variance: n/k − 1 up to a block, 0 for full blocks", () => {
    expect(orthonormalVariance(2, n)).toBe(n / 2 - 1);
    expect(orthonormalVariance(n, n)).toBe(0);
    expect(orthonormalVariance(2 * n, n)).toBe(0);
    expect(orthonormalVariance(n + 2, n)).toBeCloseTo((2 * (n - 2)) / ((n + 2) * (n + 2)), 15);
  });
  test("the sum along them overwrites g", () => {
    const g = Float64Array.of(7, 7);
    const axes = [Float64Array.of(1, 0), Float64Array.of(0, 2)];
    sumAlong(
      g,
      0.5,
      (visit) => axes.forEach(visit),
      (v) => 10 * v[0]! + v[1]!,
    );
    expect([...g]).toEqual([5, 2]);
  });
});
