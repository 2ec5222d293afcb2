/** The study audit: every erratum is shown, by numbers that are known from elsewhere, and would not be if the two numbers agreed. */
import { describe, expect, test } from "vitest";
import type { Params } from "../../src/core/params.js";
import { defaults } from "../../src/studies/audit/defaults.js";
import { claimOf, type Erratum } from "../../src/studies/audit/erratum.js";
import study, { errata } from "../../src/studies/audit/index.js";
import { type SlideName, slides } from "../../src/studies/audit/slides.js";
import { studies } from "../../src/studies/index.js";
import { mapProblem, scaledDistances } from "../../src/studies/mds/cities.js";
import { belongsTo } from "../../src/studies/run.js";
import { claimed, contextOf, failing, findingsOf } from "../support/findings.js";

const found = errata(contextOf("audit", "ER1", defaults));
const erratum = (id: string): Erratum => found.find((one) => one.id === id)!;

test.each<[given: Params, seed: number]>([
  [{ dim: 4, w1: 17.5, w2: 1.01 }, 1],
  [{ dim: 12, w1: 1.001, w2: 1000 }, 2],
])("every erratum is shown, and has a row in the ledger, with %j", (given, seed) => {
  const { claims, tables } = findingsOf(study, "ER1", { given, seed });
  const ids = found.map(({ id }) => id);
  expect(claims.map(({ id }) => id)).toEqual(ids.map((id) => `ER1.${id}`));
  expect(failing({ claims })).toEqual([]);
  expect(tables!.map(({ rows }) => rows.map(([id]) => id))).toEqual([ids]);
  expect(claimed({ claims }, "ER1.hvp-scalar").source).toContain("CU, 2025");
});

describe.each(found.map((one) => [one.id, one] as const))("%s", (_, one) => {
  test("is none if what is printed is what is computed", () => {
    expect(claimOf(one).pass).toBe(true);
    expect(claimOf({ ...one, printed: one.computed }).pass).toBe(false);
    expect(claimOf({ ...one, computed: one.printed }).pass).toBe(false);
  });
});

const inFull = found.flatMap(({ id, shown }) => (shown === null ? [] : [[id, shown] as const]));
test.each(inFull)("%s is shown in full by %s, which there is", (_, shown) => {
  const parts = studies.flatMap(({ parts }) => parts.map(({ id }) => id));
  expect(parts.filter((id) => belongsTo(id, shown))).not.toEqual([]);
});

test("the published figures", () => {
  const near = (id: string, printed: number, computed: number, relative = 1e-4) => {
    expect(erratum(id).printed / printed, `${id} printed`).toSatisfy((r: number) => Math.abs(r - 1) <= relative);
    expect(erratum(id).computed / computed, `${id} computed`).toSatisfy((r: number) => Math.abs(r - 1) <= relative);
  };
  near("reverse-w2", 3 * 0.9334849949934259, 0.9334849949934259, 1e-14);
  near("total-partial", 1, 1.3467341730212743, 1e-15);
  near("mds-loss", 10.1911, 1.8453e-4);
  near("two-point-step", 0.25, 0.190983, 1e-6);
  near("checkpoint-memory", 8, 6.3, 5e-3);
  expect(erratum("difference-figure").printed).toBeCloseTo(0.9075, 5);
  expect(erratum("difference-figure").computed).toBeCloseTo(0, 12);
  expect([erratum("cost").printed, erratum("cost").computed]).toEqual([16, 9]);
  // 28, 47 and 66 iterations as published, 28, 29 and 33 with equal steps.
  const slope = (counts: readonly number[]): number => {
    const [x, y] = [[6, 15, 34].map(Math.log), counts.map(Math.log)];
    const [mx, my] = [x, y].map((v) => v.reduce((a, b) => a + b) / 3) as [number, number];
    return x.reduce((s, xi, i) => s + (xi - mx) * (y[i]! - my), 0) / x.reduce((s, xi) => s + (xi - mx) * (xi - mx), 0);
  };
  near("mds-steps", slope([28, 47, 66]), slope([28, 29, 33]), 1e-12);
});

describe("what no other study computes, by hand", () => {
  test("the spread of Hutchinson's mean", () => {
    // Var vᵀXv = 4 Σ_(i<j) X_ij² = 4 (4 + 9 + 16 + 9 + 16 + 16) for X_ij = max(i, j).
    expect(erratum("hutchinson-mean").computed).toBeCloseTo(Math.sqrt(280 / 16), 12);
  });
  test("∇ ln⟨x, Ax⟩", () => {
    // A x = (3, 1), ⟨x, Ax⟩ = 5, (A + Aᵀ) x = (2, 4).
    expect(erratum("log-form").printed).toBeCloseTo(6 / 5, 14);
    expect(erratum("log-form").computed).toBeCloseTo(2 / 5, 14);
  });
  test("the variables of 34 cities", () => {
    expect([erratum("mds-d").printed, erratum("mds-d").computed]).toEqual([2, 68]);
  });
  test("the gradient of stress, by a central difference of the loss", () => {
    const [N, h] = [6, 1e-6];
    const [{ x0 }, D] = [mapProblem(N), scaledDistances(N)];
    const loss = (shift: number): number => {
      const W = x0.with(0, x0[0]! + shift);
      const d = (i: number, j: number) => Math.hypot(W[2 * i]! - W[2 * j]!, W[2 * i + 1]! - W[2 * j + 1]!);
      return D.reduce((sum, Dij, k) => sum + (d(Math.floor(k / N), k % N) - Dij) * (d(Math.floor(k / N), k % N) - Dij), 0);
    };
    expect(erratum("mds-gradient").computed).toBeCloseTo((loss(h) - loss(-h)) / (2 * h), 7);
  });
  test("two-point estimates without the factor d", () => {
    // E[vvᵀ] = I/2 on the circle.
    expect(erratum("two-point-figure").computed).toBeCloseTo(1 / 2, 12);
  });
  test("stability: of (1 − cos x)/x² at 1e-5 seven digits are left, of its derivative none", () => {
    const x = 1e-5;
    const { printed, computed, quantity } = erratum("stability");
    expect(printed).toBe(-x / 12);
    const lost = (1 - Math.cos(x)) / (x * x) - (1 / 2 - (x * x) / 24);
    expect(Math.abs(lost / 0.5)).toBeCloseTo(8.3e-8, 9);
    expect(computed / ((-2 * lost) / x - x / 12)).toBeCloseTo(1, 6);
    expect(Math.abs(computed / printed)).toBeGreaterThan(1e3);
    expect(quantity).toContain("8.27e-8 of its size");
  });
  test("and these are all", () => {
    expect(found.filter(({ shown }) => shown === null).map(({ id }) => id)).toEqual(["mds-gradient", "two-point-figure", "stability"]);
  });
});

test("every slide has an erratum, every kind is there", () => {
  expect(new Set(found.map(({ slide }) => slide))).toEqual(new Set(Object.keys(slides) as SlideName[]));
  expect(new Set(found.map(({ kind }) => kind))).toEqual(new Set(["wrong", "needs an assumption", "loose"]));
});
