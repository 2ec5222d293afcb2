/** d(u + v) = du + dv, d(u v) = du v + u dv, …: a formula for a derivative, written out. A graph is read as the tree that it stands for. */
import { constantOf, type Op } from "../../ad/expr.js";
import { add, constant, div, type Expr, exp, log, mul, neg, square, sub, tanh } from "../../ad/index.js";

/** How the rules put their results together. */
export interface Algebra {
  readonly add: (u: Expr, v: Expr) => Expr;
  readonly sub: (u: Expr, v: Expr) => Expr;
  readonly mul: (u: Expr, v: Expr) => Expr;
  readonly div: (u: Expr, v: Expr) => Expr;
}

/** As the rules say. */
export const plain: Algebra = { add, sub, mul, div };

const [zero, unit] = [constant(0), constant(1)];
const numberOf = (u: Expr): number | undefined => constantOf(u)?.[0];
const folded = (u: Expr, v: Expr, f: (a: number, b: number) => number): Expr | undefined => {
  const [a, b] = [numberOf(u), numberOf(v)];
  return a === undefined || b === undefined ? undefined : constant(f(a, b));
};
const opposite = (u: Expr): Expr | undefined => (u.op === neg.op ? u.args[0]! : undefined);

/** As a person would write it: numbers are put together, 0 + u, 1 u and 0 u are u, u and 0, signs go outwards. Nothing is multiplied out. */
export const simplified: Algebra = {
  add: (u, v) => {
    if (numberOf(u) === 0) return v;
    if (numberOf(v) === 0) return u;
    const minus = opposite(v);
    return folded(u, v, (a, b) => a + b) ?? (minus ? sub(u, minus) : add(u, v));
  },
  sub: (u, v) => {
    if (numberOf(v) === 0) return u;
    if (numberOf(u) === 0) return numberOf(v) === undefined ? (opposite(v) ?? neg(v)) : constant(-numberOf(v)!);
    return folded(u, v, (a, b) => a - b) ?? sub(u, v);
  },
  mul: (u, v) => {
    if (numberOf(u) === 0 || numberOf(v) === 0) return zero;
    if (numberOf(u) === 1) return v;
    if (numberOf(v) === 1) return u;
    const [a, b] = [opposite(u), opposite(v)];
    const known = folded(u, v, (p, q) => p * q);
    if (known) return known;
    if (numberOf(v) === -1) return a ?? neg(u);
    return a && b ? mul(a, b) : a ? neg(mul(a, v)) : b ? neg(mul(u, b)) : mul(u, v);
  },
  div: (u, v) => (numberOf(u) === 0 ? zero : numberOf(v) === 1 ? u : div(u, v)),
};

type Rule = (of: Algebra, e: Expr, ...d: Expr[]) => Expr;

const rules: ReadonlyMap<Op, Rule> = new Map<Op, Rule>([
  [add.op, (of, _, du, dv) => of.add(du!, dv!)],
  [sub.op, (of, _, du, dv) => of.sub(du!, dv!)],
  [neg.op, (of, _, du) => of.sub(zero, du!)],
  [mul.op, (of, { args: [u, v] }, du, dv) => of.add(of.mul(du!, v!), of.mul(u!, dv!))],
  [div.op, (of, { args: [u, v] }, du, dv) => of.div(of.sub(of.mul(du!, v!), of.mul(u!, dv!)), square(v!))],
  [square.op, (of, { args: [u] }, du) => of.mul(of.mul(constant(2), u!), du!)],
  [exp.op, (of, e, du) => of.mul(du!, e)],
  [log.op, (of, { args: [u] }, du) => of.div(du!, u!)],
  [tanh.op, (of, e, du) => of.mul(du!, of.sub(unit, square(e)))],
]);

/** ∂e/∂x as a formula. What occurs twice is differentiated twice: nothing is kept. */
export function derivative(e: Expr, x: Expr, of: Algebra): Expr {
  if (e === x) return unit;
  if (e.args.length === 0) return zero;
  const rule = rules.get(e.op);
  if (!rule) throw new Error(`no rule for the derivative of ${e.op.name}`);
  return rule(of, e, ...e.args.map((arg) => derivative(arg, x, of)));
}

/** Symbols of a formula: operators, functions, variables and numbers, each as often as it is written. */
export const symbols = (e: Expr): number => e.args.reduce((sum, arg) => sum + symbols(arg), 1);

/** Operations of a formula that is evaluated as it is written. */
export const formulaOps = (e: Expr): number => e.args.reduce((sum, arg) => sum + formulaOps(arg), e.op.ops(e));
