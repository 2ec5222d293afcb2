/** Automatic differentiation of array programs: trace, differentiate (graph in, graph out), compile, run. */
export { type CheckOptions, checkGrads } from "./check-grads.js";
export { compile, defaultEngine, type Engine, engineWorks, firstNonFinite, type NonFinite, opCount, type Program } from "./compile.js";
export { pullback, pushforward } from "./derive.js";
export { AdError, OutOfMemory } from "./errors.js";
export { type Expr, isExpr, type Operand, type Shape } from "./expr.js";
export { constant, input } from "./leaf.js";
export { type OpEntry, opTable } from "./op-table.js";
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
} from "./ops-arithmetic.js";
export { cbrt, exp, expm1, hypot, log, log1p, log2, log10, pow, sech2, sigmoid, softplus, sqrt, tanh } from "./ops-elementary.js";
export { gather, scatterAdd } from "./ops-gather.js";
export { dot, matmul, outer, squaredDistances, trace } from "./ops-linear.js";
export { broadcastTo, reshape } from "./ops-move.js";
export { cumsum, logsumexp, max, mean, min, norm, prod, softmax, std, sum } from "./ops-reduce.js";
export { scan } from "./ops-scan.js";
export { concat, expandDims, flip, pad, slice, transpose } from "./ops-shape.js";
export { digamma, erf, erfc, lgamma, polygamma } from "./ops-special.js";
export { acos, acosh, asin, asinh, atan, atan2, atanh, cos, cosh, sin, sinh, tan } from "./ops-trig.js";
export {
  type Argument,
  grad,
  type HvpMode,
  hessian,
  hvp,
  jacfwd,
  jacobian,
  jacrev,
  jvp,
  linearize,
  type Traceable,
  valueAndGrad,
  vjp,
} from "./transforms.js";
export { listing } from "./wasm/listing.js";
