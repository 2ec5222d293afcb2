/** exp and sin of u = ωx, and three differences of order p: truncation h^p |f^(p + 1)|/divisor, tip of the V at h ≈ ε^(1/(p + 1)). */
import { type Expr, exp, sin } from "../../ad/index.js";
import * as complex from "./complex.js";

export interface Curve {
  readonly name: "exp" | "sin";
  /** u is uniform in [−end, end]. */
  readonly end: number;
  readonly phi: (u: Expr) => Expr;
  /** φ^(k)(u) */
  readonly derivative: (k: number, u: number) => number;
  readonly complex: (z: complex.Complex) => complex.Complex;
}

export const curves: readonly Curve[] = [
  { name: "exp", end: 1, phi: exp, derivative: (_, u) => Math.exp(u), complex: complex.exp },
  {
    name: "sin",
    end: Math.PI,
    phi: sin,
    derivative: (k, u) => [Math.sin(u), Math.cos(u), -Math.sin(u), -Math.cos(u)][k % 4]!,
    complex: complex.sin,
  },
];

export interface Difference {
  readonly id: string;
  /** The registered gradient source. */
  readonly source: string;
  readonly order: number;
  readonly divisor: number;
  readonly theory: string;
  /** The h at which truncation is fitted, for ω = 1: beyond the reach of rounding, before that of the next term of the series. */
  readonly truncation: readonly [from: number, to: number];
  readonly h: { readonly law: string; readonly value: number };
  /** The least error to be had, for ω = 1. */
  readonly error: number;
}

const eps = Number.EPSILON;

export const differences: readonly Difference[] = [
  {
    id: "forward",
    source: "forward-difference",
    order: 1,
    divisor: 2,
    theory: "h‖f″‖/2",
    truncation: [1e-6, 1e-2],
    h: { law: "√ε", value: Math.sqrt(eps) },
    error: 1e-8,
  },
  {
    id: "central",
    source: "central-difference",
    order: 2,
    divisor: 6,
    theory: "h²‖f‴‖/6",
    truncation: [1e-4, 1e-1],
    h: { law: "ε^(1/3)", value: Math.cbrt(eps) },
    error: 1e-11,
  },
  {
    id: "five-point",
    source: "five-point",
    order: 4,
    divisor: 30,
    theory: "h⁴‖f⁽⁵⁾‖/30",
    truncation: [1e-2, 1e-1],
    h: { law: "ε^(1/5)", value: Math.exp(Math.log(eps) / 5) },
    error: 1e-13,
  },
];
