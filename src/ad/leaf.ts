/** Where programs begin: inputs, whose values are set before each run, and constants. */
import { AdError, shown } from "./errors.js";
import { type AxisMap, constantOf, type Expr, isExpr, type Op, type Operand, type Shape, size } from "./expr.js";

const leaf: Op = { name: "leaf", kernel: { form: "leaf" }, ops: () => 0, jvp: [], vjp: [] };

/** A fresh input of that shape. */
export function input(shape: Shape): Expr {
  if (!shape.every((d) => Number.isSafeInteger(d) && d >= 0))
    throw new AdError("input", `${shown(shape)} is no shape: extents are integers ≥ 0`);
  return { op: leaf, args: [], shape: [...shape], param: null };
}

/** Numbers that never change, copied. A number has shape [], an array [n] unless `shape` says otherwise. Row-major. */
export function constant(data: number | ArrayLike<number>, shape?: Shape): Expr {
  const values = typeof data === "number" ? Float64Array.of(data) : Float64Array.from(data);
  const own = shape ?? (typeof data === "number" ? [] : [values.length]);
  if (size(own) !== values.length) throw new AdError("constant", `${values.length} numbers do not fill shape ${shown(own)}`);
  return { op: leaf, args: [], shape: [...own], param: values };
}

export function lift(x: Operand): Expr {
  if (typeof x === "number") return constant(x);
  if (!isExpr(x))
    throw new AdError(
      "operand",
      `expected an Expr or a number, got ${x === null ? "null" : typeof x}; constant(array) makes an Expr of numbers`,
    );
  return x;
}

/** c where every element of e is the constant c; undefined elsewhere. */
export function fillOf(e: Expr): number | undefined {
  const source = isScalarBroadcast(e) ? e.args[0]! : e;
  const value = constantOf(source);
  return value?.length === 1 ? value[0] : undefined;
}

/** True for an index that reads one and the same element everywhere. */
export const isScalarBroadcast = (e: Expr): boolean =>
  e.op.kernel.form === "index" &&
  size(e.args[0]!.shape) === 1 &&
  (e.param as readonly AxisMap[]).every((m) => m.axis < 0 && m.offset === 0);
