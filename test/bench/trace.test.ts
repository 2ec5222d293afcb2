import { describe, expect, test } from "vitest";
import type { TracePoint } from "../../src/bench/record.js";
import { makeTrace } from "../../src/bench/trace.js";
import { noCost } from "../../src/core/cost.js";

/** Iterations recorded when the best f of iteration k is fs(k). */
function recorded(policy: "improvements" | "all", count: number, fs: (k: number) => number, fstar = NaN): number[] {
  let told = 0;
  const trace = makeTrace(
    policy,
    fstar,
    () => 0,
    () => told++,
  );
  for (let iteration = 0; iteration < count; iteration++)
    trace.add({ iteration, cost: noCost, f: fs(iteration), fBest: fs(iteration), gradNorm: null } satisfies TracePoint);
  trace.end();
  trace.end();
  expect(told).toBe(trace.points.length);
  expect(trace.at).toHaveLength(told);
  return trace.points.map((p) => p.iteration);
}

describe("improvements", () => {
  const flat = recorded("improvements", 100_000, () => 1);
  test("row 0 and the first 200 iterations", () => expect(flat.slice(0, 201)).toEqual(Array.from({ length: 201 }, (_, k) => k)));
  test("the last, once", () => expect(flat.at(-1)).toBe(99_999));
  test("in between log-spaced, a few hundred at most", () => {
    const steps = flat.slice(201).map((k, j) => k / flat[200 + j]!);
    expect(Math.max(...steps)).toBeLessThan(1.07);
    expect(flat.length).toBeLessThan(400);
  });
  test("every fall by 1 %, also of small ones that add up", () => {
    const rows = recorded("improvements", 1000, (k) => (k < 700 ? 1 : k === 700 ? 0.994 : 0.989));
    expect(rows).toContain(701);
    expect(rows).not.toContain(700);
    expect(recorded("improvements", 1000, (k) => (k < 703 ? 100 : 98.9))).toContain(703);
  });
  test("of the gap, where f* is known: near f* ≠ 0 the value hardly moves", () => {
    const fs = (k: number): number => 1000 + (k < 703 ? 1e-6 : 0.9e-6);
    expect(recorded("improvements", 1000, fs, 1000)).toContain(703);
    expect(recorded("improvements", 1000, fs)).not.toContain(703);
  });
  test("negative values fall too", () => expect(recorded("improvements", 1000, (k) => (k < 703 ? -1 : -1.02))).toContain(703));
  test("from NaN to a number", () => expect(recorded("improvements", 1000, (k) => (k < 703 ? NaN : 5))).toContain(703));
});

test("all is all", () => expect(recorded("all", 1000, () => 1)).toHaveLength(1000));
