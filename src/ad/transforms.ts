/** Derivatives of plain functions, under JAX's names: numbers and arrays in, numbers and Float64Arrays out, and Expr in, Expr out. */
import { compile, type Program } from "./compile.js";
import { pullback, pushforward } from "./derive.js";
import { AdError, shown } from "./errors.js";
import { type Expr, isExpr, sameShape, size } from "./expr.js";
import { constant, input } from "./leaf.js";
import { dot } from "./ops/linear.js";
import { alias, reshape } from "./ops/move.js";

/** What a function is differentiated at: a number (shape []), an array (shape [n]), or an Expr inside a traced function. */
export type Argument = number | ArrayLike<number> | Expr;
/** As the argument was: number for a number, Float64Array for an array, Expr for an Expr. */
export type Like<A> = A extends number ? number : A extends Expr ? Expr : Float64Array;
/** Any function of arrays, written with the ops of this library. */
export type Traceable = (...x: Expr[]) => Expr;

export const shapeOf = (x: number | ArrayLike<number>): number[] => (typeof x === "number" ? [] : [x.length]);
const asExpr = (x: Argument): Expr => (isExpr(x) ? x : constant(x));
/** [] as a number, everything else as an array of its own. */
const plain = (y: Expr, values: Float64Array): number | Float64Array => (y.shape.length === 0 ? values[0]! : values.slice());

/** What the user's function returned. */
export function traced(op: string, y: unknown): Expr {
  if (typeof y === "number" && !Number.isNaN(y)) return constant(y);
  if (isExpr(y)) return y;
  throw new AdError(
    op,
    `the function must return an expression, it returned ${Number.isNaN(y) ? "NaN" : typeof y}: write mul(x, x), not x * x`,
  );
}

export function scalar(op: string, returned: unknown): Expr {
  const y = traced(op, returned);
  if (y.shape.length > 0)
    throw new AdError(op, `the function must return a scalar, shape []; it returns shape ${shown(y.shape)}: sum it, or use jacobian`);
  return y;
}

export function direction(op: string, x: Expr, v: Expr): Expr {
  if (!sameShape(x.shape, v.shape))
    throw new AdError(op, `x has shape ${shown(x.shape)}, the direction ${shown(v.shape)}: expected the same`);
  return v;
}

/** Outputs as a function of numbers or of Exprs. Compiled once for each set of argument shapes. */
export function transform(build: (x: readonly Expr[]) => readonly Expr[]): (x: readonly Argument[]) => (number | Float64Array | Expr)[] {
  const programs = new Map<string, { readonly program: Program; readonly outputs: readonly Expr[] }>();
  return (x) => {
    // Aliases: what the function captured from outside stays constant, even where it is the argument itself.
    if (x.some(isExpr)) return [...build(x.map((one) => alias(asExpr(one))))];
    const values = x as readonly (number | ArrayLike<number>)[];
    const key = values.map((one) => shapeOf(one).join()).join(";");
    let made = programs.get(key);
    if (!made) {
      const inputs = values.map((one) => input(shapeOf(one)));
      const outputs = build(inputs);
      made = { program: compile(inputs, outputs), outputs };
      programs.set(key, made);
    }
    const { program, outputs } = made;
    for (const [k, one] of values.entries()) program.inputs[k]!.set(typeof one === "number" ? [one] : one);
    program.run();
    return outputs.map((y, k) => plain(y, program.outputs[k]!));
  };
}

/**
 * ∇f with respect to argument `argnum`, by reverse mode.
 * @throws AdError when f does not return a scalar.
 */
export function grad(f: Traceable, argnum = 0): <A extends Argument>(x: A, ...rest: Argument[]) => Like<A> {
  const run = transform((x) => pullback(scalar("grad", f(...x)), [x[argnum]!]));
  return (<A extends Argument>(...x: [A, ...Argument[]]) => run(x)[0] as Like<A>) as <A extends Argument>(
    x: A,
    ...rest: Argument[]
  ) => Like<A>;
}

/** [f, ∇f] in one program. */
export function valueAndGrad(
  f: Traceable,
  argnum = 0,
): <A extends Argument>(x: A, ...rest: Argument[]) => [value: A extends Expr ? Expr : number, gradient: Like<A>] {
  const run = transform((x) => {
    const y = scalar("valueAndGrad", f(...x));
    return [y, pullback(y, [x[argnum]!])[0]!];
  });
  return (<A extends Argument>(...x: [A, ...Argument[]]) => run(x)) as ReturnType<typeof valueAndGrad>;
}

/** [f(x), J v]: forward mode. Traces f at each call; `linearize` reuses one trace. */
export function jvp<A extends Argument>(f: (x: Expr) => Expr, x: A, v: Argument): [value: Like<A> | number, tangent: Like<A> | number] {
  const run = transform(([at, along]) => {
    const y = traced("jvp", f(at!));
    return [y, pushforward(y, at!, direction("jvp", at!, along!))];
  });
  return run([x, v]) as [Like<A>, Like<A>];
}

/** [f(x), u ↦ Jᵀu]: reverse mode. u has the shape of f(x). */
export function vjp(
  f: (x: Expr) => Expr,
  x: number | ArrayLike<number>,
): [value: number | Float64Array, pull: (u: number | ArrayLike<number>) => number | Float64Array] {
  const at = input(shapeOf(x));
  const y = traced("vjp", f(at));
  const u = input(y.shape);
  return split(x, at, y, u, pullback(y, [at], u)[0]!);
}

/** [f(x), v ↦ J v] at a fixed x: forward mode, traced once. */
export function linearize(
  f: (x: Expr) => Expr,
  x: number | ArrayLike<number>,
): [value: number | Float64Array, push: (v: number | ArrayLike<number>) => number | Float64Array] {
  const at = input(shapeOf(x));
  const y = traced("linearize", f(at));
  const v = input(at.shape);
  return split(x, at, y, v, pushforward(y, at, v));
}

function split(
  x: number | ArrayLike<number>,
  at: Expr,
  y: Expr,
  direction: Expr,
  result: Expr,
): [number | Float64Array, (d: number | ArrayLike<number>) => number | Float64Array] {
  const program = compile([at, direction], [y, result]);
  program.inputs[0]!.set(typeof x === "number" ? [x] : x);
  program.run();
  const value = plain(y, program.outputs[0]!);
  return [
    value,
    (d) => {
      const numbers = typeof d === "number" ? [d] : d;
      if (numbers.length !== program.inputs[1]!.length)
        throw new AdError("linear map", `expected ${program.inputs[1]!.length} numbers, got ${numbers.length}`);
      program.inputs[1]!.set(numbers);
      program.run();
      return plain(result, program.outputs[1]!);
    },
  ];
}

export type HvpMode = "forward-over-reverse" | "reverse-over-forward" | "reverse-over-reverse";

/** ∇²f(x) v. Traces f at each call; `linearize(grad(f), x)` reuses one trace. */
export function hvp<A extends Argument>(
  f: (x: Expr) => Expr,
  x: A,
  v: Argument,
  { mode = "forward-over-reverse" }: { readonly mode?: HvpMode } = {},
): Like<A> {
  const run = transform(([at, along]) => [hvpGraph(scalar("hvp", f(at!)), at!, direction("hvp", at!, along!), mode)]);
  return run([x, v])[0] as Like<A>;
}

export function hvpGraph(y: Expr, x: Expr, v: Expr, mode: HvpMode): Expr {
  const flat = (e: Expr): Expr => reshape(e, [size(e.shape)]);
  switch (mode) {
    case "forward-over-reverse":
      return pushforward(pullback(y, [x])[0]!, x, v);
    case "reverse-over-forward":
      return pullback(pushforward(y, x, v), [x])[0]!;
    case "reverse-over-reverse":
      return pullback(dot(flat(pullback(y, [x])[0]!), flat(v)), [x])[0]!;
  }
}
