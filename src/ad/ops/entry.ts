/** How an op is entered in the table. */
import type { Expr, Interval, Shape } from "../expr.js";

export interface OpEntry {
  readonly name: string;
  readonly summary: string;
  readonly reference: string;
  /** What it costs, in words. */
  readonly ops: string;
  /** The op on arguments of one of the sets of shapes below. */
  readonly build: (...x: Expr[]) => Expr;
  readonly shapes: readonly (readonly Shape[])[];
  readonly domains: readonly Interval[];
}

export const GW = "Griewank & Walther (2008), Evaluating Derivatives";
const any: Interval = [-3, 3];

/** What is tested at arguments in [−3, 3]. */
export function array(
  name: string,
  summary: string,
  ops: string,
  build: OpEntry["build"],
  shapes: OpEntry["shapes"],
  reference = GW,
): OpEntry {
  return { name, summary, reference, ops, build, shapes, domains: shapes[0]!.map(() => any) };
}
