/** The matrix ops, around matrices whose pivots, eigenvalues and singular values are far from 0 and from each other. */
import { type Expr, type Shape, size } from "../expr.js";
import { constant } from "../leaf.js";
import { add, mul } from "./arithmetic.js";
import { array, type OpEntry } from "./entry.js";
import { cholesky } from "./matrix-cholesky.js";
import { det, logdet, slogdet } from "./matrix-det.js";
import { eigh, eigvalsh } from "./matrix-eigen.js";
import { expm } from "./matrix-expm.js";
import { lstsq, pinv } from "./matrix-lstsq.js";
import { qr } from "./matrix-qr.js";
import { inverse, solve, solveTriangular } from "./matrix-solve.js";
import { singularValues, svd } from "./matrix-svd.js";
import { reshape } from "./move.js";
import { concat } from "./shape.js";

const giles = "Giles (2008), Collected matrix derivative results for forward and reverse mode";
const magnus = "Magnus (1985), Econometric Theory 1(2), theorem 1";
const townsend = "Townsend (2016), Differentiating the singular value decomposition";
const golubPereyra = "Golub & Pereyra (1973), SIAM J. Numer. Anal. 10(2), eq. 4.12";
const squares: readonly (readonly Shape[])[] = [[[3, 3]], [[1, 1]], [[4, 4]]];
const systems: readonly (readonly Shape[])[] = [
  [[3, 3], [3]],
  [
    [4, 4],
    [4, 2],
  ],
];

/** Several results as one vector. */
const join = (parts: readonly Expr[]): Expr => concat(parts.map((one) => reshape(one, [size(one.shape)])));

/** 2, 4, 6, … on the diagonal, and a tenth of x. */
function near(x: Expr): Expr {
  const [m, n] = x.shape as [number, number];
  const diagonal = Float64Array.from({ length: m * n }, (_, at) => (Math.floor(at / n) === at % n ? 2 * (at % n) + 2 : 0));
  return add(constant(diagonal, x.shape), mul(0.1, x));
}

export const matrixTable: readonly OpEntry[] = [
  array("solve", "A⁻¹ B; throws where A is singular", "n³ + 2n² k", (a, b) => solve(near(a!), b!), systems, giles),
  array("inverse", "A⁻¹; throws where A is singular", "3n³", (a) => inverse(near(a!)), squares, giles),
  array(
    "solveTriangular",
    "T⁻¹ B for a lower or upper triangle T",
    "n² k",
    (a, b) => solveTriangular(near(a!), b!, { upper: true }),
    systems,
    giles,
  ),
  array(
    "det",
    "det A; derivatives by adjugates, exact for every rank",
    "n³ + n",
    (a) => det(a!),
    squares,
    "Magnus & Neudecker (2019), Matrix Differential Calculus, section 8.3",
  ),
  array("logdet", "log det A; NaN where det A < 0", "n³ + 12n + 11", (a) => logdet(near(a!)), squares, giles),
  array("slogdet", "the sign of det A, and log|det A|", "n³ + 12n", (a) => slogdet(near(a!)).logabsdet, squares, giles),
  array(
    "cholesky",
    "L with L Lᵀ = (A + Aᵀ)/2; throws where that is not positive definite",
    "n³/3 + 2n²",
    (a) => cholesky(near(a!)),
    squares,
    "Murray (2016), arXiv:1602.07527",
  ),
  array(
    "qr",
    "Q with orthonormal columns, R upper triangular with a diagonal ≥ 0",
    "4n²(m - n/3) for m ≥ n",
    (a) => join(Object.values(qr(near(a!)))),
    [[[3, 3]], [[5, 3]], [[2, 4]]],
    "Walter & Lehmann (2010), arXiv:1001.1654",
  ),
  array(
    "lstsq",
    "the shortest x of least ‖A x - b‖",
    "14m n² + 8n³ + 2(m + n) n k for m ≥ n",
    (a, b) => lstsq(near(a!), b!),
    [
      [[5, 3], [5]],
      [
        [2, 4],
        [2, 2],
      ],
    ],
    golubPereyra,
  ),
  array("pinv", "A⁺, the pseudoinverse", "16m n² + 8n³ + 2m² n for m ≥ n", (a) => pinv(near(a!)), [[[4, 2]], [[2, 3]]], golubPereyra),
  array(
    "svd",
    "U diag(s) Vᵀ, s descending; derivatives of vectors throw where values are equal",
    "14m n² + 8n³ for m ≥ n",
    (a) => join(Object.values(svd(near(a!)))),
    [[[3, 3]], [[4, 2]], [[2, 3]]],
    townsend,
  ),
  array(
    "singularValues",
    "singular values, descending",
    "14m n² + 8n³ for m ≥ n",
    (a) => singularValues(near(a!)),
    [[[3, 3]], [[4, 2]], [[2, 3]]],
    townsend,
  ),
  array(
    "eigh",
    "eigenvalues, ascending, and eigenvectors of (A + Aᵀ)/2; derivatives of vectors throw where values are equal",
    "9n³ + 2n²",
    (a) => join(Object.values(eigh(near(a!)))),
    squares,
    magnus,
  ),
  array("eigvalsh", "eigenvalues of (A + Aᵀ)/2, ascending", "9n³ + 2n²", (a) => eigvalsh(near(a!)), squares, magnus),
  array(
    "expm",
    "e^A, the matrix exponential",
    "68n³/3",
    (a) => expm(mul(0.3, a!)),
    squares,
    "Higham (2005), SIAM J. Matrix Anal. Appl. 26(4); Al-Mohy & Higham (2009), ibid. 30(4)",
  ),
];
