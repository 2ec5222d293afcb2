/** Cost to a target against n: rows, a power law for each method beside theory's, where methods break even, what is known of κ. */
import { logLogSlope } from "../numeric/statistics/fit.js";
import { groupBy } from "../numeric/statistics/group-by.js";
import { methodName } from "./label.js";
import { type RunRecord, SCHEMA, type Target } from "./record.js";
import { type BreakEven, dimBreakEven, noiseBreakEven, priceBreakEven } from "./scale-break-even.js";
import { fitMethod, type ScaleFit } from "./scale-fit.js";
import { cellsOf, type ScaleAxis, type ScaleCell, type ScaleRow } from "./scale-rows.js";
import { predicted, type Registries } from "./scale-theory.js";

/** Fits, prices and crossings are those of the first level of noise. */
export interface Scaling {
  readonly schema: number;
  readonly problem: string;
  readonly axis: ScaleAxis;
  readonly target: Target | null;
  readonly dims: readonly number[];
  readonly noise: readonly (number | null)[];
  readonly fits: readonly ScaleFit[];
  readonly conditioning: Conditioning;
  readonly breakEven: readonly BreakEven[];
  readonly rows: readonly ScaleRow[];
}

/** Theory is for fixed κ: how far the problem keeps to that. */
export interface Conditioning {
  /** L at x0 where a step was chosen from it. */
  readonly L: readonly { readonly dim: number; readonly L: number }[];
  /** p in L ∝ n^p; null where L is known at fewer than 2 n. */
  readonly exponent: number | null;
  /** A method of exact gradients, whose iterations do not depend on n in theory, and the exponent they have; null where there is none. */
  readonly exact: { readonly method: string; readonly exponent: number } | null;
}

export function scaling(runs: readonly RunRecord[], axis: ScaleAxis, registries: Registries): Scaling {
  const cells = cellsOf(runs);
  const rows = cells.map(({ row }) => row);
  const noise = [...new Set(rows.map((row) => row.noise))];
  const methods = methodsOf(cells.filter(({ row }) => row.noise === noise[0]));
  const fitOf = (method: readonly ScaleCell[], on: ScaleAxis): ScaleFit =>
    fitMethod(
      method,
      on,
      method.map((cell) => predicted(cell, on, registries)),
    );
  const fits = methods.map((method) => fitOf(method, axis));
  return {
    schema: SCHEMA,
    problem: rows[0]?.problem ?? "",
    axis,
    target: runs[0]?.spec.targets.at(-1) ?? null,
    dims: [...new Set(rows.map(({ dim }) => dim))],
    noise,
    fits,
    conditioning: conditioningOf(
      methods,
      methods.map((method) => fitOf(method, "iterations")),
    ),
    breakEven: [...priceBreakEven(methods), ...dimBreakEven(fits), ...noiseBreakEven(cells)],
    rows,
  };
}

/** The cells of each method, ascending in n. */
const methodsOf = (cells: readonly ScaleCell[]): ScaleCell[][] =>
  groupBy(cells, ({ row }) => methodName(row)).map((method) => method.sort((a, b) => a.row.dim - b.row.dim));

function conditioningOf(methods: readonly (readonly ScaleCell[])[], iterations: readonly ScaleFit[]): Conditioning {
  const known = methods.find((method) => method.some(({ row }) => row.L !== null)) ?? [];
  const L = known.flatMap(({ row }) => (row.L === null ? [] : [{ dim: row.dim, L: row.L }]));
  const positive = L.filter((one) => one.L > 0);
  const exact = iterations.find(({ theory, exponent }) => theory === 0 && exponent !== null);
  return {
    L,
    exponent:
      positive.length > 1
        ? logLogSlope(
            positive.map(({ dim }) => dim),
            positive.map((one) => one.L),
          )
        : null,
    exact: exact ? { method: methodName(exact), exponent: exact.exponent! } : null,
  };
}
