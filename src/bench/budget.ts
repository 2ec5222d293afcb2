/** Budgets as they are written (20000, 500n), and what they come to at n variables. */
import { UsageError } from "../core/errors.js";
import type { Budget, BudgetUnit } from "./record.js";

export interface BudgetRule {
  /** As it was written: "500n". */
  readonly text: string;
  readonly unit: BudgetUnit;
  readonly amount: number;
  /** amount is per variable. */
  readonly perVariable: boolean;
  /** The default is cut at 2e9 ops a run; an explicit budget never is. */
  readonly cut: boolean;
}

export const budgetUnits: readonly BudgetUnit[] = ["work", "evals", "ops", "iterations", "seconds"];
const STANDARD = "1000n";
/** ops a run: what keeps a command without a budget to seconds, not hours. */
const MOST = 2e9;

export function budgetRule(budget: string | number | undefined, unit: BudgetUnit = "work"): BudgetRule {
  const text = String(budget ?? STANDARD).trim();
  const match = /^(\d+\.?\d*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?)(n?)$/i.exec(text);
  const amount = Number(match?.[1]);
  if (!match || !(amount > 0 && Number.isFinite(amount)))
    throw new UsageError(`budget: expected a number > 0, or a multiple of the dimension such as 500n, got "${text}"`);
  if (!budgetUnits.includes(unit)) throw new UsageError(`budget unit: expected one of ${budgetUnits.join(", ")}, got "${unit}"`);
  return { text, unit, amount, perVariable: match[2] !== "", cut: budget === undefined && unit === "work" };
}

/** The budget of a run at n variables; `note` says so when it was cut. */
export function budgetFor(rule: BudgetRule, n: number, opsPerValue: number): { readonly budget: Budget; readonly note?: string } {
  const limit = rule.perVariable ? rule.amount * n : rule.amount;
  const most = Math.max(1, Math.floor(MOST / opsPerValue));
  if (!rule.cut || limit <= most) return { budget: { unit: rule.unit, limit } };
  const note = `budget cut from ${rule.text} = ${limit} to ${most} work at n = ${n}: one value costs ${opsPerValue} ops, a run at most ${MOST.toExponential().replace("+", "")}; -b sets another`;
  return { budget: { unit: rule.unit, limit: most }, note };
}
