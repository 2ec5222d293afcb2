/** Expressions: the nodes of a traced program, and what an op must declare. Nothing is evaluated while tracing. */

/** Dimensions, outermost first; [] is a scalar. Arrays are row-major float64. */
export type Shape = readonly number[];

/** One node of a traced program: an op applied to nodes. */
export interface Expr {
  readonly op: Op;
  readonly args: readonly Expr[];
  readonly shape: Shape;
  /** What configures the op (axes, index map, exponent …): plain data or null. */
  readonly param: unknown;
}

/** An array in a traced program: an expression, or a number that is lifted to a constant. */
export type Operand = Expr | number;

/** The scalar machine an elementwise body is written for. Masks are V too: only `select` and the mask operations take them. */
export interface Builder<V> {
  num(c: number): V;
  add(a: V, b: V): V;
  sub(a: V, b: V): V;
  mul(a: V, b: V): V;
  div(a: V, b: V): V;
  neg(a: V): V;
  abs(a: V): V;
  sqrt(a: V): V;
  /** Round half to even. */
  nearest(a: V): V;
  /** b < a ? b : a */
  min(a: V, b: V): V;
  /** a < b ? b : a */
  max(a: V, b: V): V;
  lt(a: V, b: V): V;
  le(a: V, b: V): V;
  eq(a: V, b: V): V;
  and(a: V, b: V): V;
  or(a: V, b: V): V;
  not(a: V): V;
  select(mask: V, a: V, b: V): V;
  /** 2^n for integral n in [-1022, 1023]. */
  pow2(n: V): V;
  /** x = mantissa(x) 2^exponent(x) with mantissa in [1, 2), for normal x > 0. */
  exponent(x: V): V;
  mantissa(x: V): V;
  /** x with the lower 27 bits of its significand cleared. */
  upper(x: V): V;
}

/** The body of an elementwise kernel. It may only use the builder: every engine runs the same operations. */
export type Body = <V>(b: Builder<V>, ...x: V[]) => V;

/**
 * For one axis of an argument: which axis of the result walks it (-1: none), from where, in which stride (negative: backwards).
 * Argument index = offset + stride · (result index along `axis`). Outside the argument the result is 0.
 */
export interface AxisMap {
  readonly axis: number;
  readonly offset: number;
  readonly stride: number;
}

export type Combine = "sum" | "max" | "min";

/** Everything an engine may know about an op: it knows forms, never op names. */
export type Kernel =
  /** An input (param null) or a constant (param: its Float64Array). */
  | { readonly form: "leaf" }
  /** All arguments have the shape of the result. */
  | { readonly form: "elementwise"; readonly body: Body }
  /** param: the axes of the argument that are combined, ascending; they vanish from the shape. */
  | { readonly form: "reduce"; readonly combine: Combine }
  /** The elements of argument 0 in the same order under another shape: no work at all. Further arguments are only waited for. */
  | { readonly form: "reshape" }
  /** param: an AxisMap per axis of the argument. */
  | { readonly form: "index" }
  /** [m, k] × [k, n] → [m, n]; param: Transposes, saying how the arguments are stored. */
  | { readonly form: "contract" }
  /** result[i, …] = argument 0 [index[i], …], rows read along axis 0; param: { index, rows }. */
  | { readonly form: "gather" }
  /** The transpose of gather: result[index[i], …] += argument 0 [i, …]. */
  | { readonly form: "scatter" }
  /** A loop whose body is a program of its own; param: Scan. The result holds the states after each step, [T, m]. */
  | { readonly form: "scan" }
  /** Plain code on views of the arena. It must write all of `out` and keep nothing. */
  | { readonly form: "native"; readonly run: NativeKernel };

export type NativeKernel = (out: Float64Array, args: readonly Float64Array[], node: Expr) => void;

export interface Transposes {
  readonly ta: boolean;
  readonly tb: boolean;
}

export interface Gather {
  /** Which row of the argument each row of the result is. */
  readonly index: Int32Array;
  /** Extent of axis 0 on the far side: of the argument (gather) or the result (scatter). */
  readonly rows: number;
}

export interface Scan {
  /** Inputs of the body: the carry, one element of each array that is walked, and what stays the same. */
  readonly carry: Expr;
  readonly items: readonly Expr[];
  readonly constants: readonly Expr[];
  /** [m]: the next carry first. */
  readonly next: Expr;
  readonly steps: number;
  /** From the last element to the first. */
  readonly reverse: boolean;
}

/** jvp: the tangent of y caused by the tangent t of one argument. vjp: the cotangent of that argument caused by the cotangent t of y. */
export type Rule = (t: Expr, y: Expr, ...x: Expr[]) => Expr;

export type Interval = readonly [low: number, high: number];

/**
 * Everything there is to know about an op. Rules are given per argument; null: the derivative is zero.
 * They build graph, never numbers, so derivatives can be differentiated again.
 */
export interface Op {
  readonly name: string;
  readonly kernel: Kernel;
  /** Elementwise ops: the open interval that tests sample each argument from. */
  readonly domain?: readonly Interval[];
  /** Scalar operations the op costs (add, multiply, compare 1; divide, square root 4; elementary functions 10; moving data 0). */
  readonly ops: (node: Expr) => number;
  readonly jvp: readonly (Rule | null)[];
  readonly vjp: readonly (Rule | null)[];
}

export const size = (shape: Shape): number => shape.reduce((n, d) => n * d, 1);

/** Row-major strides. */
export function strides(shape: Shape): number[] {
  const out = new Array<number>(shape.length);
  for (let k = shape.length - 1, s = 1; k >= 0; s *= shape[k]!, k--) out[k] = s;
  return out;
}

export const sameShape = (a: Shape, b: Shape): boolean => a.length === b.length && a.every((d, k) => d === b[k]);

/** jvp and vjp are one list exactly where each result element depends on the same element of the arguments: a diagonal Jacobian. */
export const isDiagonal = (op: Op): boolean => op.jvp === op.vjp && op.jvp.length > 0;

export const isExpr = (x: unknown): x is Expr => typeof x === "object" && x !== null && "op" in x && "args" in x;

/** The value of a constant; undefined for inputs and everything computed. */
export const constantOf = (e: Expr): Float64Array | undefined =>
  e.op.kernel.form === "leaf" && e.param !== null ? (e.param as Float64Array) : undefined;

/** Every node the roots need, arguments before uses. Iterative, so that deep programs cannot overflow the stack. */
export function toposort(roots: readonly Expr[]): Expr[] {
  const order: Expr[] = [];
  const seen = new Set<Expr>();
  const nodes: Expr[] = [];
  const next: number[] = [];
  const visit = (node: Expr): void => {
    if (seen.has(node)) return;
    seen.add(node);
    nodes.push(node);
    next.push(0);
  };
  for (const root of roots) {
    visit(root);
    while (nodes.length > 0) {
      const top = nodes.length - 1;
      const node = nodes[top]!;
      const child = node.args[next[top]!++];
      if (child) visit(child);
      else {
        order.push(node);
        nodes.pop();
        next.pop();
      }
    }
  }
  return order;
}
