/** What the fits come to, in words; and what theory assumes that this problem may not grant. */
import type { Scaling } from "../bench/scale.js";
import type { ScaleFit } from "../bench/scale-fit.js";
import { count, short, tolerance } from "./numbers.js";
import { intervalText, power, type Shown } from "./scaling-table.js";
import { plain } from "./text.js";

const words = {
  work: { noun: "work", less: "less work", least: "Least work" },
  evals: { noun: "evaluations", less: "fewer evaluations", least: "Fewest evaluations" },
  iterations: { noun: "iterations", less: "fewer iterations", least: "Fewest iterations" },
} as const;
/** Exponents that are nearer to 0 than this say that n does not matter. */
const FLAT = 0.05;

export const wordsOf = ({ axis }: Pick<Scaling, "axis">): (typeof words)["work" | "evals" | "iterations"] => words[axis];

export const targetOf = ({ target }: Scaling): string => {
  if (!target) return "the target";
  return target.kind === "relative" ? tolerance(target.value) : `gap ${tolerance(target.value)}`;
};

/** A sentence a method. */
export function fitSentence({ fit, name }: Shown, scaling: Scaling): string {
  const { noun } = wordsOf(scaling);
  const missed = fit.unsolved.filter((n) => !fit.failed.includes(n));
  if (missed.length === fit.points.length) return `${name}: not reached at any n.`;
  if (fit.failed.length === fit.points.length) return `${name}: failed at every n.`;
  const outside = [
    ...(missed.length > 0 ? [`not reached at ${dimsText(missed)}`] : []),
    ...(fit.failed.length > 0 ? [`failed at ${dimsText(fit.failed)}`] : []),
    ...(fit.free.length > 0 ? [`no ${noun} needed at ${dimsText(fit.free)}`] : []),
  ].join(", ");
  if (fit.exponent === null) return `${name}: ${outside || "one n"}, too few points for an exponent.`;
  const theory = fit.theory === null ? "" : `, theory ${power(fit.theory)}`;
  const left = outside === "" ? "" : ` Left out: ${outside}.`;
  return `${name}: ${noun} ∝ n^${power(fit.exponent)}${uncertainty(fit)}${theory}.${left}`;
}

const uncertainty = (fit: ScaleFit): string => (fit.low === null ? " from 2 points, too few for an interval" : intervalText(fit));

/** n = 8, 16 and 32 */
const dimsText = (dims: readonly number[]): string => `n = ${listOf(dims.map(String))}`;

const listOf = (items: readonly string[]): string =>
  items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;

/** Who needs the least at which n. */
export function winners(scaling: Scaling, methods: readonly Shown[]): string | null {
  const best = scaling.dims.map((dim) => {
    const at = methods.map(({ fit }) => fit.points.find((point) => point.dim === dim)?.value ?? Number.POSITIVE_INFINITY);
    const least = Math.min(...at);
    return { dim, names: Number.isFinite(least) ? methods.filter((_, k) => at[k] === least).map(({ name }) => name) : [] };
  });
  const groups = new Map<string, number[]>();
  for (const { dim, names } of best) {
    const name = listOf(names);
    if (name !== "") groups.set(name, [...(groups.get(name) ?? []), dim]);
  }
  if (groups.size === 0 || methods.length < 2) return null;
  const where = (dims: readonly number[]): string => (dims.length === scaling.dims.length ? "every n" : dimsText(dims));
  return `${wordsOf(scaling).least}: ${[...groups].map(([names, dims]) => `${names} at ${where(dims)}`).join("; ")}.`;
}

/** How the columns and the intervals are to be read. */
export function key(scaling: Scaling, methods: readonly Shown[], dropped: readonly number[]): string[] {
  const { axis, rows, target } = scaling;
  const price = rows.flatMap(({ price_vjp }) => price_vjp ?? []);
  const range = price.length > 0 ? ` (f with its gradient by reverse mode: ${span(price)})` : "";
  const by = (unit: ScaleFit["resampled"]): string =>
    methods.flatMap(({ fit, letter }) => (fit.resampled === unit ? [letter] : [])).join(", ");
  const intervals = [
    ...(by("runs") === "" ? [] : [`the runs at each n (${by("runs")})`]),
    ...(by("residuals") === "" ? [] : [`the distances from the line, as runs do not differ (${by("residuals")})`]),
  ];
  const scale = target?.kind === "absolute" ? "" : " (f(x0) - f*)";
  const parts = [
    `median ${axis === "work" ? `work, in evaluations of f by operations${range},` : wordsOf(scaling).noun} to f - f* ≤ ${target ? tolerance(target.value) : "0"}${scale}`,
    "– not reached",
    "exponent p of c n^p through the medians",
    ...(intervals.length > 0 ? [`95 % intervals from resampling ${intervals.join(", ")}`] : []),
  ];
  return [`Columns: ${parts.join("; ")}.`, ...(dropped.length > 0 ? [`No room for ${dimsText(dropped)}: see --csv.`] : [])];
}

function span(values: readonly number[]): string {
  const [low, high] = [short(Math.min(...values)), short(Math.max(...values))];
  return low === high ? low : `${low} to ${high}`;
}

/** Theory holds at fixed κ: says so where there is theory, and where the problem departs from that. */
export function conditioning({ conditioning: { L, exponent: growth, exact }, fits }: Scaling): string[] {
  if (fits.every(({ theory }) => theory === null)) return [];
  const grows = growth !== null && Math.abs(growth) > FLAT;
  const slows = exact !== null && Math.abs(exact.exponent) > FLAT;
  const text = "Theory: gradient descent with step 1/(L (1 + ω)), ω the variance of the source, at fixed conditioning κ = L/μ.";
  if (!grows && !slows) return [text];
  const [first, last] = [L[0], L.at(-1)];
  const curvature = grows && first && last ? [`L at x0 goes as n^${power(growth)} (${short(first.L)} to ${short(last.L)})`] : [];
  if (!exact) return [`${text} Here ${curvature.join("")}, and κ may change with it.`];
  const iterations = `the iterations of ${plain(exact.method)}, whose gradients are exact,`;
  if (!slows) return [`${text} Here ${[...curvature, `${iterations} do not change`].join(", but ")}.`];
  const said = [...curvature, `${iterations} go as n^${power(exact.exponent)}`].join(", and ");
  const compare = `${exact.exponent > 0 ? "add" : "take"} ${power(Math.abs(exact.exponent))} ${exact.exponent > 0 ? "to" : "from"} its exponents to compare`;
  return [`${text} Here ${said}: on this problem theory does not apply as it stands (${compare}).`];
}

/** Those that the fits are made from: with several levels of noise, of the first. */
export const runsText = ({ rows, fits, noise }: Scaling): string =>
  `${count(
    rows.reduce((sum, row) => sum + (row.noise === noise[0] ? row.runs : 0), 0),
    "run",
  )} of ${count(fits.length, "method")}`;
