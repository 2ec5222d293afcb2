/** Matrix ops: values against another library and closed forms, derivatives of high order, degenerate matrices, named errors. */
import { determinant, EigenvalueDecomposition, inverse as invert, Matrix, pseudoInverse, SingularValueDecomposition } from "ml-matrix";
import { describe, expect, test } from "vitest";
import * as ad from "../../../src/ad/index.js";
import { stream } from "../../../src/numeric/sampling/random.js";

type Rows = readonly (readonly number[])[];
const { add, concat, constant, det, eigh, expm, lstsq, matmul, mul, pinv, pullback, pushforward, qr, reshape, singularValues, solve, sum } =
  ad;
const { inverse, slice, square, svd, transpose } = ad;

const matrix = (rows: Rows): ad.Expr => constant(rows.flat(), [rows.length, rows[0]!.length]);
const eye = (n: number): ad.Expr =>
  constant(
    Float64Array.from({ length: n * n }, (_, k) => (k % (n + 1) === 0 ? 1 : 0)),
    [n, n],
  );
const rng = stream("matrix ops");
const random = (m: number, n: number): number[][] => Array.from({ length: m }, () => Array.from({ length: n }, () => rng.normal()));

/** The number an expression of constants comes to, or f at a matrix. */
function value(y: ad.Expr): number[] {
  const program = ad.compile([], [y]);
  program.run();
  return [...program.outputs[0]!];
}
function valueAt(f: (a: ad.Expr) => ad.Expr, A: Rows, engine?: ad.Engine): number[] {
  const a = ad.input([A.length, A[0]!.length]);
  const program = ad.compile([a], [f(a)], engine);
  program.inputs[0]!.set(A.flat());
  program.run();
  return [...program.outputs[0]!];
}
const gradientAt = (f: (a: ad.Expr) => ad.Expr, A: Rows): number[] => valueAt((a) => pullback(f(a), [a])[0]!, A);
/** d^k/dt^k f(A + tE) at t = 0, by k forward sweeps; the last `reverse` of them backwards. */
function along(f: (a: ad.Expr) => ad.Expr, E: ad.Expr, order: number, reverse = 0): (a: ad.Expr) => ad.Expr {
  return (a) => {
    let y = f(a);
    for (let k = 0; k < order; k++) y = k < order - reverse ? pushforward(y, a, E) : sum(mul(E, pullback(y, [a])[0]!));
    return y;
  };
}
const distance = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.max(...Array.from(a, (x, i) => Math.abs(x - b[i]!))) / Math.max(1, ...Array.from(b, Math.abs));
const orthonormal = (q: ad.Expr): number => distance(value(matmul(transpose(q), q)), value(eye(q.shape[1]!)));

const wide = random(3, 5);
const tall = random(6, 3);
const general = random(6, 6);
/** Ranks 2 and 1. */
const deficient = value(matmul(matrix(random(5, 2)), matrix(random(2, 4))));
const rankTwo = Array.from({ length: 5 }, (_, i) => deficient.slice(4 * i, 4 * i + 4));
const ones = [
  [1, 1, 1],
  [1, 1, 1],
  [1, 1, 1],
];

describe("values against ml-matrix", () => {
  const M = new Matrix(general);
  test("inverse, solve, det", () => {
    expect(distance(valueAt(inverse, general), invert(M).to1DArray())).toBeLessThan(1e-12);
    const b = random(6, 2);
    expect(
      distance(
        valueAt((a) => solve(a, matrix(b)), general),
        invert(M).mmul(new Matrix(b)).to1DArray(),
      ),
    ).toBeLessThan(1e-12);
    expect(valueAt(det, general)[0]).toBeCloseTo(determinant(M), 10);
    const { sign, logabsdet } = ad.slogdet(matrix(general));
    expect(value(sign)[0]! * Math.exp(value(logabsdet)[0]!)).toBeCloseTo(determinant(M), 10);
  });
  test.each([
    ["tall", tall],
    ["wide", wide],
    ["square", general],
    ["of rank 2", rankTwo],
  ])("svd and pinv, %s", (_, A) => {
    const other = new SingularValueDecomposition(new Matrix(A), { autoTranspose: true }).diagonal;
    expect(distance(valueAt(singularValues, A), other)).toBeLessThan(1e-14);
    const { u, s, v } = svd(matrix(A));
    expect(distance(value(matmul(mul(u, s), transpose(v))), A.flat())).toBeLessThan(1e-14);
    expect(orthonormal(u)).toBeLessThan(1e-14);
    expect(orthonormal(v)).toBeLessThan(1e-14);
    expect(distance(valueAt(pinv, A), pseudoInverse(new Matrix(A), 1e-12).to1DArray())).toBeLessThan(1e-12);
  });
  test("eigh", () => {
    const S = M.add(M.transpose()).mul(0.5);
    const other = new EigenvalueDecomposition(S, { assumeSymmetric: true }).realEigenvalues.sort((a, b) => a - b);
    const { values, vectors } = eigh(matrix(general));
    expect(distance(value(values), other)).toBeLessThan(1e-14);
    expect(distance(value(matmul(mul(vectors, values), transpose(vectors))), S.to1DArray())).toBeLessThan(1e-14);
    expect(orthonormal(vectors)).toBeLessThan(1e-14);
  });
  test.each([
    ["tall", tall],
    ["wide", wide],
    ["square", general],
    ["of rank 2", rankTwo],
    [
      "of zeros",
      [
        [0, 0],
        [0, 0],
        [0, 0],
      ],
    ],
  ])("qr, %s", (_, A) => {
    const { q, r } = qr(matrix(A));
    expect(distance(value(matmul(q, r)), A.flat())).toBeLessThan(1e-14);
    expect(orthonormal(q)).toBeLessThan(1e-14);
    const n = r.shape[1]!;
    value(r).forEach((x, at) => {
      const [i, j] = [Math.floor(at / n), at % n];
      if (i === j) expect(x).toBeGreaterThanOrEqual(0);
      if (i > j) expect(x).toBe(0);
    });
  });
  test("cholesky and triangular systems", () => {
    const S = value(add(matmul(matrix(general), transpose(matrix(general))), eye(6)));
    const l = ad.cholesky(constant(S, [6, 6]));
    expect(distance(value(matmul(l, transpose(l))), S)).toBeLessThan(1e-14);
    const b = random(6, 2);
    for (const upper of [false, true])
      for (const transposed of [false, true]) {
        const t = upper ? transpose(l) : l;
        const x = ad.solveTriangular(t, matrix(b), { upper, transposed });
        expect(distance(value(matmul(transposed ? transpose(t) : t, x)), b.flat())).toBeLessThan(1e-12);
      }
  });
  test("of one element", () => {
    expect(valueAt(det, [[-3]])).toEqual([-3]);
    expect(valueAt((a) => singularValues(a), [[-3]])).toEqual([3]);
    expect(valueAt((a) => qr(a).q, [[-3]])).toEqual([-1]);
    expect(valueAt(expm, [[0]])).toEqual([1]);
  });
});

describe("expm in closed form", () => {
  test.each([0.1, 3, 40, 700])("a rotation by %d", (t) => {
    const A = [
      [0, -t],
      [t, 0],
    ];
    // Squaring doubles the errors of what is squared: log₂ t times.
    expect(distance(valueAt(expm, A), [Math.cos(t), -Math.sin(t), Math.sin(t), Math.cos(t)])).toBeLessThan(2e-15 * Math.max(1, t));
  });
  test("Moler and Van Loan's matrix, eigenvalues −1 and −17", () => {
    const A = [
      [-49, 24],
      [-64, 31],
    ];
    // V = [1 3; 2 4]: e^A = V diag(e⁻¹, e⁻¹⁷) V⁻¹.
    const [p, q] = [Math.exp(-1), Math.exp(-17)];
    expect(distance(valueAt(expm, A), [-2 * p + 3 * q, 1.5 * p - 1.5 * q, -4 * p + 4 * q, 3 * p - 2 * q])).toBeLessThan(1e-13);
  });
  test("a nilpotent matrix: 1 + N + N²/2", () => {
    const N = [
      [0, 1, 2],
      [0, 0, 3],
      [0, 0, 0],
    ];
    expect(distance(valueAt(expm, N), [1, 1, 3.5, 0, 1, 3, 0, 0, 1])).toBeLessThan(1e-15);
  });
  test("derivatives along A itself: d^k/dt^k e^((1 + t) A) = A^k e^A, to order 4, a large E included", () => {
    const A = random(4, 4);
    let power = expm(matrix(A));
    for (let k = 1; k <= 4; k++) {
      power = matmul(matrix(A), power);
      expect(distance(valueAt(along(expm, matrix(A), k), A), value(power)), `order ${k}`).toBeLessThan(1e-13);
    }
    const huge = mul(1e12, matrix(A));
    expect(
      distance(
        valueAt((a) => mul(1e-24, along(expm, huge, 2)(a)), A),
        valueAt(along(expm, matrix(A), 2), A),
      ),
    ).toBeLessThan(1e-14);
  });
  test("reverse derivatives to order 3: e^A of a symmetric matrix by its eigenvalues", () => {
    const S = value(mul(0.25, add(matrix(general), transpose(matrix(general)))));
    const rows = Array.from({ length: 6 }, (_, i) => S.slice(6 * i, 6 * i + 6));
    const E = eye(6);
    const byValues = (a: ad.Expr): ad.Expr => sum(ad.exp(ad.eigvalsh(a)));
    for (const reverse of [0, 1, 2, 3])
      expect(
        valueAt(
          along((a) => ad.trace(expm(a)), E, 3, reverse),
          rows,
        )[0],
      ).toBeCloseTo(valueAt(byValues, rows)[0]!, 10);
  });
});

/** det as a polynomial: Laplace's expansion along the first row, by slices and products only. */
function laplace(a: ad.Expr): ad.Expr {
  const n = a.shape[0]!;
  if (n === 1) return reshape(a, []);
  const terms = Array.from({ length: n }, (_, j) => {
    const below = slice(a, 1, n);
    const parts = [slice(below, [0, 0], [n - 1, j]), slice(below, [0, j + 1], [n - 1, n])].filter((one) => one.shape[1]! > 0);
    const term = mul(reshape(slice(a, [0, j], [1, j + 1]), []), laplace(concat(parts, 1)));
    return j % 2 === 0 ? term : ad.neg(term);
  });
  return terms.reduce((s, term) => add(s, term));
}

describe("det is a polynomial, whatever the rank", () => {
  const magic = [
    [1, 2, 3],
    [4, 5, 6],
    [7, 8, 9],
  ];
  test("rank n − 1: the gradient is the transposed adjugate", () => {
    expect(distance(gradientAt(det, magic), [-3, 6, -3, 6, -12, 6, -3, 6, -3])).toBeLessThan(1e-15);
    expect(Math.abs(valueAt(det, magic)[0]!)).toBeLessThan(1e-14);
  });
  const zeros = Array.from({ length: 4 }, () => [0, 0, 0, 0]);
  const rankOne = [1, 2, -1, 3].map((x) => [2, 1, 0.5, -1].map((y) => x * y));
  const block = [
    [2, 1, 0, 0],
    [1, 3, 0, 0],
    [0, 0, 0, 0],
    [0, 0, 0, 0],
  ];
  const tiny = [
    [1, 2, 0.5, 1],
    [2, 4 + 1e-9, 1, 2],
    [0.5, 1, 1e-12, 3],
    [1, 2, 3, 1e-9],
  ];
  test.each<[string, Rows]>([
    ["3 × 3 of rank 2", magic],
    ["3 × 3 of rank 1", ones],
    ["4 × 4 of zeros", zeros],
    ["4 × 4 of rank 1", rankOne],
    ["4 × 4 of rank 2", block],
    ["4 × 4, nearly singular", tiny],
    ["4 × 4 regular", random(4, 4)],
  ])("%s: derivatives to order 4 in all mixtures of modes", (_, A) => {
    const E = matrix(random(A.length, A.length));
    for (let order = 1; order <= 4; order++)
      for (let reverse = 0; reverse <= order; reverse++) {
        const want = valueAt(along(laplace, E, order), A);
        expect(distance(valueAt(along(det, E, order, reverse), A), want), `order ${order}, ${reverse} reverse`).toBeLessThan(1e-12);
      }
  });
  test("no product on the way overflows that need not", () => {
    expect(
      valueAt(det, [
        [1e200, 0, 0, 0],
        [0, 1e-200, 0, 0],
        [0, 0, 1e200, 0],
        [0, 0, 0, 1e-200],
      ])[0],
    ).toBeCloseTo(1, 14);
    const { sign, logabsdet } = ad.slogdet(
      mul(
        1e300,
        matrix([
          [0, 1],
          [1, 0],
        ]),
      ),
    );
    expect([value(sign)[0], value(logabsdet)[0]]).toEqual([-1, expect.closeTo(600 * Math.LN10, 10)]);
  });
  test("log det: −∞ for det 0, NaN for det < 0", () => {
    expect(valueAt(ad.logdet, ones)[0]).toBe(Number.NEGATIVE_INFINITY);
    expect(
      valueAt(ad.logdet, [
        [0, 1],
        [1, 0],
      ])[0],
    ).toBeNaN();
    expect(valueAt((a) => ad.slogdet(a).sign, ones)[0]).toBe(0);
  });
});

describe("derivatives in closed form", () => {
  const A = general.map((row, i) => row.map((x, j) => x + (i === j ? 5 : 0)));
  const E = matrix(random(6, 6));
  test("inverse to order 3: d^k (A + tE)⁻¹ = (−1)^k k! A⁻¹ (E A⁻¹)^k", () => {
    const X = inverse(matrix(A));
    let want = X;
    for (let k = 1; k <= 3; k++) {
      want = mul(-k, matmul(matmul(X, E), want));
      expect(distance(valueAt(along(inverse, E, k), A), value(want))).toBeLessThan(1e-14);
    }
  });
  test("solve: b̄ = A⁻ᵀ x̄, Ā = −b̄ xᵀ", () => {
    const [b, w] = [random(6, 1).flat(), random(6, 1).flat()];
    const X = inverse(matrix(A));
    const bBar = matmul(transpose(X), constant(w));
    const want = ad.neg(ad.outer(bBar, matmul(X, constant(b))));
    expect(
      distance(
        gradientAt((a) => ad.dot(constant(w), solve(a, constant(b))), A),
        value(want),
      ),
    ).toBeLessThan(1e-14);
  });
  test("pinv of full rank is (AᵀA)⁻¹Aᵀ, of constant lower rank Golub and Pereyra's", () => {
    const D = matrix(random(6, 3));
    const normal = (a: ad.Expr): ad.Expr => solve(matmul(transpose(a), a), transpose(a));
    for (const order of [1, 2, 3])
      expect(distance(valueAt(along(pinv, D, order), tall), valueAt(along(normal, D, order), tall))).toBeLessThan(1e-11);
    // (B C)⁺ = C⁺ B⁺ for B of full column rank, C of full row rank: a path of rank 2.
    const [B, C, dB, dC] = [random(5, 2), random(2, 4), random(5, 2), random(2, 4)].map(matrix) as [ad.Expr, ad.Expr, ad.Expr, ad.Expr];
    const t = ad.input([]);
    const [b, c] = [add(B, mul(t, dB)), add(C, mul(t, dC))];
    const slopes = [pinv(matmul(b, c)), matmul(pinv(c), pinv(b))].flatMap((y) => {
      const first = pushforward(y, t, constant(1));
      return [first, pushforward(first, t, constant(1))];
    });
    const { outputs, run } = ad.compile([t], slopes);
    run();
    expect(distance(outputs[0]!, outputs[2]!)).toBeLessThan(1e-12);
    expect(distance(outputs[1]!, outputs[3]!)).toBeLessThan(1e-11);
  });
  test("the factors of a differentiated factorisation multiply to the derivative of A: order 2", () => {
    const product: Readonly<Record<string, (a: ad.Expr) => ad.Expr>> = {
      qr: (a) => matmul(qr(a).q, qr(a).r),
      svd: (a) => {
        const { u, s, v } = svd(a);
        return matmul(mul(u, s), transpose(v));
      },
      eigh: (a) => {
        const { values, vectors } = eigh(a);
        return matmul(mul(vectors, values), transpose(vectors));
      },
      cholesky: (a) => matmul(ad.cholesky(a), transpose(ad.cholesky(a))),
    };
    const S = value(matmul(matrix(A), transpose(matrix(A))));
    const rows = Array.from({ length: 6 }, (_, i) => S.slice(6 * i, 6 * i + 6));
    const H = add(E, transpose(E));
    for (const [name, f] of Object.entries(product)) {
      expect(distance(valueAt(along(f, H, 1), rows), value(H)), name).toBeLessThan(1e-12);
      expect(distance(valueAt(along(f, H, 2), rows), value(mul(0, H))), name).toBeLessThan(1e-10);
    }
  });
});

describe("equal values", () => {
  const equal = [
    [2, 0, 0],
    [0, 2, 0],
    [0, 0, 5],
  ];
  test("values alone have a gradient: Σσ is U Vᵀ, Σλ is I", () => {
    expect(
      distance(
        gradientAt((a) => sum(singularValues(a)), equal),
        value(eye(3)),
      ),
    ).toBeLessThan(1e-15);
    expect(
      distance(
        gradientAt((a) => sum(ad.eigvalsh(a)), equal),
        value(eye(3)),
      ),
    ).toBeLessThan(1e-15);
    expect(
      distance(
        gradientAt((a) => sum(square(ad.eigvalsh(a))), equal),
        value(mul(2, matrix(equal))),
      ),
    ).toBeLessThan(1e-15);
  });
  test("vectors have values, and no derivative: a named error", () => {
    expect(orthonormal(eigh(matrix(equal)).vectors)).toBeLessThan(1e-15);
    expect(() => gradientAt((a) => sum(eigh(a).vectors), equal)).toThrow(
      /^eigh: eigenvalues 1 and 2 are equal to rounding \(2\): their vectors have no derivative \(.*matrix\.test\.ts:\d+:\d+\)$/,
    );
    expect(() => gradientAt((a) => sum(svd(a).u), equal)).toThrow(ad.AdError);
    expect(() => gradientAt((a) => sum(svd(a).v), equal)).toThrow(/^svd: singular values 2 and 3 are equal/);
    expect(() =>
      gradientAt(
        (a) => sum(svd(a).u),
        [
          [1, 0],
          [0, 0],
          [0, 0],
        ],
      ),
    ).toThrow(/^svd: singular value 2 is 0 to rounding/);
    expect(() =>
      gradientAt(
        (a) => sum(svd(a).u),
        [
          [1, 2],
          [2, 4],
        ],
      ),
    ).not.toThrow();
  });
});

describe("named errors", () => {
  const run = (f: (a: ad.Expr) => ad.Expr, A: Rows) => () => valueAt(f, A);
  const singular = [
    [0.1, 0.2, 0.3],
    [0.4, 0.5, 0.6],
    [0.7, 0.8, 0.9],
  ];
  test("a singular matrix: exactly, and to rounding", () => {
    expect(run(inverse, ones)).toThrow(/^inverse: the matrix of shape \[3, 3\] is singular to rounding: its rank is 1 \(/);
    expect(run((a) => solve(a, constant([1, 2, 3])), singular)).toThrow(/^solve: the matrix .* its rank is 2/);
    expect(() => gradientAt(ad.logdet, singular)).toThrow(/^logdet: the matrix/);
    expect(
      run(
        (a) => ad.solveTriangular(a, constant([1, 2])),
        [
          [1, 2],
          [3, 0],
        ],
      ),
    ).toThrow(/^solveTriangular: .* entry \(1, 1\) is 0/);
    expect(() =>
      gradientAt(
        (a) => sum(qr(a).q),
        [
          [1, 1],
          [0, 0],
        ],
      ),
    ).toThrow(/^qr: /);
    for (const engine of ["wasm", "interpreter"] as const) expect(() => valueAt(inverse, ones, engine)).toThrow(ad.AdError);
  });
  test("bad scales are not singular", () => {
    expect(
      valueAt(inverse, [
        [1e-200, 0],
        [0, 1e200],
      ]),
    ).toEqual([1e200, 0, 0, 1e-200]);
    expect(
      distance(
        valueAt(
          (a) => solve(a, constant([2e20, 3])),
          [
            [1e20, 1e20],
            [1, 2],
          ],
        ),
        [1, 1],
      ),
    ).toBeLessThan(1e-15);
    const hilbert = Array.from({ length: 10 }, (_, i) => Array.from({ length: 10 }, (_, j) => 1 / (i + j + 1)));
    expect(run(inverse, hilbert)).not.toThrow();
  });
  test("not positive definite", () => {
    expect(
      run(ad.cholesky, [
        [1, 2],
        [2, 1],
      ]),
    ).toThrow(/^cholesky: the matrix of shape \[2, 2\] is not positive definite/);
    expect(run(ad.cholesky, ones)).toThrow(ad.AdError);
  });
  test("shapes", () => {
    const [r, v] = [ad.input([2, 3]), ad.input([3])];
    for (const op of [det, inverse, ad.logdet, ad.slogdet, ad.cholesky, eigh, ad.eigvalsh, expm]) {
      expect(() => op(r)).toThrow(/expected a square matrix, got shape \[2, 3\]/);
      expect(() => op(v)).toThrow(/expected a matrix, got shape \[3\]/);
    }
    expect(() => solve(ad.input([2, 2]), v)).toThrow(/^solve: expected a right side of shape \[2\] or \[2, k\], got \[3\]/);
    expect(() => lstsq(r, v)).toThrow(/^lstsq: expected a right side of shape \[2\]/);
    expect(() => svd(ad.input([0, 3]))).toThrow(/expected a matrix/);
  });
  test("NaN and infinity go through", () => {
    const bad = [
      [1, 2],
      [Number.NaN, 3],
    ];
    for (const f of [det, inverse, expm, singularValues, ad.eigvalsh, pinv, (a: ad.Expr) => qr(a).r])
      expect(valueAt(f, bad).some(Number.isNaN)).toBe(true);
    expect(
      valueAt(ad.cholesky, [
        [Number.NaN, 0],
        [0, 1],
      ]).some(Number.isNaN),
    ).toBe(true);
    expect(valueAt(expm, [[Number.POSITIVE_INFINITY]])[0]).toBeNaN();
  });
});

test("least squares: the shortest of all solutions, and rcond", () => {
  const b = constant(random(5, 1).flat());
  const x = value(lstsq(matrix(rankTwo), b));
  const normal = value(matmul(matmul(transpose(matrix(rankTwo)), matrix(rankTwo)), constant(x)));
  expect(distance(normal, value(matmul(transpose(matrix(rankTwo)), b)))).toBeLessThan(1e-14);
  const { v } = svd(matrix(rankTwo));
  // No part of it in the null space.
  expect(Math.max(...value(matmul(slice(transpose(v), 2, 4), constant(x))).map(Math.abs))).toBeLessThan(1e-14);
  const graded = [
    [1, 0],
    [0, 1e-6],
  ];
  expect(value(lstsq(matrix(graded), constant([1, 1]), { rcond: 1e-3 }))).toEqual([1, 0]);
  expect(value(lstsq(matrix(graded), constant([1, 1])))[1]).toBeCloseTo(1e6, 6);
});

test("small singular values have all their digits: columns of very different length", () => {
  // Läuchli's matrix: √(3 + ε²), ε, ε.
  const eps = 1e-9;
  const A = [
    [1, 1, 1],
    [eps, 0, 0],
    [0, eps, 0],
    [0, 0, eps],
  ];
  const s = valueAt(singularValues, A);
  expect(Math.abs(s[0]! / Math.sqrt(3 + eps * eps) - 1)).toBeLessThan(1e-15);
  expect(Math.abs(s[1]! / eps - 1)).toBeLessThan(1e-7);
  const far = valueAt(singularValues, [
    [3e-170, 0],
    [0, 4e-170],
  ]);
  expect(distance([far[0]! / 4e-170, far[1]! / 3e-170], [1, 1])).toBeLessThan(1e-15);
  expect(valueAt(singularValues, [[3e160, 4e160]])[0]! / 5e160).toBeCloseTo(1, 15);
});
