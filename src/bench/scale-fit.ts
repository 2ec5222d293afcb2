/** c n^p through the medians, by least squares on logarithms; how sure p is, by resampling; and what theory says p should be. */

import { type Rng, stream } from "../numeric/sampling/random.js";
import { type Interval, percentileInterval, resampleClusters, slopeInterval } from "../numeric/statistics/bootstrap.js";
import { linearFit, logLogSlope, mean } from "../numeric/statistics/fit.js";
import { groupBy } from "../numeric/statistics/group-by.js";
import { median } from "../numeric/statistics/statistics.js";
import { type ScaleAxis, type ScaleCell, toTarget } from "./scale-rows.js";
import { finiteMedian } from "./statistics.js";

export interface ScalePoint {
  readonly dim: number;
  /** The median; null when the median run is unsolved. */
  readonly value: number | null;
  /** Theory, with the factor that brings it nearest to the medians. */
  readonly theory: number | null;
}

/** exponent and factor: null for fewer than 2 points; low, high and resampled: null for fewer than 3. */
export interface ScaleFit {
  readonly optimizer: string;
  readonly gradient: string;
  readonly axis: ScaleAxis;
  readonly exponent: number | null;
  /** 95 % */
  readonly low: number | null;
  readonly high: number | null;
  readonly theory: number | null;
  readonly factor: number | null;
  /** What the interval comes from: runs within each n, or where these do not differ, distances of the points from the line. */
  readonly resampled: "runs" | "residuals" | null;
  readonly points: readonly ScalePoint[];
  /** Left out of the fit: n at which the median run is unsolved, and at which the target is met at no cost. */
  readonly unsolved: readonly number[];
  /** Of the unsolved: n at which no run ended short of the target but by an error. */
  readonly failed: readonly number[];
  readonly free: readonly number[];
}

/** `cells`: one method, ascending in n. `predicted`: what theory says of each of them, up to a factor. */
export function fitMethod(cells: readonly ScaleCell[], axis: ScaleAxis, predicted: readonly (number | null)[]): ScaleFit {
  const medians = cells.map((cell) => finiteMedian(cell.runs.map((run) => toTarget(run, axis))));
  const used = [...cells.keys()].filter((k) => (medians[k] ?? 0) > 0);
  const dims = used.map((k) => cells[k]!.row.dim);
  const values = used.map((k) => medians[k]!);
  const line = dims.length > 1 ? powerLaw(dims, values) : null;
  const interval =
    line && dims.length > 2
      ? intervalOf(
          used.map((k) => cells[k]!),
          axis,
          dims,
          values,
        )
      : null;
  const theory = theoryOf(
    cells.map(({ row }) => row.dim),
    predicted,
    used,
    values,
  );
  const { optimizer, gradient } = cells[0]!.row;
  return {
    optimizer,
    gradient,
    axis,
    exponent: line?.exponent ?? null,
    low: interval?.low ?? null,
    high: interval?.high ?? null,
    theory: theory.exponent,
    factor: line?.factor ?? null,
    resampled: interval?.resampled ?? null,
    points: cells.map(({ row }, k) => ({ dim: row.dim, value: medians[k]!, theory: theory.values[k]! })),
    unsolved: cells.flatMap(({ row }, k) => (medians[k] === null ? [row.dim] : [])),
    failed: cells.flatMap((cell, k) => (medians[k] === null && hasFailed(cell) ? [cell.row.dim] : [])),
    free: cells.flatMap(({ row }, k) => (medians[k] === 0 ? [row.dim] : [])),
  };
}

const hasFailed = ({ runs }: ScaleCell): boolean => runs.every((run) => run.stop === "error" || Number.isFinite(toTarget(run, "evals")));

/** Over the points of the fit, over all n where there is none; scaled to the mean of the medians' logarithms. */
function theoryOf(
  dims: readonly number[],
  predicted: readonly (number | null)[],
  used: readonly number[],
  medians: readonly number[],
): { readonly exponent: number | null; readonly values: readonly (number | null)[] } {
  const over = used.length > 1 ? used : [...dims.keys()];
  const known = over.flatMap((k) => predicted[k] ?? []);
  if (known.length < over.length || over.length < 2) return { exponent: null, values: dims.map(() => null) };
  const exponent = logLogSlope(
    over.map((k) => dims[k]!),
    known,
  );
  const scale = Math.exp(mean(medians.map(Math.log)) - mean(used.map((k) => Math.log(predicted[k]!))));
  return { exponent, values: predicted.map((value) => (value === null || Number.isNaN(scale) ? null : scale * value)) };
}

/** Relative to the first value, so that equal values have the logarithm 0 and the exponent 0 exactly. */
function powerLaw(dims: readonly number[], values: readonly number[]): { readonly exponent: number; readonly factor: number } {
  const { slope, intercept } = linearFit(dims.map(Math.log), logsOf(values));
  return { exponent: slope, factor: values[0]! * Math.exp(intercept) };
}

const logsOf = (values: readonly number[]): number[] => values.map((value) => Math.log(value / values[0]!));

/** A fixed stream, the same for every method: the same runs have the same interval, whatever stands beside them. */
const STREAM = "scale/bootstrap";

function intervalOf(
  cells: readonly ScaleCell[],
  axis: ScaleAxis,
  dims: readonly number[],
  values: readonly number[],
): Interval & { readonly resampled: "runs" | "residuals" } {
  const samples = cells.map((cell) => clustersOf(cell, axis));
  const rng = stream(STREAM);
  if (samples.every((clusters) => new Set(clusters.flat()).size === 1))
    return { ...slopeInterval(dims.map(Math.log), logsOf(values), rng), resampled: "residuals" };
  const slope = (r: Rng): number => {
    const medians = samples.map((clusters) => median(resampleClusters(clusters, r)));
    // As in the fit itself: a median that is unsolved is no point.
    const points = medians.flatMap((value, k) => (value > 0 && Number.isFinite(value) ? [[dims[k]!, value] as const] : []));
    return points.length > 1
      ? powerLaw(
          points.map(([n]) => n),
          points.map(([, value]) => value),
        ).exponent
      : Number.NaN;
  };
  return { ...percentileInterval(slope, rng), resampled: "runs" };
}

/** Costs to the target, those of one instance together. */
const clustersOf = ({ runs }: ScaleCell, axis: ScaleAxis): number[][] =>
  groupBy(runs, ({ spec }) => String(spec.instance)).map((together) => together.map((run) => toTarget(run, axis)));
