/** The study audit: every erratum is shown, by numbers that are known from elsewhere, and would not be if the two numbers agreed. */
import { describe, expect, test } from "vitest";
import { type Params, resolve } from "../../src/core/params.js";
import { effort, type StudyContext } from "../../src/core/study.js";
import { stream } from "../../src/numeric/sampling/random.js";
import type { defaults } from "../../src/studies/audit/defaults.js";
import { claimOf, type Erratum } from "../../src/studies/audit/erratum.js";
import study, { errata } from "../../src/studies/audit/index.js";
import { type SlideName, slides } from "../../src/studies/audit/slides.js";
import { studies } from "../../src/studies/index.js";
import { claimed, failing, findingsOf } from "../support/findings.js";

const context = {
  params: resolve(study.defaults, {}, "study audit"),
  seed: 0,
  rng: stream("audit"),
  ...effort(true),
  now: () => 0,
} as unknown as StudyContext<typeof defaults>;
const found = errata(context);
const erratum = (id: string): Erratum => found.find((one) => one.id === id)!;

test.each<[given: Params, seed: number]>([
  [{}, 0],
  [{ dim: 4, w1: 17.5, w2: 1.01 }, 1],
  [{ dim: 12, w1: 1.001, w2: 1000 }, 2],
])("every erratum is shown with %j", (given, seed) => {
  const { claims } = findingsOf(study, "ER1", { given, seed });
  expect(claims.length).toBe(found.length);
  expect(failing({ claims })).toEqual([]);
});

describe.each(found.map((one) => [one.id, one] as const))("%s", (_, one) => {
  test("is none if what is printed is what is computed", () => {
    expect(claimOf(one).pass).toBe(true);
    expect(claimOf({ ...one, printed: one.computed }).pass).toBe(false);
    expect(claimOf({ ...one, computed: one.printed }).pass).toBe(false);
  });
  test("is shown in full by a claim that there is", () => {
    const parts = studies.flatMap(({ parts }) => parts.map(({ id }) => id));
    const ids = one.shown === null ? ["ER1"] : parts.filter((id) => id === one.shown || id.startsWith(`${one.shown}.`));
    expect(ids.length).toBeGreaterThan(0);
  });
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

test("what no other study computes, by hand", () => {
  // Var vᵀXv = 4 Σ_(i<j) X_ij² = 4 (4 + 9 + 16 + 9 + 16 + 16) for X_ij = max(i, j).
  expect(erratum("hutchinson-mean").computed).toBeCloseTo(Math.sqrt(280 / 16), 12);
  // A x = (3, 1), ⟨x, Ax⟩ = 5, (A + Aᵀ) x = (2, 4).
  expect(erratum("log-form").printed).toBeCloseTo(6 / 5, 14);
  expect(erratum("log-form").computed).toBeCloseTo(2 / 5, 14);
  // E[vvᵀ] = I/2 on the circle.
  expect(erratum("two-point-figure").computed).toBeCloseTo(1 / 2, 12);
  // Of 1 − cos x near 1e-5 some seven digits are left, of the derivative none.
  expect(Math.abs(erratum("stability").computed + 1e-5 / 12)).toBeGreaterThan(1e-4);
});

test("the ledger has a row for each claim, and every slide an erratum", () => {
  const { claims, tables } = findingsOf(study, "ER1");
  const [ledger] = tables!;
  expect(ledger!.rows.map(([id]) => `ER1.${id}`)).toEqual(claims.map(({ id }) => id));
  expect(new Set(found.map(({ slide }) => slide))).toEqual(new Set(Object.keys(slides) as SlideName[]));
  expect(new Set(found.map(({ kind }) => kind))).toEqual(new Set(["wrong", "needs an assumption", "loose"]));
  expect(claimed({ claims }, "ER1.hvp-scalar").source).toContain("CU, 2025");
});
