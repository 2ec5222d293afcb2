/** A node as it would be written: `w2 * v1`, `sqrt(v2)`, `v̇2 / (2 * v3)`. */
import type { AxisMap, Expr, Scan, Shape, Transposes } from "../expr.js";
import { fillOf } from "../leaf.js";
import { add, div, mul, neg, square, sub } from "../ops/arithmetic.js";
import { pow } from "../ops/elementary.js";

/** How a node is called; undefined: its formula is written out. */
export type NameOf = (node: Expr) => string | undefined;

/** How tightly an operator holds: what holds less tightly is set in parentheses. a + (b + c), a (b c) and −(a b) need none. */
const [SUM, SIGN, PRODUCT, POWER, ATOM] = [1, 2, 3, 4, 5];

interface Written {
  readonly text: string;
  readonly holds: number;
}

/** What the node computes from its arguments; `e` itself is written out even where it has a name. */
export const formulaOf = (e: Expr, nameOf: NameOf): string => written(e, nameOf).text;

/** A name, or else a formula. */
export const termOf = (e: Expr, nameOf: NameOf): string => operand(e, nameOf).text;

function operand(e: Expr, nameOf: NameOf): Written {
  const name = nameOf(e);
  return name === undefined ? written(e, nameOf) : { text: name, holds: ATOM };
}

function written(e: Expr, nameOf: NameOf): Written {
  const number = fillOf(e);
  if (number !== undefined) return { text: numberText(number), holds: number < 0 || Object.is(number, -0) ? SIGN : ATOM };
  const at = (k: number, least: number): string => {
    const { text, holds } = operand(e.args[k]!, nameOf);
    return holds < least ? `(${text})` : text;
  };
  const binary = (operator: string, holds: number, right: number): Written => ({
    text: `${at(0, holds)} ${operator} ${at(1, right)}`,
    holds,
  });
  switch (e.op) {
    case add.op:
      return binary("+", SUM, PRODUCT);
    case sub.op:
      return binary("-", SUM, PRODUCT);
    case mul.op:
      return binary("*", PRODUCT, PRODUCT);
    case div.op:
      return binary("/", PRODUCT, POWER);
    case neg.op:
      return { text: `-${at(0, PRODUCT)}`, holds: SIGN };
    case square.op:
      return { text: `${at(0, ATOM)}^2`, holds: POWER };
    case pow.op:
      return { text: `${at(0, ATOM)}^${at(1, POWER)}`, holds: POWER };
  }
  const args = e.args.map((arg) => operand(arg, nameOf).text);
  const part = sliceText(e);
  if (part !== null) return { text: args[0]! + part, holds: ATOM };
  return { text: `${callName(e)}(${[...marked(e, args), ...details(e)].join(", ")})`, holds: ATOM };
}

/** All digits, as they would be typed. */
function numberText(value: number): string {
  if (value === Math.PI) return "pi";
  return value === Math.E ? "e" : String(value).replace("e+", "e").replace("Infinity", "∞");
}

/** What moves elements is called by what it does with them. */
function callName({ op, param, args, shape }: Expr): string {
  if (op.kernel.form === "leaf") return param === null ? "input" : "constant";
  if (op.kernel.form !== "index") return op.name;
  const map = param as readonly AxisMap[];
  if (!isWithin(map, args[0]!.shape, shape)) return "pad";
  return map.every(({ axis }) => axis >= 0) && map.length === shape.length ? "transpose" : "broadcast";
}

/** Whether an index reads nothing outside the argument. */
const isWithin = (map: readonly AxisMap[], from: Shape, to: Shape): boolean =>
  map.every(({ axis, offset, stride }, k) => {
    const last = offset + stride * ((axis < 0 ? 1 : to[axis]!) - 1);
    return offset >= 0 && offset < from[k]! && last >= 0 && last < from[k]!;
  });

/** [1:4, :, 2], as in NumPy; null for what is no part of its argument. */
function sliceText({ op, param, args, shape }: Expr): string | null {
  if (op.kernel.form !== "index") return null;
  const map = param as readonly AxisMap[];
  const from = args[0]!.shape;
  const extent = (axis: number): number => (axis < 0 ? 1 : shape[axis]!);
  const whole = map.every(({ axis, offset, stride }, k) => offset === 0 && stride === 1 && extent(axis) === from[k]!);
  if (whole || !isWithin(map, from, shape)) return null;
  const ranges = map.map(({ axis, offset, stride }, k) => {
    if (axis < 0) return String(offset);
    const [first, last] = [offset, offset + stride * (extent(axis) - 1)];
    if (stride < 0) return `${first}:${last === 0 ? "" : last - 1}:${stride}`;
    const range = first === 0 && last === from[k]! - 1 ? ":" : `${first}:${last + 1}`;
    return stride === 1 ? range : `${range}:${stride}`;
  });
  return `[${ranges.join(", ")}]`;
}

/** Arguments of a product of matrices that are read transposed. */
function marked(e: Expr, args: readonly string[]): string[] {
  if (e.op.kernel.form !== "contract") return [...args];
  const { ta, tb } = e.param as Transposes;
  return args.map((arg, k) => ((k === 0 ? ta : tb) ? `${arg}ᵀ` : arg));
}

function details({ op, param, args }: Expr): string[] {
  if (op.kernel.form === "scan") return [`${(param as Scan).steps} times`];
  if (op.kernel.form !== "reduce") return [];
  const axes = param as readonly number[];
  return axes.length === args[0]!.shape.length ? [] : [`axis ${axes.join(", ")}`];
}
