/** f(x) = Σ φ(x_i): ∂f/∂x_i = φ′(x_i), ∂²f/∂x_i² = φ″(x_i), the rest of the Hessian 0. */
import {
  add,
  asinh,
  atan,
  cosh,
  div,
  type Expr,
  erf,
  exp,
  log,
  log1p,
  mul,
  pow,
  sigmoid,
  sin,
  softplus,
  sqrt,
  square,
  sum,
  tanh,
} from "../../ad/index.js";
import type { Known } from "./known.js";

type Real = (x: number) => number;

const separable = (name: string, phi: (x: Expr) => Expr, slope: Real, curvature: Real): Known => ({
  name,
  f: (x) => sum(phi(x)),
  gradient: (x) => x.map(slope),
  hessian: (x, i, j) => (i === j ? curvature(x[i]!) : 0),
});

const logistic: Real = (x) => 1 / (1 + Math.exp(-x));
const bell: Real = (x) => (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x);
const selfPower: Real = (x) => Math.exp(x * Math.log(x));

/** For x > 0. */
export const separables: readonly Known[] = [
  separable(
    "Σ x²",
    square,
    (x) => 2 * x,
    () => 2,
  ),
  separable(
    "Σ x³",
    (x) => pow(x, 3),
    (x) => 3 * x * x,
    (x) => 6 * x,
  ),
  separable(
    "Σ 1/x",
    (x) => div(1, x),
    (x) => -1 / (x * x),
    (x) => 2 / (x * x * x),
  ),
  separable(
    "Σ √x",
    sqrt,
    (x) => 1 / (2 * Math.sqrt(x)),
    (x) => -1 / (4 * x * Math.sqrt(x)),
  ),
  separable("Σ e^x", exp, Math.exp, Math.exp),
  separable(
    "Σ log x",
    log,
    (x) => 1 / x,
    (x) => -1 / (x * x),
  ),
  separable(
    "Σ log(1 + x)",
    log1p,
    (x) => 1 / (1 + x),
    (x) => -1 / ((1 + x) * (1 + x)),
  ),
  separable(
    "Σ x log x",
    (x) => mul(x, log(x)),
    (x) => Math.log(x) + 1,
    (x) => 1 / x,
  ),
  separable(
    "Σ x^x",
    (x) => pow(x, x),
    (x) => selfPower(x) * (Math.log(x) + 1),
    (x) => selfPower(x) * ((Math.log(x) + 1) * (Math.log(x) + 1) + 1 / x),
  ),
  separable("Σ sin x", sin, Math.cos, (x) => -Math.sin(x)),
  separable("Σ cosh x", cosh, Math.sinh, Math.cosh),
  separable(
    "Σ tanh x",
    tanh,
    (x) => 1 / (Math.cosh(x) * Math.cosh(x)),
    (x) => (-2 * Math.tanh(x)) / (Math.cosh(x) * Math.cosh(x)),
  ),
  separable(
    "Σ atan x",
    atan,
    (x) => 1 / (1 + x * x),
    (x) => (-2 * x) / ((1 + x * x) * (1 + x * x)),
  ),
  separable(
    "Σ asinh x",
    asinh,
    (x) => 1 / Math.sqrt(1 + x * x),
    (x) => -x / ((1 + x * x) * Math.sqrt(1 + x * x)),
  ),
  separable("Σ erf x", erf, bell, (x) => -2 * x * bell(x)),
  separable(
    "Σ σ(x)",
    sigmoid,
    (x) => logistic(x) * logistic(-x),
    (x) => logistic(x) * logistic(-x) * (1 - 2 * logistic(x)),
  ),
  separable("Σ log(1 + e^x)", softplus, logistic, (x) => logistic(x) * logistic(-x)),
  separable(
    "Σ log(1 + x²)",
    (x) => log(add(1, square(x))),
    (x) => (2 * x) / (1 + x * x),
    (x) => (2 * (1 - x * x)) / ((1 + x * x) * (1 + x * x)),
  ),
];
