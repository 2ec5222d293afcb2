import { describe, expect, test } from "vitest";
import {
  coordinate,
  coordinateBlock,
  type Draw,
  type DrawBlock,
  gaussian,
  haarBlock,
  rademacher,
  sphere,
} from "../../src/numeric/directions.js";
import { stream } from "../../src/numeric/random.js";
import { dot } from "../../src/numeric/vector.js";

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
