/** Descent with forward differences of length h on ½xᵀHx: (f(x + he_i) − f(x))/h = (Hx)_i + hH_ii/2, so x → −(h/2) H⁻¹ diag H, not 0. */
import type { RunRecord } from "../../bench/record.js";
import { run } from "../../bench/run.js";
import { claim } from "../../core/claim.js";
import { work } from "../../core/cost.js";
import { UsageError } from "../../core/errors.js";
import type { Line } from "../../core/study.js";
import { normInf } from "../../numeric/vector.js";
import { type Coefficients, eigenvaluesOf, formula, hessianOf, lectureQuadratic, stationaryAt } from "../lecture-quadratic.js";
import { observed, optimizerNamed } from "../methods.js";
import { type DifferencePart, lecture } from "./defaults.js";

/** Where a limit counts as reached. */
const TOLERANCE = 1e-6;
/** Beyond that many iterations a step is called too short. */
const MOST = 100_000;

interface Descent {
  readonly name: string;
  readonly path: readonly Float64Array[];
  readonly record: RunRecord;
}

export function descend(form: Coefficients, step: number, iterations: number, name: string, gradient: string): Descent {
  const path: Float64Array[] = [];
  const [record] = run({
    problem: lectureQuadratic,
    params: { ...form },
    optimizers: [observed(optimizerNamed("gd"), { step }, (x) => void path.push(x))],
    gradients: [gradient],
    target: 0,
    budget: iterations,
    budgetUnit: "iterations",
    trace: "all",
  });
  return { name, path, record: record! };
}

/** Enough for x and f to be within the tolerance of the limit, or of 0: the distance shrinks by max |1 − step λ| each. */
function iterationsTo(limit: Float64Array, slope: number, form: Coefficients, step: number, atLeast: number): number {
  const [mu, L] = eigenvaluesOf(form);
  const rate = Math.max(Math.abs(1 - step * mu), Math.abs(1 - step * L));
  if (!(rate < 1)) throw new UsageError(`step=${step}: gradient descent diverges, expected a step below 2/L = ${2 / L}`);
  const distance = Math.max(Math.hypot(4 - limit[0]!, 4 - limit[1]!), Math.hypot(4, 4));
  const needed = Math.ceil(Math.log((0.9 * TOLERANCE) / Math.max(1, slope) / distance) / Math.log(rate));
  if (needed > MOST) throw new UsageError(`step=${step}: it would take ${needed} iterations, expected a step that takes at most ${MOST}`);
  return Math.max(atLeast, needed);
}

const curve = ({ name, record }: Descent, shown: number, at: (point: RunRecord["trace"][number]) => number): Line => ({
  name,
  points: record.trace.filter(({ iteration }) => iteration <= shown).map((point) => [at(point), point.f]),
});

export const biasedDescent: DifferencePart = {
  id: "FD4",
  run: ({ params: { xx, xy, yy, step, h, iterations } }) => {
    const form = { xx, xy, yy };
    const H = hessianOf(form);
    const bias = [(h * H[0]!) / 2, (h * H[3]!) / 2] as const;
    const limit = stationaryAt(form, bias);
    const [x, y] = [limit[0]!, limit[1]!];
    const f = xx * x * x + xy * x * y + yy * y * y;
    const count = iterationsTo(limit, Math.hypot(...bias), form, step, iterations);
    const exact = descend(form, step, count, "reverse", "reverse");
    const long = descend(form, step, count, `forward differences, h = ${h}`, `forward-difference[h=${h},scale=absolute]`);
    const short = descend(form, step, count, "forward differences, h = √ε", "forward-difference");
    const central = descend(form, step, count, `central differences, h = ${h}`, `central-difference[h=${h},scale=absolute]`);
    const all = [exact, long, short, central];
    const end = ({ path }: Descent): Float64Array => path.at(-1)!;
    const source = `${lecture}, figure 7`;
    const at = (id: string, statement: string, measured: number, expected: number) =>
      claim({ id: `FD4.${id}`, statement, source, measured, expected, absolute: TOLERANCE });
    const floor = (to: number): Line => ({
      name: "limit of h",
      of: long.name,
      style: "dashed",
      points: [
        [0, f],
        [to, f],
      ],
    });
    const evaluations = (descent: Descent): Line => curve(descent, iterations, ({ cost }) => work(cost, descent.record.opsPerValue));
    const audited = all.map(evaluations);
    return {
      claims: [
        at("x", `descent with forward differences of length h = ${h} converges to (x, y) = −(h/2) H⁻¹ diag H: x`, end(long)[0]!, x),
        at("y", "the same: y", end(long)[1]!, y),
        at("f", "the same: f, whose minimum is 0", long.record.f, f),
        at("reverse", "gradient descent converges to 0: max(|x|, |y|)", normInf(end(exact)), 0),
        at("short", "so does descent with forward differences of length √ε", normInf(end(short)), 0),
        at("central", `and with central differences of length h = ${h}, which are exact on quadratics`, normInf(end(central)), 0),
      ],
      tables: [
        {
          name: "descent",
          title: `${formula(form)} after ${count} iterations with step ${step} from (4, 4)`,
          columns: ["gradient", "x", "y", "f", "evaluations", "work"],
          rows: all.map((one) => {
            const { cost, opsPerValue } = one.record;
            return [one.name, end(one)[0]!, end(one)[1]!, one.record.f, cost.values + cost.vjps, work(cost, opsPerValue)];
          }),
        },
      ],
      figures: [
        {
          name: "figure7-printed",
          title: "Gradient descent with and without derivatives, against iterations",
          x: { label: "iterations", log: false },
          y: { label: "f", log: true },
          lines: [...[exact, long].map((one) => curve(one, iterations, ({ iteration }) => iteration)), floor(iterations)],
          note: `With h = ${h} descent goes to a point that is no minimum, and stays there.`,
        },
        {
          name: "figure7-audited",
          title: "The same against evaluations, with differences that are short enough",
          x: { label: "function-evaluation equivalents", log: false },
          y: { label: "f", log: true },
          lines: [...audited, floor(Math.max(...audited.map(({ points }) => points.at(-1)![0])))],
          note: `Not differences but the length h = ${h} of forward ones makes the floor; in evaluations reverse mode is ahead of all of them.`,
        },
      ],
    };
  },
};
