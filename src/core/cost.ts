/** What was spent. Counts are exact integers; seconds are kept apart, by those who read a clock. */
export interface Cost {
  readonly values: number;
  readonly jvps: number;
  readonly vjps: number;
  readonly hvps: number;
  /** Scalar operations by the published table (docs/op-counts.md). */
  readonly ops: number;
}
export type Kind = Exclude<keyof Cost, "ops">;

export const noCost: Cost = { values: 0, jvps: 0, vjps: 0, hvps: 0, ops: 0 };

export const addCosts = (a: Cost, b: Cost): Cost => ({
  values: a.values + b.values,
  jvps: a.jvps + b.jvps,
  vjps: a.vjps + b.vjps,
  hvps: a.hvps + b.hvps,
  ops: a.ops + b.ops,
});

export const evals = (c: Cost): number => c.values + c.jvps + c.vjps + c.hvps;

/** Function-evaluation equivalents: ops ÷ ops of one value. */
export const work = (c: Cost, opsPerValue: number): number => c.ops / Math.max(1, opsPerValue);
