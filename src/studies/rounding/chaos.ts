/** x ↦ r x (1 − x), again and again: where errors double with each step, they are soon as large as x, and first order says nothing of them. */
import { type Expr, mul, roundingError, sub } from "../../ad/index.js";
import { claim } from "../../core/claim.js";
import type { Cell } from "../../core/study.js";
import { median } from "../../numeric/statistics/statistics.js";
import { arithmeticOf, linnainmaa, type RoundingStudyPart } from "./defaults.js";
import { iterated } from "./programs.js";
import { used } from "./used.js";

/** About one orbit in thirty passes so near x = 1/2, where the derivative is 0, that its error exceeds the bound: some hundred show it surely. */
const [STARTS, LEAST, STABLE] = [600, 300, 100];

/** After so many steps, over all starts. */
interface After {
  readonly steps: number;
  readonly errors: readonly number[];
  readonly bounds: readonly number[];
  /** |error| ÷ bound. */
  readonly used: readonly number[];
}

function orbit(r: number, most: number, starts: readonly number[], digits: number): After[] {
  const arithmetic = arithmeticOf(digits);
  return Array.from({ length: most }, (_, k): After => {
    const analysis = roundingError((x) => iterated(x, k + 1, (at: Expr) => mul(r, mul(at, sub(1, at)))));
    const found = starts.map((x) => analysis(x, { arithmetic }));
    return {
      steps: k + 1,
      errors: found.map(({ error }) => Math.abs(error)),
      bounds: found.map(({ bound }) => bound),
      used: found.map(({ error, bound }) => used(error, bound)),
    };
  });
}

const largest = ({ used }: After): number => Math.max(...used);
const exceeding = ({ used }: After): number => used.filter((ratio) => ratio > 1).length;

export const chaos: RoundingStudyPart = {
  id: "LI1.chaos",
  weight: 2,
  run: ({ params: { chaotic, stable, steps, digits }, rng, samples }) => {
    const starts = Array.from({ length: Math.max(LEAST, samples(STARTS)) }, () => rng.uniform());
    const [wild, tame] = [orbit(chaotic, steps, starts, digits), orbit(stable, steps, starts.slice(0, STABLE), digits)];
    const worst = wild.reduce((a, b) => (largest(b) > largest(a) ? b : a));
    const last = wild.at(-1)!;
    const points = (all: readonly After[], of: (after: After) => number) => all.map((after) => [after.steps, of(after)] as const);
    return {
      claims: [
        claim({
          id: "LI1.chaos.exceeded",
          statement: `r = ${chaotic}, chaotic: the largest |error| ÷ bound of ${starts.length} starts, after ${worst.steps} steps`,
          source: linnainmaa,
          measured: largest(worst),
          atLeast: 1,
        }),
        claim({
          id: "LI1.chaos.vacuous",
          statement: `and after ${steps} steps the bound says nothing of a number between 0 and 1: its median`,
          source: "x ↦ r x (1 − x) maps [0, 1] into itself",
          measured: median(last.bounds),
          atLeast: 1,
        }),
        claim({
          id: "LI1.chaos.stable",
          statement: `r = ${stable}, where the same program comes to rest: fraction of ${STABLE} starts and all steps within the bound`,
          source: linnainmaa,
          measured: 1 - tame.reduce((sum, after) => sum + exceeding(after), 0) / (steps * STABLE),
          atLeast: 0.99,
        }),
      ],
      tables: [
        {
          name: "chaos",
          title: `The logistic map, r = ${chaotic}`,
          columns: ["steps", "median |error|", "median bound", "median |error| ÷ bound", "largest", "exceeded"],
          rows: wild
            .filter((after) => after.steps % 5 === 0)
            .map((after): Cell[] => [
              after.steps,
              median(after.errors),
              median(after.bounds),
              median(after.used),
              largest(after),
              exceeding(after),
            ]),
        },
      ],
      figures: [
        {
          name: "chaos",
          title: "Error ÷ bound of the logistic map against steps",
          x: { label: "steps", log: false },
          y: { label: "|error| ÷ bound", log: true },
          lines: [
            { name: `r = ${chaotic}, largest`, points: points(wild, largest) },
            { name: `r = ${chaotic}, median`, points: points(wild, (after) => median(after.used)) },
            { name: `r = ${stable}, largest`, points: points(tame, largest) },
            { name: "error = bound", style: "dashed", points: [[1, 1] as const, [steps, 1] as const] },
          ],
          note: "Exceeded where the error is no longer small beside x; later the bound alone goes on growing.",
        },
      ],
    };
  },
};
