/** The study linear-algebra: every claim holds, with other parameters too, and wrong rules are found. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { neg } from "../../src/ad/index.js";
import type { Params } from "../../src/core/params.js";
import type { Findings, Study } from "../../src/core/study.js";
import { stream } from "../../src/numeric/sampling/random.js";
import { conditionedMatrix, definiteMatrix, relativeError } from "../../src/studies/dense.js";
import linearAlgebra from "../../src/studies/linear-algebra/index.js";
import { failing, findingsOf } from "../support/findings.js";

function findings(given: Params = {}, seed = 0, study: Study = linearAlgebra): Findings {
  return findingsOf(study, "LA1", { given, seed, quick: false });
}

test("every gradient is the closed form, and what differences say", () => {
  const { claims } = findings();
  expect(claims.filter(({ pass }) => !pass)).toEqual([]);
  expect(claims.map(({ id }) => id).filter((id) => !id.endsWith(".differences"))).toEqual(
    [
      ["solve.A", "solve.b", "lstsq.A", "lstsq.b", "nuclear.A", "singular-values.A", "polar.A"],
      ["eigh.S", "expm.S", "largest.S", "cholesky.S", "logdet.S"],
    ]
      .flat()
      .map((id) => `LA1.${id}`),
  );
  for (const { measured, expected, id } of claims) expect(measured, id).toBeLessThan((expected as number) / 100);
});

test.each<Params>([
  { dim: 2, excess: 0, trials: 20 },
  { dim: 15, excess: 30, condition: 100, trials: 2 },
  { dim: 12, condition: 2, trials: 2 },
])("holds with %o", (given) => expect(failing(findings(given, 3))).toEqual([]));

test("a gradient costs little beside its decomposition, whose factors it shares; Cholesky's own costs least, so its gradient is dearer", () => {
  const ratios = Object.fromEntries(findings().tables![0]!.rows.map((row) => [row[0], row[5] as number]));
  expect(ratios["x = A⁻¹b"]).toBeLessThan(2);
  expect(ratios["the nuclear norm Σσ of A"]).toBeLessThan(1.2);
  expect(ratios["F = e^S by scaling and squaring"]).toBeLessThan(4);
  expect(ratios["L with LLᵀ = S"]).toBeLessThan(6);
});

test("the matrices have the condition they should have", () => {
  const rng = stream("conditions");
  for (const A of [conditionedMatrix(rng, 7, 4, 50), conditionedMatrix(rng, 3, 5, 50), definiteMatrix(rng, 4, 50)]) {
    const gram = A.rows < A.columns ? A.mmul(A.transpose()) : A.transpose().mmul(A);
    const norm = Math.sqrt(gram.norm("frobenius"));
    expect(norm).toBeGreaterThan(1);
    expect(norm).toBeLessThan(1.3);
  }
  expect(relativeError([1, 2], [1, 4])).toBe(0.5);
  expect(relativeError([1e-3], [0])).toBe(1e-3);
  expect(relativeError([1], [1, 2])).toBeNaN();
});

describe("a bug is found", () => {
  const files = ["matrix/ldu", "matrix/cholesky", "matrix/expm", "ops/matrix-gaps"].map((name) => `../../src/ad/${name}.js`);
  afterEach(() => {
    for (const file of files) vi.doUnmock(file);
    vi.resetModules();
  });
  /** The claims that fail when a module does something else. */
  async function with_<M>(name: string, change: (module: M) => Partial<M>): Promise<string[]> {
    vi.resetModules();
    vi.doMock(`../../src/ad/${name}.js`, async (importOriginal) => {
      const original = await importOriginal<M>();
      return { ...original, ...change(original) };
    });
    return failing(findings({}, 0, (await import("../../src/studies/linear-algebra/index.js")).default));
  }

  test("the reverse sweep solves with A in place of Aᵀ", async () => {
    const wrong = await with_<typeof import("../../src/ad/matrix/ldu.js")>("matrix/ldu", ({ solveFactored }) => ({
      solveFactored: (X, F, B, n) => solveFactored(X, F, B, n, false),
    }));
    expect(wrong).toEqual(["LA1.solve.A", "LA1.solve.b", "LA1.solve.differences"]);
  });

  test("triangular systems take the upper triangle for the lower", async () => {
    const wrong = await with_<typeof import("../../src/ad/matrix/cholesky.js")>("matrix/cholesky", ({ solveTriangle }) => ({
      solveTriangle: (X, T, B, n, upper, transposed) => solveTriangle(X, T, B, n, upper, !transposed),
    }));
    expect(wrong).toEqual(["LA1.cholesky.S", "LA1.cholesky.differences", "LA1.logdet.S", "LA1.logdet.differences"]);
  });

  test("the derivative of expm is off by a hundred-thousandth", async () => {
    const wrong = await with_<typeof import("../../src/ad/matrix/expm.js")>("matrix/expm", ({ expm }) => ({
      expm: (out, A, Es, n) => {
        expm(out, A, Es, n);
        if (Es.length > 0) for (let i = 0; i < out.length; i++) out[i]! *= 1 + 1e-5;
      },
    }));
    expect(wrong).toEqual(["LA1.expm.S", "LA1.expm.differences"]);
  });

  test("vectors turn the wrong way", async () => {
    const wrong = await with_<typeof import("../../src/ad/ops/matrix-gaps.js")>("ops/matrix-gaps", ({ inverseGaps }) => ({
      inverseGaps: (s) => neg(inverseGaps(s)),
    }));
    expect(wrong).toEqual(["LA1.polar.A", "LA1.polar.differences", "LA1.eigh.S", "LA1.eigh.differences"]);
  });
});
