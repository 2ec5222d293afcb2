/** Automatic differentiation of array programs: trace, differentiate (graph in, graph out), compile, run. */
export { type CheckOptions, checkGrads } from "./check-grads.js";
export { checkpointChain } from "./checkpoint/chain.js";
export { checkpoint } from "./checkpoint/checkpoint.js";
export { optimal as optimalCheckpoints } from "./checkpoint/costs.js";
export { online as onlineCheckpoints } from "./checkpoint/online.js";
export type { Plan as CheckpointPlan } from "./checkpoint/plan.js";
export { revolve } from "./checkpoint/revolve.js";
export { squareRoot as squareRootCheckpoints } from "./checkpoint/uniform.js";
export { compile, defaultEngine, type Engine, engineWorks, firstNonFinite, type NonFinite, opCount, type Program } from "./compile.js";
export { pullback, pushforward } from "./derive.js";
export { type EdgeOrder, type EdgeStep, eliminateEdges } from "./elimination/edges.js";
export { type Elimination, type LinearizedGraph, type Product, sweepMultiplications } from "./elimination/elimination.js";
export { graphOfEdges, layeredGraph, type RenumberedGraph } from "./elimination/linearized-graph.js";
export { eliminateVertices, type VertexOrder } from "./elimination/order.js";
export { straightLineSource } from "./elimination/straight-line.js";
export { AdError, OutOfMemory } from "./errors.js";
export { type Expr, isExpr, type Operand, type Shape } from "./expr.js";
export {
  bidirectionalColoring,
  type Coloring,
  type ColoringOptions,
  colorCount,
  columnColoring,
  rowColoring,
} from "./jacobian/coloring.js";
export type { ColoringOrder, VertexSequence } from "./jacobian/coloring-order.js";
export { acyclicColoring, starColoring } from "./jacobian/coloring-symmetric.js";
export { hessian, type JacobianCost, type JacobianMode, jacfwd, jacobian, jacobianCosts, jacrev } from "./jacobian/jacobian.js";
export { blockHvp, gaussNewtonProduct } from "./jacobian/products.js";
export {
  type SparseDerivative,
  type SparseHessianOptions,
  type SparseJacobianOptions,
  type SparseMatrix,
  type SparsePlan,
  sparseHessian,
  sparseJacobian,
  toDense,
} from "./jacobian/sparse-jacobian.js";
export { hessianSparsity, jacobianSparsity, type Sparsity } from "./jacobian/sparsity.js";
export { constant, input } from "./leaf.js";
export {
  abs,
  add,
  clip,
  div,
  eq,
  ge,
  gt,
  le,
  lt,
  maximum,
  minimum,
  mul,
  ne,
  neg,
  relu,
  sign,
  square,
  stopGradient,
  sub,
  where,
} from "./ops/arithmetic.js";
export { cbrt, exp, expm1, hypot, log, log1p, log2, log10, pow, sech2, sigmoid, softplus, sqrt, tanh } from "./ops/elementary.js";
export type { OpEntry } from "./ops/entry.js";
export { gather, scatterAdd } from "./ops/gather.js";
export { dot, matmul, outer, squaredDistances, trace } from "./ops/linear.js";
export { cholesky } from "./ops/matrix-cholesky.js";
export { det, logdet, slogdet } from "./ops/matrix-det.js";
export { eigh, eigvalsh } from "./ops/matrix-eigen.js";
export { expm } from "./ops/matrix-expm.js";
export { lstsq, pinv } from "./ops/matrix-lstsq.js";
export { qr } from "./ops/matrix-qr.js";
export { inverse, solve, solveTriangular } from "./ops/matrix-solve.js";
export { singularValues, svd } from "./ops/matrix-svd.js";
export { broadcastTo, reshape } from "./ops/move.js";
export { cumsum, logsumexp, max, mean, min, norm, prod, softmax, std, sum } from "./ops/reduce.js";
export { scan } from "./ops/scan.js";
export { concat, expandDims, flip, pad, slice, transpose } from "./ops/shape.js";
export { digamma, erf, erfc, lgamma, polygamma } from "./ops/special.js";
export { opTable } from "./ops/table.js";
export { acos, acosh, asin, asinh, atan, atan2, atanh, cos, cosh, sin, sinh, tan } from "./ops/trig.js";
export { type Arithmetic, float32, significand } from "./rounding/arithmetic.js";
export { type Rounding, type RoundingAnalysis, type RoundingOptions, type RoundingPart, roundingError } from "./rounding/rounding.js";
export { type Argument, grad, type HvpMode, hvp, jvp, linearize, type Traceable, valueAndGrad, vjp } from "./transforms.js";
export { listing } from "./wasm/listing.js";
