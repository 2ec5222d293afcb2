import { expect, test } from "vitest";
import { decades, linspace } from "../../src/numeric/grid.js";

test("decades: even in logarithms, whole powers of ten as they are written", () => {
  const h = decades(-13, 0, 10);
  expect(h.length).toBe(131);
  expect([h[0], h[10], h[120], h[130]]).toEqual([1e-13, 1e-12, 1e-1, 1]);
  for (const [k, at] of h.entries()) expect(Math.log10(at)).toBeCloseTo(-13 + k / 10, 12);
  expect(decades(-1, 2, 1)).toEqual([0.1, 1, 10, 100]);
});

test("linspace: both ends exact", () => {
  expect(linspace(0.1, 0.7, 4).map((x) => Number(x.toFixed(12)))).toEqual([0.1, 0.3, 0.5, 0.7]);
  expect(linspace(0.1, 0.7, 7).at(-1)).toBe(0.7);
});
