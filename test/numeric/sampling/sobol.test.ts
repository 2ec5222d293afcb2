import { describe, expect, test } from "vitest";
import { laws } from "../../../src/numeric/sampling/directions.js";
import { stream } from "../../../src/numeric/sampling/random.js";
import { quasiRandom, SOBOL_DIMENSIONS, shiftedSobol } from "../../../src/numeric/sampling/sobol.js";

const points = (n: number, count: number, key = "sobol"): Float64Array[] => {
  const next = shiftedSobol(n, stream(key));
  return Array.from({ length: count }, () => {
    const u = new Float64Array(n);
    next(u);
    return u;
  });
};
const bits = (u: number, b: number): number => Math.floor(u * (1 << b));

describe("the sequence under its shift", () => {
  test("point ⊕ first point: the sequence of Joe & Kuo (2008), as SciPy has it", () => {
    // In eighths, dimensions 1 to 5.
    const known = [
      [0, 0, 0, 0, 0],
      [4, 4, 4, 4, 4],
      [6, 2, 2, 2, 6],
      [2, 6, 6, 6, 2],
      [3, 3, 5, 7, 3],
      [7, 7, 1, 3, 7],
      [5, 1, 7, 5, 5],
      [1, 5, 3, 1, 1],
    ];
    const shifted = points(5, 8);
    known.forEach((point, j) => void expect([...shifted[j]!].map((u, i) => bits(u, 3) ^ bits(shifted[0]![i]!, 3))).toEqual(point));
  });
  test("as far as the table goes: dimensions 161, 162 and 21201, in sixteenths", () => {
    const known = [
      [0, 0, 0],
      [8, 8, 8],
      [12, 4, 12],
      [4, 12, 4],
      [6, 10, 10],
      [14, 2, 2],
      [10, 14, 6],
      [2, 6, 14],
      [5, 9, 5],
      [13, 1, 13],
      [9, 13, 9],
      [1, 5, 1],
      [3, 3, 15],
      [11, 11, 7],
      [15, 7, 3],
      [7, 15, 11],
    ];
    const shifted = points(SOBOL_DIMENSIONS, 16);
    known.forEach((point, j) => {
      expect([160, 161, 21200].map((i) => bits(shifted[j]![i]!, 4) ^ bits(shifted[0]![i]!, 4))).toEqual(point);
    });
  });
  test("of 2^m points each 2^−m of every coordinate has one", () => {
    for (const m of [3, 6, 10]) {
      const net = points(7, 1 << m, `net ${m}`);
      for (let i = 0; i < 7; i++) expect(new Set(net.map((u) => bits(u[i]!, m))).size).toBe(1 << m);
    }
  });
  test("a (0, 2)-sequence in its first two dimensions: every box of area 2^−m has one of 2^m points", () => {
    const net = points(2, 64);
    for (let a = 0; a <= 6; a++) expect(new Set(net.map(([u, v]) => bits(u!, a) * 64 + bits(v!, 6 - a))).size).toBe(64);
  });
  test("another stream is another shift, the same stream the same points", () => {
    expect(points(3, 4)).toEqual(points(3, 4));
    expect(points(3, 4, "other")).not.toEqual(points(3, 4));
  });
  test("any one point is uniform: mean ½, variance 1/12, within (0, 1)", () => {
    for (const index of [0, 1, 5]) {
      const sample = Array.from({ length: 2000 }, (_, k) => points(1, index + 1, `uniform ${k}`)[index]![0]!);
      const mean = sample.reduce((s, u) => s + u, 0) / sample.length;
      const variance = sample.reduce((s, u) => s + (u - 0.5) * (u - 0.5), 0) / sample.length;
      expect(Math.abs(mean - 0.5)).toBeLessThan(4 * Math.sqrt(1 / 12 / sample.length));
      // Var (u − ½)² = 1/180
      expect(Math.abs(variance - 1 / 12)).toBeLessThan(4 * Math.sqrt(1 / 180 / sample.length));
      expect(Math.min(...sample)).toBeGreaterThan(0);
      expect(Math.max(...sample)).toBeLessThan(1);
    }
  });
  test("beyond 2²⁰ points it begins anew, under another shift", () => {
    const next = shiftedSobol(2, stream("long"));
    const u = new Float64Array(2);
    next(u);
    const first = [...u];
    for (let j = 1; j <= 1 << 20; j++) next(u);
    expect([...u]).not.toEqual(first);
    next(u);
    for (const ui of u) expect(ui > 0 && ui < 1).toBe(true);
  });
});

describe("directions", () => {
  test.each(["sphere", "gaussian"] as const)("%s: the law of one, whichever it is: E[vvᵀ] = I/c", (distribution) => {
    const n = 4;
    const { fromNormals, factor } = laws[distribution];
    const samples = 1000;
    for (const pick of [0, 1, 6]) {
      const moment = Array.from({ length: n }, () => new Float64Array(n));
      for (let k = 0; k < samples; k++) {
        let j = 0;
        quasiRandom(
          fromNormals,
          pick + 1,
          n,
          stream(`${distribution} ${k}`),
        )((v) => {
          if (j++ !== pick) return;
          for (let a = 0; a < n; a++) for (let b = 0; b < n; b++) moment[a]![b]! += (v[a]! * v[b]! * factor(n)) / samples;
        });
      }
      // Entries of c vvᵀ have a standard deviation of at most √2.
      moment.forEach((row, a) => {
        row.forEach((m, b) => void expect(Math.abs(m - (a === b ? 1 : 0))).toBeLessThan((5 * Math.SQRT2) / Math.sqrt(samples)));
      });
    }
  });
});
