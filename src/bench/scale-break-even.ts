/** Where two methods need the same work: at which price of a gradient, at which n, and who needs the least at each level of noise. */
import { evals, type Kind } from "../core/cost.js";
import { methodName } from "./label.js";
import type { ScaleFit } from "./scale-fit.js";
import type { ScaleCell, ScaleRow } from "./scale-rows.js";

/** The price of a reverse gradient, in evaluations of f, below which `method` needs less work than `against` at this n. */
export interface PriceBreakEven {
  readonly kind: "price";
  readonly method: string;
  readonly against: string;
  readonly dim: number;
  /** null where one of them is unsolved; negative where even a free gradient would not do. */
  readonly price: number | null;
  /** What it costs: ops of (f, ∇f) ÷ ops of f. */
  readonly actual: number | null;
}

/** Where the fitted lines cross. */
export interface DimBreakEven {
  readonly kind: "dim";
  readonly method: string;
  readonly against: string;
  /** null where they do not cross at any n from 1 to 1e12. */
  readonly dim: number | null;
  /** Which needs less below and above; the same one where they do not cross; null for equal lines. */
  readonly below: string | null;
  readonly above: string | null;
  /** The crossing lies outside the n that both were measured at. */
  readonly extrapolated: boolean;
  /** Their intervals have no point in common, so that it is known whose line is the steeper. */
  readonly apart: boolean;
}

/** Work to the target at one level of noise and one n, and who needs the least. Noise is in the values of f, not in derivatives. */
export interface NoiseBreakEven {
  readonly kind: "noise";
  readonly noise: number | null;
  readonly dim: number;
  /** Of all methods, and of those that take only values; null where none of them is solved. */
  readonly best: string | null;
  readonly bestByValues: string | null;
  readonly work: Readonly<Record<string, number | null>>;
}

export type BreakEven = PriceBreakEven | DimBreakEven | NoiseBreakEven;

/**
 * Every method that takes its derivatives from reverse sweeps, against every one that takes none: of the same optimizer, or of one that uses no
 * gradient. values + price · vjps = values of the other. `methods`: the cells of each, ascending in n.
 */
export function priceBreakEven(methods: readonly (readonly ScaleCell[])[]): PriceBreakEven[] {
  const reverse = methods.filter((cells) => uses(cells, ["vjps"]));
  const without = methods.filter((cells) => uses(cells, []));
  return reverse.flatMap((cells) =>
    without
      .filter(([other]) => other!.row.gradient === "none" || other!.row.optimizer === cells[0]!.row.optimizer)
      .flatMap((others) => cells.flatMap(({ row }) => priceAt(row, others.find((other) => other.row.dim === row.dim)?.row) ?? [])),
  );
}

/** Do the runs use exactly these kinds of derivatives? One that failed before it asked for anything does not tell. */
function uses(cells: readonly ScaleCell[], kinds: readonly Kind[]): boolean {
  const telling = cells.flatMap(({ runs }) => runs.filter(({ cost }) => evals(cost) > 0));
  const derivatives = ["jvps", "vjps", "hvps"] as const;
  return telling.length > 0 && telling.every(({ cost }) => derivatives.every((kind) => cost[kind] > 0 === kinds.includes(kind)));
}

function priceAt(row: ScaleRow, other: ScaleRow | undefined): PriceBreakEven | null {
  if (!other) return null;
  const [mine, theirs, sweeps] = [row.median_values, other.median_values, row.median_vjps];
  const known = mine !== null && theirs !== null && sweeps !== null && sweeps > 0;
  return {
    kind: "price",
    method: methodName(row),
    against: methodName(other),
    dim: row.dim,
    price: known ? (theirs - mine) / sweeps : null,
    actual: row.price_vjp,
  };
}

/** Beyond this no n is meant. */
const LARGEST = 1e12;

/** Every pair of fitted lines. */
export const dimBreakEven = (fits: readonly ScaleFit[]): DimBreakEven[] =>
  fits.flatMap((a, k) => fits.slice(k + 1).flatMap((b) => crossing(a, b) ?? []));

/** c₁ n^p₁ = c₂ n^p₂ at n = (c₂/c₁)^(1/(p₁ − p₂)). */
function crossing(a: ScaleFit, b: ScaleFit): DimBreakEven | null {
  if (a.exponent === null || b.exponent === null || a.factor === null || b.factor === null) return null;
  const [first, second] = [methodName(a), methodName(b)];
  const slope = a.exponent - b.exponent;
  const height = Math.log(b.factor) - Math.log(a.factor);
  const n = slope === 0 ? Number.POSITIVE_INFINITY : Math.exp(height / slope);
  const lower = slope < 0 ? first : second;
  const higher = slope < 0 ? second : first;
  const pair = { kind: "dim", method: first, against: second, apart: areApart(a, b) } as const;
  const never = (wins: string | null): DimBreakEven => ({ ...pair, dim: null, below: wins, above: wins, extrapolated: false });
  if (slope === 0) return never(height === 0 ? null : height > 0 ? first : second);
  // Above the crossing the flatter line is the lower one.
  if (n <= 1) return never(lower);
  if (n > LARGEST) return never(higher);
  const [from, to] = measured(a, b);
  return { ...pair, dim: n, below: higher, above: lower, extrapolated: !(n >= from && n <= to) };
}

function areApart(a: ScaleFit, b: ScaleFit): boolean {
  if (a.low === null || a.high === null || b.low === null || b.high === null) return false;
  return a.low > b.high || b.low > a.high;
}

/** The n at which both lines have points. */
function measured(a: ScaleFit, b: ScaleFit): readonly [from: number, to: number] {
  const dims = (fit: ScaleFit): number[] => fit.points.flatMap(({ dim, value }) => (value !== null && value > 0 ? [dim] : []));
  const [of, others] = [dims(a), dims(b)];
  return [Math.max(of[0]!, others[0]!), Math.min(of.at(-1)!, others.at(-1)!)];
}

/** One for each level and n, as they come; none for a single level. */
export function noiseBreakEven(cells: readonly ScaleCell[]): NoiseBreakEven[] {
  const levels = [...new Set(cells.map(({ row }) => row.noise))];
  if (levels.length < 2) return [];
  return levels.flatMap((noise) => {
    const level = cells.filter(({ row }) => row.noise === noise);
    return [...new Set(level.map(({ row }) => row.dim))].map((dim) => {
      const here = level.filter(({ row }) => row.dim === dim);
      const work = Object.fromEntries(here.map(({ row }) => [methodName(row), row.median_work]));
      const byValues = here.filter((cell) => uses([cell], []));
      return { kind: "noise", noise, dim, best: leastWork(here), bestByValues: leastWork(byValues), work } as const;
    });
  });
}

/** The method that needs the least; null where none is solved. Among equals the first. */
function leastWork(cells: readonly ScaleCell[]): string | null {
  const work = cells.map(({ row }) => row.median_work ?? Number.POSITIVE_INFINITY);
  const least = Math.min(...work);
  return Number.isFinite(least) ? methodName(cells[work.indexOf(least)]!.row) : null;
}
