/** What is said around a table: its title, what its columns mean, what went wrong. */
import type { Axis, Manifest } from "../bench/record.js";
import { targetText } from "./columns.js";
import type { Section } from "./method.js";
import { noiseText } from "./noise.js";
import { count, short, tolerance } from "./numbers.js";
import { plain } from "./text.js";

/** quadratic[condition=100], n = 10: f* = 0 (exact), 13 runs of 5 methods */
export function titleOf({ problem, dim, runs, methods }: Section, manifest: Pick<Manifest, "problem">): string {
  const known = [...new Map(runs.flatMap(({ fstar }) => (fstar ? [[fstar.value, fstar] as const] : []))).values()];
  const [first] = known;
  const exact = known.every((fstar) => fstar.exact);
  const single = known.length === 1;
  const minimum = first
    ? `f* ${exact ? "=" : "≈"} ${single ? short(first.value, 6) : "one for each instance"} (${exact ? "exact" : "best known"})`
    : "f* is not known";
  const noise = noiseText(problem);
  return plain(
    `${manifest.problem.label}, n = ${dim}${noise === null ? "" : `, ${noise}`}: ${minimum}, ${count(runs.length, "run")} of ${count(methods.length, "method")}`,
  );
}

/** What the columns mean, where a newcomer needs it. */
export function keyOf(
  { dim, targets, gaps, runs, methods }: Section,
  axis: Axis,
  { gradientRatio }: Manifest,
  hasSeconds: boolean,
): string {
  const ratio = gradientRatio.find((entry) => entry.dim === dim)?.ratio ?? null;
  const gradient = ratio === null ? "" : ` (f with its gradient by reverse mode: ${short(ratio)})`;
  const [relative, absolute] = (["relative", "absolute"] as const).map((kind) => targets.findLast((target) => target.kind === kind));
  const said = [
    ...(axis === "work" ? [`work is in evaluations of f, by operations${gradient}`] : []),
    ...(gaps && relative ? [`to ${targetText(relative)}: f - f* ≤ ${targetText(relative)} (f(x0) - f*)`] : []),
    ...(gaps && absolute ? [`to ${targetText(absolute)}: f - f* ≤ ${tolerance(absolute.value)}`] : []),
    ...(gaps && targets.length > 0 ? ["– not reached"] : []),
    ...(runs.length > methods.length ? ["medians over runs"] : []),
    ...(hasSeconds || axis === "seconds" ? [`seconds${hasSeconds ? "*" : ""} of wall time are advisory`] : []),
  ];
  return said.length > 0 ? `Columns: ${said.join("; ")}.` : "";
}

/** What is taken for the minimum must not be undercut by more than rounding: then every gap of the section is wrong. */
export function undercut({ methods }: Section): string[] {
  const found = methods.flatMap(({ letter, name, runs }) =>
    runs.flatMap(({ fstar, f0, fBest }) =>
      fstar?.exact && fstar.value - fBest > ROUNDING * scaleOf(fstar.value, f0) ? [{ letter, name, fstar, fBest }] : [],
    ),
  );
  const [first] = found;
  if (!first) return [];
  return [
    `f* = ${short(first.fstar.value, 6)} is not the minimum: ${first.letter} ${first.name} saw f = ${short(first.fBest, 6)}. Gaps and targets mean nothing.`,
  ];
}

const ROUNDING = 1e-9;
const scaleOf = (fstar: number, f0: number): number => Math.max(1, Math.abs(fstar), Number.isFinite(f0) ? Math.abs(f0) : 0);

/** Runs that failed inside the harness, one line a method. */
export function failures({ methods }: Section): string[] {
  return methods.flatMap(({ letter, name, runs }) => {
    const failed = runs.filter(({ stop }) => stop === "error");
    const [first] = failed;
    if (!first) return [];
    return [`${letter} ${name}: ${failed.length} of ${count(runs.length, "run")} failed: ${plain(first.message ?? "unknown error")}`];
  });
}
