/** Are derivatives right? jvp against extrapolated differences, vjp against jvp, and the same again for their derivatives. */
import { compile, type Program } from "./compile.js";
import { pullback, pushforward } from "./derive.js";
import { AdError } from "./errors.js";
import { type Expr, size } from "./expr.js";
import { constant, input } from "./leaf.js";

export interface CheckOptions {
  /** Derivatives up to this order are checked. */
  readonly order?: number;
  readonly modes?: readonly ("forward" | "reverse")[];
  /** Of jvp against differences, relative to max(1, the largest entry). */
  readonly tolerance?: number;
}

const ADJOINT = 1e-10;
const H = 1e-3;

/**
 * Throws AdError at the first derivative of f: [n] → any shape that is wrong at x, and says which.
 * Directions are fixed, so the answer is a function of f and x.
 */
export function checkGrads(
  f: (x: Expr) => Expr,
  x: ArrayLike<number>,
  { order = 2, modes = ["forward", "reverse"], tolerance = 1e-6 }: CheckOptions = {},
): void {
  const unknown = modes.find((mode) => mode !== "forward" && mode !== "reverse");
  if (unknown !== undefined || modes.length === 0)
    throw new AdError("checkGrads", `modes are "forward" and "reverse", got ${JSON.stringify(modes)}`);
  check(f, Float64Array.from(x), order, modes, tolerance, "f");
}

function check(f: (x: Expr) => Expr, x: Float64Array, order: number, modes: readonly string[], tolerance: number, name: string): void {
  const at = input([x.length]);
  const y = f(at);
  const v = direction(x.length, 1);
  const u = direction(size(y.shape), 2);
  const tangent = pushforward(y, at, constant(v));
  const values = compile([at], [y]);
  const pushed = evaluate(compile([at], [tangent]), x);
  if (modes.includes("forward")) {
    const expected = difference(values, x, v);
    const scale = Math.max(1, ...expected.map(Math.abs));
    expected.forEach((d, i) => {
      const error = Math.abs(d - pushed[i]!);
      if (!(error <= tolerance * scale))
        throw new AdError("checkGrads", `jvp of ${name} is ${pushed[i]} in element ${i}, differences say ${d}`);
    });
  }
  if (modes.includes("reverse")) {
    const pulled = evaluate(compile([at], [pullback(y, [at], constant(u, y.shape))[0]!]), x);
    const [forward, reverse] = [inner(u, pushed), inner(pulled, v)];
    const scale = Math.max(
      1,
      u.reduce((s, ui, i) => s + Math.abs(ui * pushed[i]!), 0),
      pulled.reduce((s, g, i) => s + Math.abs(g * v[i]!), 0),
    );
    if (!(Math.abs(forward - reverse) <= ADJOINT * scale))
      throw new AdError("checkGrads", `vjp of ${name} is not the transpose of its jvp: u·(Jv) = ${forward}, (Jᵀu)·v = ${reverse}`);
  }
  if (order <= 1) return;
  if (modes.includes("forward")) check((e) => pushforward(f(e), e, constant(v)), x, order - 1, modes, tolerance, `the jvp of ${name}`);
  if (modes.includes("reverse"))
    check((e) => pullback(f(e), [e], constant(u, y.shape))[0]!, x, order - 1, modes, tolerance, `the vjp of ${name}`);
}

/** Irregular numbers in [−1, 1], never 0: the fractional parts of multiples of the golden ratio. */
function direction(n: number, salt: number): Float64Array {
  return Float64Array.from({ length: n }, (_, i) => {
    const t = ((i + 1) * 0.6180339887498949 + salt * 0.2718281828459045) % 1;
    return 2 * t - 1 || 0.5;
  });
}

const inner = (a: Float64Array, b: Float64Array): number => a.reduce((s, ai, i) => s + ai * b[i]!, 0);

function evaluate(program: Program, x: Float64Array): Float64Array {
  program.inputs[0]!.set(x);
  program.run();
  return program.outputs[0]!.slice();
}

/** d/dt f(x + t v): central differences at H and H/2, extrapolated; error O(H⁴). */
function difference(program: Program, x: Float64Array, v: Float64Array): Float64Array {
  const central = (h: number): Float64Array => {
    const right = evaluate(
      program,
      x.map((xi, i) => xi + h * v[i]!),
    );
    const left = evaluate(
      program,
      x.map((xi, i) => xi - h * v[i]!),
    );
    return right.map((r, i) => (r - left[i]!) / (2 * h));
  };
  const [coarse, fine] = [central(H), central(H / 2)];
  return fine.map((d, i) => d + (d - coarse[i]!) / 3);
}
