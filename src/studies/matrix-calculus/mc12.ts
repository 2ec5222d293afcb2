/**
 * MC12: ∇(⟨x, Ax⟩ − bᵀx + c) = (A + Aᵀ)x − b; ∇ ln⟨x, Ax⟩ = (A + Aᵀ)x/⟨x, Ax⟩; ∇(⟨S, X⟩ − log det X) = S − X⁻ᵀ. The second is printed
 * as 2Ax/⟨x, Ax⟩ for A ∈ S₊₊ⁿ, where it is the same. Erratum: that A is symmetric is inferred from ⟨x, Ax⟩ > 0, which does not imply it.
 */
import { add, constant, type Expr, input, log, logdet, matmul, mul, pullback, sub, sum } from "../../ad/index.js";
import { claim } from "../../core/claim.js";
import { matrixLibrary } from "../../numeric/matrix/matrix-library.js";
import type { Rng } from "../../numeric/sampling/random.js";
import { normInf } from "../../numeric/vector.js";
import { constantOf, definiteMatrix, evaluator, type Matrix, matrixOf, normalMatrix, numbersOf, relativeError } from "../dense.js";
import { type CalculusPart, lecture } from "./defaults.js";

const TOLERANCE = 1e-11;

const gradientAt = (f: (x: Expr) => Expr, X: Matrix): Float64Array => {
  const x = input([X.rows, X.columns]);
  return evaluator([x], [pullback(f(x), [x])[0]!])(numbersOf(X))[0]!;
};
const form = (A: Matrix, x: Expr): Expr => sum(mul(x, matmul(constantOf(A), x)));
const formOf = (A: Matrix, x: Matrix): number => x.transpose().mmul(A).mmul(x).get(0, 0);
const both = (A: Matrix): Matrix => A.clone().add(A.transpose());

/** ⟨x, Ax⟩ > 0 for x ≠ 0, and A ≠ Aᵀ. */
function skewed(rng: Rng, n: number, condition: number): Matrix {
  const K = normalMatrix(rng, n, n);
  return definiteMatrix(rng, n, condition).add(matrixOf(n, n, (i, j) => (K.get(i, j) - K.get(j, i)) / 2));
}

interface Errors {
  readonly quadratic: number;
  readonly log: number;
  readonly logdet: number;
  /** Of the printed formula, as it is meant: for a symmetric A. */
  readonly symmetric: number;
  /** Of the printed formula relative to the gradient, for A ≠ Aᵀ: what it comes to, and what (A − Aᵀ)x/⟨x, Ax⟩ says. */
  readonly printed: number;
  readonly predicted: number;
}

function trial(rng: Rng, n: number, condition: number): Errors {
  const [A, S, X] = [skewed(rng, n, condition), definiteMatrix(rng, n, condition), skewed(rng, n, condition)];
  const [x, b, weights] = [normalMatrix(rng, n, 1), normalMatrix(rng, n, 1), normalMatrix(rng, n, n)];
  const c = rng.normal();
  const logForm = (B: Matrix): Float64Array => gradientAt((at) => log(form(B, at)), x);
  const exact = both(A).mmul(x).div(formOf(A, x));
  const printed = (B: Matrix): Float64Array => numbersOf(B.mmul(x).mul(2 / formOf(B, x)));
  const got = logForm(A);
  const skew = A.clone().sub(A.transpose()).mmul(x).div(formOf(A, x));
  const size = normInf(got);
  return {
    quadratic: relativeError(
      gradientAt((at) => add(sub(form(A, at), sum(mul(constantOf(b), at))), constant(c)), x),
      numbersOf(both(A).mmul(x).sub(b)),
    ),
    log: relativeError(got, numbersOf(exact)),
    logdet: relativeError(
      gradientAt((at) => sub(sum(mul(constantOf(weights), at)), logdet(at)), X),
      numbersOf(weights.clone().sub(matrixLibrary().inverse(X).transpose())),
    ),
    symmetric: relativeError(logForm(S), printed(S)),
    printed: normInf(printed(A).map((p, i) => p - got[i]!)) / size,
    predicted: normInf(numbersOf(skew)) / size,
  };
}

export const mc12: CalculusPart = {
  id: "MC12",
  run: ({ params: { dim, points, condition }, rng }) => {
    const trials = Array.from({ length: points }, () => trial(rng, dim, condition));
    const worst = (of: (errors: Errors) => number): number => Math.max(...trials.map(of));
    const far = trials.reduce((a, b) => (b.printed > a.printed ? b : a));
    const source = `${lecture}: examples`;
    const within = (id: string, statement: string, measured: number) =>
      claim({ id: `MC12.${id}`, statement: `${statement}: largest relative error`, source, measured, atMost: TOLERANCE });
    return {
      claims: [
        within(
          "quadratic",
          "∇(⟨x, Ax⟩ − bᵀx + c) = (A + Aᵀ)x − b",
          worst(({ quadratic }) => quadratic),
        ),
        within(
          "log",
          "∇ ln⟨x, Ax⟩ = (A + Aᵀ)x/⟨x, Ax⟩, A of no symmetry",
          worst(({ log: error }) => error),
        ),
        within(
          "log-symmetric",
          "as printed, ∇ ln⟨x, Ax⟩ = 2Ax/⟨x, Ax⟩ for A ∈ S₊₊ⁿ",
          worst(({ symmetric }) => symmetric),
        ),
        claim({
          id: "MC12.log-printed",
          statement:
            "erratum: ⟨x, Ax⟩ > 0 for every x ≠ 0 does not make A symmetric; error of 2Ax/⟨x, Ax⟩ relative to the gradient where A ≠ Aᵀ",
          source,
          measured: far.printed,
          atLeast: 1e-3,
        }),
        claim({
          id: "MC12.log-error",
          statement: "that error is (A − Aᵀ)x/⟨x, Ax⟩",
          source: "the difference of the two formulas",
          measured: far.printed,
          expected: far.predicted,
          relative: TOLERANCE,
        }),
        within(
          "logdet",
          "∇(⟨S, X⟩ − log det X) = S − X⁻ᵀ",
          worst(({ logdet: error }) => error),
        ),
      ],
      tables: [
        {
          name: "printed",
          title: "2Ax/⟨x, Ax⟩ in place of (A + Aᵀ)x/⟨x, Ax⟩: error relative to the gradient",
          columns: ["A", "error"],
          rows: [
            ["A = Aᵀ", worst(({ symmetric }) => symmetric)],
            ...trials.map(({ printed }, k): [string, number] => [`A ≠ Aᵀ, ${k + 1}`, printed]),
          ],
        },
      ],
    };
  },
};
