/** Are the derivatives right? jvp, vjp, hvp against extrapolated central differences, against each other, and the closed form against AD. */

import { bestOf, type Estimated } from "../numeric/differences/ridders.js";
import type { Rng } from "../numeric/sampling/random.js";
import { dot, norm2, normInf } from "../numeric/vector.js";
import { Meter } from "./meter.js";
import { isTraced, type Problem } from "./problem.js";
import { makePrograms } from "./programs.js";

/** The worst case of one check over all points. */
export interface CheckRow {
  readonly check: string;
  /** Relative, in the norm that `against` names; NaN when something was not finite. */
  readonly error: number;
  readonly tolerance: number;
  readonly pass: boolean;
  /** Where the error is worst, or what explains it. */
  readonly detail: string;
}

/** A point with a name for messages. */
interface Point {
  readonly name: string;
  readonly x: Float64Array;
}

interface Sample {
  readonly error: number;
  readonly tolerance: number;
  readonly detail: string;
}

const STARTS = 3;
const DIRECTIONS = 2;
/** Coordinates of a gradient that are compared one by one: all up to this many, then as many drawn at random. */
const COORDINATES = 64;
/** A difference is trusted to ten times its own error estimate, but never takes more than this for right. */
const LOOSE = 1e-3;
const DIFFERENCE = 1e-7;
/** Identities hold to rounding, which grows with the length of the sums. */
const IDENTITY = 1e-10;
const CLOSED_FORM = 1e-8;

/** One row for each check that the problem admits. Throws what the problem throws. */
export function checkProblem(problem: Problem, rng: Rng): CheckRow[] {
  const meter = new Meter(makePrograms(problem));
  const points = pointsOf(problem, rng.split("points"));
  const rows: CheckRow[] = [];
  const over = (name: string, samples: (at: Point, rng: Rng) => readonly Sample[]): void => {
    const all = points.flatMap((at) =>
      samples(at, rng.split(`${name}/${at.name}`)).map((s) => ({ ...s, detail: `${s.detail} at ${at.name}` })),
    );
    rows.push(worst(name, all));
  };
  over("value is finite", ({ x }) => [{ error: Number.isFinite(meter.value(x)) ? 0 : Number.NaN, tolerance: 0, detail: "" }]);
  if (isTraced(problem)) {
    over("jvp = difference of values", (at, r) => directions(problem.dim, r).map((v) => jvpSample(meter, at.x, v)));
    over("vjp = differences of values", (at, r) => gradientSamples(meter, at.x, reverse(meter, at.x), r));
    over("hvp = difference of gradients", (at, r) => directions(problem.dim, r).map((v) => hvpSample(meter, at.x, v)));
    over("jvp(v) = vjp . v", (at, r) => directions(problem.dim, r).map((v) => adjointSample(meter, at.x, v)));
    over("hvp is symmetric", (at, r) => [symmetrySample(meter, at.x, directions(problem.dim, r))]);
  }
  if (problem.gradient) rows.push(closedFormRow(problem, meter, points, rng.split("closed form")));
  if (problem.xmin && problem.fmin !== undefined) rows.push(minimumRow(meter, problem.xmin, problem.fmin));
  return rows;
}

/** x0, and starts drawn as `--x0 random` draws them. */
function pointsOf(problem: Problem, rng: Rng): Point[] {
  const drawn = Array.from({ length: STARTS }, (_, k) => {
    const r = rng.split(String(k));
    return { name: `start ${k + 1}`, x: problem.start?.(r) ?? problem.x0.map((xi) => xi + 2 * r.uniform() - 1) };
  });
  return [{ name: "x0", x: problem.x0 }, ...drawn];
}

/** Unit vectors. */
function directions(n: number, rng: Rng): Float64Array[] {
  return Array.from({ length: DIRECTIONS }, () => {
    const v = Float64Array.from({ length: n }, () => rng.normal());
    const length = norm2(v);
    return v.map((vi) => vi / length);
  });
}

function reverse(meter: Meter, x: Float64Array): Float64Array {
  const g = new Float64Array(x.length);
  meter.vjp(x, g);
  return g;
}

/** The error of a derivative against a difference, both relative to `scale`. */
function against(derivative: number, { value, error }: Estimated, scale: number, detail: string): Sample {
  const size = Math.max(scale, Number.MIN_VALUE);
  return { error: Math.abs(derivative - value) / size, tolerance: Math.min(LOOSE, Math.max(DIFFERENCE, (10 * error) / size)), detail };
}

const along = (x: Float64Array, v: Float64Array, t: number): Float64Array => x.map((xi, i) => xi + t * v[i]!);

function jvpSample(meter: Meter, x: Float64Array, v: Float64Array): Sample {
  const [, slope] = meter.jvp(x, v);
  const difference = bestOf((t) => [meter.value(along(x, v, t))], [slope], normInf(x));
  // A slope across the gradient may vanish: what is right is right relative to the whole gradient.
  return against(slope, difference[0]!, Math.max(Math.abs(slope), norm2(reverse(meter, x)) / Math.sqrt(x.length)), "");
}

/** Coordinates of a gradient against differences, relative to its largest. */
function gradientSamples(meter: Meter, x: Float64Array, g: Float64Array, rng: Rng): Sample[] {
  const scale = normInf(g);
  return coordinates(x.length, rng).map((i) => {
    const e = new Float64Array(x.length);
    e[i] = 1;
    const [difference] = bestOf((t) => [meter.value(along(x, e, t))], [g[i]!], Math.abs(x[i]!));
    return against(
      g[i]!,
      difference!,
      Math.max(scale, Math.abs(difference!.value)),
      `g[${i}] = ${show(g[i]!)}, differences ${show(difference!.value)}`,
    );
  });
}

function coordinates(n: number, rng: Rng): number[] {
  if (n <= COORDINATES) return Array.from({ length: n }, (_, i) => i);
  return [...new Set(Array.from({ length: COORDINATES }, () => Math.floor(rng.uniform() * n)))];
}

function hvpSample(meter: Meter, x: Float64Array, v: Float64Array): Sample {
  const hv = new Float64Array(x.length);
  meter.hvp(x, v, hv);
  const difference = bestOf((t) => reverse(meter, along(x, v, t)), hv, normInf(x));
  const scale = Math.max(normInf(hv), normInf(Float64Array.from(difference, (d) => d.value)));
  // A Hessian that is 0 leaves only the rounding of the gradients.
  const floor = scale > 0 ? scale : normInf(reverse(meter, x));
  const samples = difference.map((d, i) => against(hv[i]!, d, floor, `(Hv)[${i}] = ${show(hv[i]!)}, differences ${show(d.value)}`));
  return samples.reduce((a, b) => (excess(b) > excess(a) ? b : a));
}

function adjointSample(meter: Meter, x: Float64Array, v: Float64Array): Sample {
  const g = reverse(meter, x);
  const [, slope] = meter.jvp(x, v);
  const terms = g.reduce((sum, gi, i) => sum + Math.abs(gi * v[i]!), 0);
  return { error: relative(Math.abs(slope - dot(g, v)), terms), tolerance: IDENTITY, detail: "" };
}

function symmetrySample(meter: Meter, x: Float64Array, [u, v]: readonly Float64Array[]): Sample {
  const [hu, hv] = [new Float64Array(x.length), new Float64Array(x.length)];
  meter.hvp(x, u!, hu);
  meter.hvp(x, v!, hv);
  const size = Math.max(norm2(hu), norm2(hv));
  return { error: relative(Math.abs(dot(u!, hv) - dot(v!, hu)), size), tolerance: IDENTITY, detail: "" };
}

/** The closed form against AD, or where there is none against differences. */
function closedFormRow(problem: Problem, meter: Meter, points: readonly Point[], rng: Rng): CheckRow {
  const name = isTraced(problem) ? "closed form = vjp" : "closed form = differences";
  const pairs = points.map(({ name: at, x }) => {
    const a = new Float64Array(x.length);
    meter.analytic(x, a);
    return { at, x, a, g: isTraced(problem) ? reverse(meter, x) : null };
  });
  const samples = pairs.flatMap(({ at, x, a, g }) => {
    if (!g) return gradientSamples(meter, x, a, rng.split(at)).map((s) => ({ ...s, detail: `${s.detail} at ${at}` }));
    const scale = Math.max(normInf(g), normInf(a));
    return [...a].map((ai, i) => ({
      error: relative(Math.abs(ai - g[i]!), scale),
      tolerance: CLOSED_FORM,
      detail: `closed form [${i}] = ${show(ai)}, AD ${show(g[i]!)} at ${at}`,
    }));
  });
  const row = worst(name, samples);
  if (row.pass || !pairs.every(({ g }) => g)) return row;
  const factor = commonFactor(pairs.map(({ a, g }) => [a, g!] as const));
  return factor === null ? row : { ...row, detail: explainFactor(factor) };
}

/** c with closed form = c · AD at every point, null when there is none. */
function commonFactor(pairs: readonly (readonly [a: Float64Array, g: Float64Array])[]): number | null {
  const used = pairs.filter(([, g]) => norm2(g) > 0);
  const factors = used.map(([a, g]) => dot(a, g) / dot(g, g));
  const [c] = factors;
  if (c === undefined || !Number.isFinite(c) || c === 0) return null;
  const fits = used.every(
    ([a, g], k) => Math.abs(factors[k]! - c) <= 1e-6 * Math.abs(c) && norm2(a.map((ai, i) => ai - c * g[i]!)) <= 1e-6 * norm2(a),
  );
  return fits ? c : null;
}

function explainFactor(c: number): string {
  if (Math.abs(c + 1) < 1e-6) return "closed-form gradient has the wrong sign (factor -1)";
  const shown = (value: number): string => String(Number(value.toPrecision(6)));
  return `closed-form gradient is off by a factor ${shown(Math.abs(c) >= 1 ? c : 1 / c)}: closed form = ${shown(c)} x AD`;
}

function minimumRow(meter: Meter, xmin: Float64Array, fmin: number): CheckRow {
  const f = meter.value(xmin);
  const error = Math.abs(f - fmin) / Math.max(1, Math.abs(fmin));
  return worst("f(xmin) = fmin", [{ error, tolerance: 1e-8, detail: `f(xmin) = ${show(f)}, fmin = ${show(fmin)}` }]);
}

const relative = (error: number, scale: number): number => (error === 0 ? 0 : error / scale);

const show = (value: number): string => String(Number(value.toPrecision(6)));

/** How far beyond its tolerance; NaN counts as farthest. */
function excess({ error, tolerance }: Sample): number {
  const ratio = error === 0 ? 0 : error / tolerance;
  return Number.isNaN(ratio) ? Number.POSITIVE_INFINITY : ratio;
}

function worst(check: string, samples: readonly Sample[]): CheckRow {
  const top = samples.reduce((a, b) => (excess(b) > excess(a) ? b : a));
  const pass = excess(top) <= 1;
  return { check, error: top.error, tolerance: top.tolerance, pass, detail: pass ? "" : top.detail.trim() };
}
