/**
 * F(x; ξ) = ξ·x on the unit ball, ξ ~ N(θ, I/d): f(x) = θ·x, f* = −‖θ‖. Both points of an estimate see the same ξ, so it is
 * d (v·ξ) v, with E‖g‖² = d E‖ξ‖² where a stochastic gradient has E‖ξ‖² = 1 + ‖θ‖² ≤ G² = 2: its error is √d times as large
 * after as many steps, hence d times as many steps for as small an error.
 * The worst θ: too short, and little can be lost; so long that the sign of its direction is learnt at once, and only the noise
 * of the last steps is. By symmetry its direction does not matter, so its length is scanned.
 */
import { claim } from "../../core/claim.js";
import type { BlackBoxProblem } from "../../core/problem.js";
import type { Rng } from "../../numeric/sampling/random.js";
import { logLogSlope, mean, variance } from "../../numeric/statistics/fit.js";
import { dot } from "../../numeric/vector.js";
import { estimateOf, meterOf } from "../methods.js";
import { doublings, lecture, type RatesPart } from "./defaults.js";
import { gapBound, mirrorDescent, stepAt } from "./mirror-descent.js";
import { recorded } from "./recorded.js";

const duchi = "Duchi, Jordan, Wainwright & Wibisono (2015), IEEE Trans. Inf. Theory 61(5)";

/** The closed form of ∇F(·; ξ) is ξ: the stochastic gradient. */
const methods = { "two-point": (d: number) => d, analytic: () => 1 } satisfies Record<string, (d: number) => number>;
type Method = keyof typeof methods;

/** E‖ξ‖² ≤ G² */
const G = Math.SQRT2;
/** Pairs of runs at the largest dimension. The gap's spread is ∝ 1/√d, so smaller ones get more of them, for the same time. */
const RUNS = 12;
/** Where the slope is fitted: of the noise only (d − 1)/d is across θ, and it is that part which costs. */
const FIRST = 16;
const SHOWN = 4;

/** From what noise hides to 1, a factor √2 apart. */
function lengths(s: number, k: number): number[] {
  const found: number[] = [];
  for (let length = 0.7 * Math.sqrt(s / k); length < 1; length *= Math.SQRT2) found.push(length);
  return [...found, 1];
}

/** Steps after which the answer is looked at. */
export const checkpoints = (k: number): number[] => [Math.ceil(k / 4), Math.ceil(k / 2), k];

/**
 * f(x̄) − f* = ‖θ‖ + θ₁x̄₁ at each checkpoint for each length, θ along the first axis, the mean of θ and −θ: all of them with
 * the same ξ − θ and v, so that what noise along θ does to one it nearly undoes to the other.
 */
function gaps(method: Method, d: number, k: number, scanned: readonly number[], rng: Rng): number[][] {
  const xi = new Float64Array(d);
  const problem: BlackBoxProblem = { dim: d, x0: new Float64Array(d), value: (x) => dot(xi, x), gradient: (_, g) => g.set(xi) };
  const [noise, tape] = [rng.split("xi"), recorded(rng.split("v"))];
  const meter = meterOf(problem);
  const s = methods[method](d);
  const thetas = scanned.flatMap((length) => [length, -length]);
  const descents = thetas.map(() => mirrorDescent(estimateOf(method, {}, meter, tape.rng), d, (t) => stepAt(t, s, G)));
  const sums = thetas.map(() => 0);
  const looks = checkpoints(k);
  const found: number[][] = [];
  for (let t = 1; t <= k; t++) {
    // The step that leads here; the first only looks at the start.
    for (let i = 0; i < d; i++) xi[i] = noise.normal() / Math.sqrt(d);
    const across = xi[0]!;
    tape.forget();
    descents.forEach((descent, l) => {
      xi[0] = across + thetas[l]!;
      tape.rewind();
      sums[l]! += descent.next().value[0]!;
    });
    if (looks.includes(t)) found.push(scanned.map((length, l) => length * (1 + (sums[2 * l]! - sums[2 * l + 1]!) / (2 * t))));
  }
  return found;
}

interface Worst {
  readonly d: number;
  /** The mean gap at each checkpoint, at its own worst θ. */
  readonly gaps: readonly number[];
  /** At the last: ‖θ‖, the standard error of the mean. */
  readonly length: number;
  readonly error: number;
}

export function worst(method: Method, d: number, k: number, runs: number, rng: Rng): Worst {
  const scanned = lengths(methods[method](d), k);
  const all = Array.from({ length: runs }, (_, r) => gaps(method, d, k, scanned, rng.split(`${method}/${d}/${r}`)));
  const at = checkpoints(k).map((_, c) =>
    scanned
      .map((length, l) => ({ length, sample: all.map((run) => run[c]![l]!) }))
      .reduce((a, b) => (mean(b.sample) > mean(a.sample) ? b : a)),
  );
  const last = at.at(-1)!;
  return { d, gaps: at.map(({ sample }) => mean(sample)), length: last.length, error: Math.sqrt(variance(last.sample) / runs) };
}

export const stochastic: RatesPart = {
  id: "RA4",
  weight: 10,
  run: ({ params: { steps: k, d: largest }, rng, samples, tolerance }) => {
    const measure = (method: Method): Worst[] =>
      doublings(SHOWN, largest).map((d) =>
        worst(method, d, k, Math.max(2, Math.ceil((samples(RUNS) * largest) / Math.max(d, FIRST))), rng),
      );
    const found = { "two-point": measure("two-point"), analytic: measure("analytic") };
    const ds = doublings(FIRST, largest);
    const fitted = (method: Method): Worst[] => found[method].filter(({ d }) => d >= FIRST);
    const slopeInD = (method: Method): number =>
      logLogSlope(
        ds,
        fitted(method).map(({ gaps }) => gaps.at(-1)!),
      );
    const slopeInK = mean(fitted("two-point").map(({ gaps }) => logLogSlope(checkpoints(k), gaps)));
    const setting = `F(x; ξ) = ⟨ξ, x⟩ on the unit ball, ξ ~ N(θ, I/d), worst ‖θ‖ ≤ 1, k = ${k}`;
    const closest = (Object.keys(methods) as Method[]).flatMap((method) =>
      found[method].map(({ d, gaps }) => gaps.at(-1)! / gapBound(k, methods[method](d), G)),
    );
    return {
      claims: [
        claim({
          id: "RA4.two-point",
          statement: `${setting}: log–log slope of the two-point error in d = ${FIRST} … ${largest}`,
          source: `${lecture}, footnote on √n; ${duchi}, theorem 1`,
          measured: slopeInD("two-point"),
          expected: 0.5,
          absolute: tolerance(0.08),
        }),
        claim({
          id: "RA4.first-order",
          statement: `${setting}: log–log slope of the error with stochastic gradients in d = ${FIRST} … ${largest}`,
          source: duchi,
          measured: slopeInD("analytic"),
          expected: 0,
          absolute: tolerance(0.05),
        }),
        claim({
          id: "RA4.steps",
          statement: "the √n is in the error, not in the steps: steps to a given error ∝ d^p, p the slope in d over minus that in k",
          source: duchi,
          measured: slopeInD("two-point") / -slopeInK,
          expected: 1,
          absolute: tolerance(0.16),
        }),
        claim({
          id: "RA4.bound",
          statement: `error ≤ (3/2) RG √(s/k), s = d with the two-point estimate, 1 with the gradient: the largest error/bound`,
          source: `${duchi}, theorem 1, with E‖g‖² ≤ sG²`,
          measured: Math.max(...closest),
          atMost: 1,
        }),
      ],
      tables: [
        {
          name: "stochastic",
          title: `Mean error after k = ${k} steps at the worst θ`,
          columns: ["d", "two-point", "standard error", "worst ‖θ‖", "stochastic gradient", "standard error", "worst ‖θ‖", "ratio/√d"],
          rows: found["two-point"].map((two, row) => {
            const one = found.analytic[row]!;
            const [a, b] = [two.gaps.at(-1)!, one.gaps.at(-1)!];
            return [two.d, a, two.error, two.length, b, one.error, one.length, a / b / Math.sqrt(two.d)];
          }),
        },
      ],
      figures: [
        {
          name: "stochastic",
          title: `Error after k = ${k} stochastic steps at the worst θ`,
          x: { label: "d", log: true },
          y: { label: "E f(x̄) − f*", log: true },
          lines: [
            ...(Object.keys(methods) as Method[]).flatMap((method) => [
              {
                name: named(method),
                points: found[method].map(({ d, gaps }) => [d, gaps.at(-1)!] as const),
              },
              {
                name: method === "analytic" ? "slope 0" : "slope 1/2",
                points: through(found[method], methods[method]),
                style: "dashed" as const,
                of: named(method),
              },
            ]),
          ],
          note: "The two-point error grows as √d at the same number of steps, which is d times the steps at the same error.",
        },
      ],
    };
  },
};

const named = (method: Method): string => (method === "analytic" ? "stochastic gradient" : method);

/** √s through the last point. */
function through(points: readonly Worst[], s: (d: number) => number): (readonly [number, number])[] {
  const last = points.at(-1)!;
  return points.map(({ d }) => [d, last.gaps.at(-1)! * Math.sqrt(s(d) / s(last.d))]);
}
