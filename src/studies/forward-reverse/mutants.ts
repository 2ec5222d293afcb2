/** Wrong derivatives, made on purpose: ops with a changed rule, and a reverse sweep that overwrites where it should add. */

import { canonical } from "../../ad/canonical.js";
import type { Rule } from "../../ad/expr.js";
import { add, constant, type Expr, input, mul, neg } from "../../ad/index.js";
import type { ElementwiseFunction } from "../../ad/ops/define.js";
import { elementwiseFunctions } from "../../ad/ops/elementwise-functions.js";
import { formulaOf } from "../../ad/text/formula.js";

/** Those that have a derivative. A rule of theirs serves both directions. */
export const differentiableOps: readonly ElementwiseFunction[] = elementwiseFunctions.filter(({ op }) =>
  op.jvp.some((rule) => rule !== null),
);

/** f with other rules; `f.op` is left as it is. */
function withRules(f: ElementwiseFunction, rules: readonly (Rule | null)[]): (...x: Expr[]) => Expr {
  const op = { ...f.op, jvp: rules, vjp: rules };
  return (...x) => ({ ...f(...x), op });
}

/** A rule as a formula: those of a sum are the same for both arguments. */
function written(rule: Rule, f: ElementwiseFunction): string {
  const [t, y, ...x] = Array.from({ length: f.arity + 2 }, () => input([])) as [Expr, Expr, ...Expr[]];
  const names = new Map([t, y, ...x].map((node, k) => [node, `x${k}`]));
  return formulaOf(rule(t, y, ...x), (node) => names.get(node));
}

export interface Mutant {
  readonly name: string;
  readonly f: (...x: Expr[]) => Expr;
}

/** One for each rule and each way to get it wrong: the sign, a factor, a term that is forgotten, the rule of another argument. */
export function mutantsOf(f: ElementwiseFunction, factor: number): Mutant[] {
  const rules = f.op.jvp;
  return rules.flatMap((rule, k) => {
    if (!rule) return [];
    const other = rules.find((one) => one !== null && written(one, f) !== written(rule, f));
    const wrong: readonly (readonly [string, Rule | null])[] = [
      ["sign", (...given) => neg(rule(...given))],
      [`times ${factor}`, (...given) => mul(factor, rule(...given))],
      ["forgotten", null],
      ...(other ? [["of another argument", other] as const] : []),
    ];
    return wrong.map(([what, instead]) => ({ name: `${f.op.name}, rule ${k + 1}: ${what}`, f: withRules(f, rules.with(k, instead)) }));
  });
}

/** What becomes of a cotangent when another part of it arrives. */
export type Join = (before: Expr, part: Expr) => Expr;
export const accumulate: Join = (before, part) => add(before, part);
export const overwrite: Join = (_, part) => part;

/** The cotangents of xs by a reverse sweep over the canonical graph, and how many parts arrived where there was one already. */
export function sweep(f: Expr, xs: readonly Expr[], join: Join): { readonly gradient: Expr[]; readonly joins: number } {
  const graph = canonical(xs, [f]);
  const cotangents = new Map<Expr, Expr>([[graph.outputs[0]!, constant(1)]]);
  let joins = 0;
  for (const node of [...graph.order].reverse()) {
    const t = cotangents.get(node);
    if (!t) continue;
    for (const [k, arg] of node.args.entries()) {
      const rule = node.op.vjp[k];
      if (!rule || !graph.varying.has(arg)) continue;
      const part = rule(t, node, ...node.args);
      const before = cotangents.get(arg);
      if (before) joins++;
      cotangents.set(arg, before ? join(before, part) : part);
    }
  }
  return { gradient: xs.map((x) => cotangents.get(x)!), joins };
}
