import { expect, test } from "vitest";
import { stream } from "../../../src/numeric/sampling/random.js";
import { Simplex } from "../../../src/numeric/search/simplex.js";
import { array } from "../../support/evaluations.js";

test("vertices are kept in order; a newcomer goes behind its equals; NaN is the worst", () => {
  const s = new Simplex([
    { x: array(0, 0), f: NaN },
    { x: array(1, 0), f: 2 },
    { x: array(0, 1), f: 1 },
  ]);
  expect([s.best.f, s.second.f, s.worst.f]).toEqual([1, 2, NaN]);
  const freed = s.replaceWorst(array(5, 5), 1);
  expect([...freed]).toEqual([0, 0]);
  expect([...s.best.x]).toEqual([0, 1]);
  expect([...s.second.x]).toEqual([5, 5]);
});

test("along: t = 0 is the centroid of all but the worst, 1 the worst, −1 its reflection", () => {
  const s = new Simplex([
    { x: array(0, 0), f: 0 },
    { x: array(2, 0), f: 1 },
    { x: array(0, 6), f: 9 },
  ]);
  expect([...s.along(0, array(0, 0))]).toEqual([1, 0]);
  expect([...s.along(1, array(0, 0))]).toEqual([0, 6]);
  expect([...s.along(-1, array(0, 0))]).toEqual([2, -6]);
});

test("the running centroid does not drift over many replacements, even from far away", () => {
  const n = 7;
  const rng = stream("simplex");
  const point = (scale: number): Float64Array => Float64Array.from({ length: n }, () => scale * rng.normal());
  const all = Array.from({ length: n + 1 }, (_, k) => ({ x: point(1e6), f: 1e9 - k }));
  let vertices = [...all];
  const s = new Simplex(all);
  for (let k = 0; k < 1000; k++) {
    const fresh = { x: point(1), f: 1e6 - k };
    vertices.sort((a, b) => a.f - b.f);
    vertices = [...vertices.slice(0, n).map(({ x, f }) => ({ x: x.slice(), f })), { x: fresh.x.slice(), f: fresh.f }];
    s.replaceWorst(fresh.x, fresh.f);
  }
  vertices.sort((a, b) => a.f - b.f);
  const centre = s.along(0, new Float64Array(n));
  for (let i = 0; i < n; i++) expect(centre[i]).toBeCloseTo(vertices.slice(0, n).reduce((sum, v) => sum + v.x[i]!, 0) / n, 13);
});

test("shrinking moves all but the best, evaluates them and restores the order; the best stays first among equals", () => {
  const s = new Simplex([
    { x: array(0, 0), f: 1 },
    { x: array(4, 0), f: 2 },
    { x: array(0, 4), f: 3 },
  ]);
  const asked: number[][] = [];
  s.shrink(0.5, (x) => asked.push([...x]) && 1);
  expect(asked).toEqual([
    [2, 0],
    [0, 2],
  ]);
  expect([...s.best.x]).toEqual([0, 0]);
  expect([...s.worst.x]).toEqual([0, 2]);
  expect(s.collapsed).toBe(false);
});

test("collapsed: all vertices one point", () => {
  expect(
    new Simplex([
      { x: array(1), f: 0 },
      { x: array(1), f: 0 },
    ]).collapsed,
  ).toBe(true);
  expect(
    new Simplex([
      { x: array(1), f: 0 },
      { x: array(2), f: 0 },
    ]).collapsed,
  ).toBe(false);
  expect(
    new Simplex([
      { x: array(1), f: NaN },
      { x: array(1), f: Infinity },
    ]).collapsed,
  ).toBe(true);
});
