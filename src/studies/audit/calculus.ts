/** Errata of the slides on matrix calculus: layouts, what a gradient is normal to, and what must be invertible, symmetric or continuous. */
import { det, dot, type Expr, grad, hessian, input, jacobian, jvp, log, matmul, sin, slice, square, sub, sum } from "../../ad/index.js";
import { symmetricEigen } from "../../numeric/matrix/symmetric-eigen.js";
import { norm2 } from "../../numeric/vector.js";
import { constantOf, type Matrix, matrixOf, normalMatrix, valueFunction } from "../dense.js";
import { differential } from "../matrix-calculus/differential.js";
import { integerAdjugate, singularMatrix } from "../matrix-calculus/integers.js";
import { guarded, nested } from "../matrix-calculus/mc5.js";
import { columnLayout, map, rowLayout } from "../matrix-calculus/mc6.js";
import type { Errata } from "./erratum.js";

/** (x + 2y, 3x − y), where the example of the slide, (x + y, x − y), has a symmetric Jacobian. */
const [ACROSS, BACK] = [2, 3];

/** ∂/∂x_j (∂f/∂x_i) of Schwarz's function at 0: along x_i by differences of length 1e-8, along x_j of 1e-4. */
function mixedAtSchwarz(order: "xy" | "yx"): number {
  const f = valueFunction(guarded, 2);
  return nested((x, y) => f([x, y]), order, 1e-4, 1e-8);
}

/** The cosine between (∇f, 0) and the tangent plane of the graph of f = x² + y² at (1, 2): its steepest tangent is (∇f, ‖∇f‖²). */
function cosineToGraph(): number {
  const f = (x: Expr): Expr => sum(square(x));
  const x = Float64Array.of(1, 2);
  const g = grad(f)(x);
  const rise = jvp(f, x, g)[1] as number;
  return norm2(g) / Math.hypot(norm2(g), rise);
}

/** How many directions the second-order model of x² − y² is curved in. */
function curvedDirections(): number {
  const saddle = (x: Expr): Expr => sub(sum(square(slice(x, 0, 1))), sum(square(slice(x, 1, 2))));
  return symmetricEigen(hessian(saddle)(Float64Array.of(1, 2)), 2)!.values.filter((lambda) => lambda !== 0).length;
}

const inner = (A: Matrix, B: Matrix): number => A.transpose().mmul(B).trace();

export const calculus: Errata = ({ params: { dim }, rng }) => {
  const x = Float64Array.of(0.5, -2);
  const f = map(ACROSS, BACK);
  const [rows, columns] = [3, 5];
  const B = constantOf(matrixOf(rows, columns, (i, j) => i - j + 0.5));

  const [X, dX] = [singularMatrix(rng.split("singular"), dim), normalMatrix(rng.split("direction"), dim, dim)];
  const adjugate = integerAdjugate(X);
  /** Laplace's expansion along the first row, in integers: exactly 0. */
  const determinant = X.getRow(0).reduce((total, entry, j) => total + entry * adjugate.get(j, 0), 0);

  /** ⟨x, Ax⟩ = ‖x‖² > 0, and A is not symmetric. */
  const A = matrixOf(2, 2, (i, j) => (i > j ? -1 : 1));
  const point = matrixOf(2, 1, (i) => i + 1);
  const form = point.transpose().mmul(A).mmul(point).get(0, 0);

  return [
    {
      id: "jacobian",
      slide: "jacobian",
      kind: "wrong",
      says: "J has a gradient in each column",
      quantity: `Entry (1, 2) of the Jacobian of (x + ${ACROSS}y, ${BACK}x − y) by that and by J = {∂L_i/∂w_j} of later slides; (x + y, x − y) hides it`,
      printed: columnLayout(f, x)[1]!,
      computed: rowLayout(f, x)[1]!,
      apart: { difference: Math.abs(BACK - ACROSS) },
      shown: "MC6",
    },
    {
      id: "jacobian-shape",
      slide: "summary",
      kind: "needs an assumption",
      says: "∂f_i/∂x_j ∈ R^(n × m) for Rⁿ → Rᵐ",
      quantity: `Rows for n = ${columns}, m = ${rows}, row i being that of f_i`,
      printed: columns,
      computed: jacobian((at) => sin(matmul(B, at)))(input([columns])).shape[0]!,
      apart: { difference: columns - rows },
      shown: "MC7",
    },
    {
      id: "taylor-normal",
      slide: "taylor",
      kind: "loose",
      says: "the gradient is the normal of the tangent hyperplane",
      quantity:
        "Cosine between ∇f and the tangent plane of the graph of x² + y² at (1, 2): (∇f, −1) is its normal, ∇f that of the level line",
      printed: 0,
      computed: cosineToGraph(),
      apart: { difference: 1 / Math.sqrt(1 + 20), relative: 1e-12 },
      shown: "MC2",
    },
    {
      id: "taylor-parabola",
      slide: "taylor",
      kind: "loose",
      says: "the second-order approximation is a parabola",
      quantity: "Directions in which that of x² − y² is curved: it is a saddle",
      printed: 1,
      computed: curvedDirections(),
      apart: { difference: 1 },
      shown: "MC3",
    },
    {
      id: "hessian-transpose",
      slide: "differentials",
      kind: "needs an assumption",
      says: "H = (J(∇f))ᵀ",
      quantity: "Entry (1, 2) at 0 for Schwarz's counterexample, with J of «Якобиан» and with J_ij = ∂f_i/∂x_j: where f ∈ C² they agree",
      printed: mixedAtSchwarz("yx"),
      computed: mixedAtSchwarz("xy"),
      apart: { difference: 2, relative: 1e-7 },
      shown: "MC5",
    },
    {
      id: "det",
      slide: "differentials",
      kind: "needs an assumption",
      says: "d det X = det X ⟨X⁻ᵀ, dX⟩",
      quantity: `At a singular X, n = ${dim}, where the adjugate stands in for det X · X⁻¹`,
      printed: determinant * inner(adjugate.clone().div(determinant).transpose(), dX),
      computed: differential((at) => det(at!), [X], [dX])[0]!,
      apart: { undefined: true },
      shown: "MC11",
    },
    {
      id: "log-form",
      slide: "logForm",
      kind: "needs an assumption",
      says: "⟨x, Ax⟩ > 0 for every x, thus A ∈ S₊₊ⁿ",
      quantity:
        "First entry of ∇ ln⟨x, Ax⟩ at (1, 2) for A = (1 1; −1 1), where ⟨x, Ax⟩ = ‖x‖², yet A ≠ Aᵀ: by 2Ax/⟨x, Ax⟩, which is right in S₊₊ⁿ, and by (A + Aᵀ)x/⟨x, Ax⟩",
      printed: (2 * A.mmul(point).get(0, 0)) / form,
      computed: grad((at) => log(dot(at, matmul(constantOf(A), at))))(Float64Array.of(1, 2))[0]!,
      apart: { times: 3, relative: 1e-14 },
      shown: "MC12",
    },
  ];
};
