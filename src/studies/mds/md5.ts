/** MD5: evaluations to the same loss, and loss for the same evaluations: 2 a random direction, n + 1 or 2n a difference gradient, 1 a sweep. */
import type { RunRecord } from "../../bench/record.js";
import { claim } from "../../core/claim.js";
import { evals } from "../../core/cost.js";
import type { Cell, Figure, Findings } from "../../core/study.js";
import { mean } from "../../numeric/statistics/fit.js";
import { median } from "../../numeric/statistics/statistics.js";
import { curvature, evalsAtHit, maps, onMap, stochasticStep, toLoss, workAtHit } from "./cities.js";
import { type Context, lecture, type MdsPart } from "./defaults.js";

/** Each takes the step 1/(L(1 + ω)), L = 4N, that step=auto would be if L were known: ω = n − 1 for two-point, else 0. */
const families = [
  { gradients: ["reverse", "forward-difference", "central-difference"], step: (N: number) => 1 / curvature(N) },
  { gradients: ["two-point"], step: stochasticStep },
] as const;
type Source = (typeof families)[number]["gradients"][number];
const sources: readonly Source[] = families.flatMap(({ gradients }) => gradients);

/** Of that step, the same for all. Twice 1/L is the limit for exact gradients; a random one lives on the effective rank, N − 1 < n. */
const MULTIPLES = [1, 1.5, 2, 3, 4] as const;
/** For each variable: what a run may spend on its way to the target. */
const MOST = "200n";
/** Fewer runs have no median worth the name. */
const FEWEST = 10;
/** The map of the figure. */
const SHOWN = 34;

interface Row {
  readonly N: number;
  readonly source: Source;
  readonly multiple: number;
  /** To the target, one number a run. */
  readonly evals: readonly number[];
  readonly work: readonly number[];
  /** With the whole budget, at the plain step only. */
  readonly spent: readonly RunRecord[];
}

function measure({ params: { target, seeds, budget }, seed, samples }: Context): Row[] {
  const repeated = { seeds: Math.max(FEWEST, samples(seeds)), seed, budgetUnit: "evals" } as const;
  return maps.flatMap(({ N }) =>
    families.flatMap(({ gradients, step }) => {
      const steps = MULTIPLES.map((multiple) => multiple * step(N));
      const options = { ...repeated, gradients };
      const toTarget = toLoss(N, target, { ...options, optimizers: `gd[step=[${steps.join()}]]`, budget: MOST });
      const spent = onMap(N, { ...options, optimizers: `gd[step=${steps[0]}]`, budget: `${budget}n`, target: 0 });
      return gradients.flatMap((source) =>
        MULTIPLES.map((multiple, k): Row => {
          const runs = toTarget.filter(({ spec }) => spec.gradient?.name === source && spec.optimizer.params["step"] === steps[k]);
          const whole = multiple === 1 ? spent.filter(({ spec }) => spec.gradient?.name === source) : [];
          return { N, source, multiple, evals: runs.map(evalsAtHit), work: runs.map(workAtHit), spent: whole };
        }),
      );
    }),
  );
}

function findings(context: Context): Findings {
  const { target, budget } = context.params;
  const rows = measure(context);
  const plain = (N: number, source: Source) => rows.find((row) => row.N === N && row.source === source && row.multiple === 1)!;
  const best = (N: number, source: Source) =>
    rows.filter((row) => row.N === N && row.source === source).reduce((a, b) => (median(b.evals) < median(a.evals) ? b : a));
  const loss = (row: Row): number => median(row.spent.map(({ fBest }) => fBest));
  /** Evaluations of two-point in those of another source, both at their best. */
  const tuned = (N: number, other: Source): number => median(best(N, "two-point").evals) / median(best(N, other).evals);
  return {
    claims: [
      ...maps.flatMap(({ N }) => {
        const [random, forward] = [plain(N, "two-point"), plain(N, "forward-difference")];
        const lost = random.evals.filter((count) => count > forward.evals[0]!).length;
        return [
          claim({
            id: `MD5.${N}`,
            statement: `${N} cities: median evaluations of two-point to stress ≤ ${target}, in those of forward differences (it needs more in ${lost} of ${random.evals.length} runs)`,
            source: lecture,
            measured: median(random.evals) / median(forward.evals),
            atLeast: 1,
          }),
          claim({
            id: `MD5.${N}.budget`,
            statement: `${N} cities, ${budget}n evaluations: median stress of two-point, in that of forward differences`,
            source: lecture,
            measured: loss(random) / loss(forward),
            atLeast: 1,
          }),
        ];
      }),
      claim({
        id: "MD5.reverse",
        statement:
          "each with the best of the same multiples of its step, two-point needs many times the evaluations of reverse mode: least of their ratio ÷ n over the maps",
        source: lecture,
        measured: Math.min(...maps.map(({ N }) => tuned(N, "reverse") / (2 * N))),
        atLeast: 0.5,
      }),
      claim({
        id: "MD5.tuned",
        statement:
          "each with the best of the same multiples, two-point and forward differences are level: ratio of their evaluations, geometric mean over the maps",
        source: "Malladi et al. (2023), arXiv:2305.17333, §4: random estimates are slowed down by the effective rank, not by n",
        measured: Math.exp(mean(maps.map(({ N }) => Math.log(tuned(N, "forward-difference"))))),
        // Mean-square stability allows a step of order 1/(L(r + 2)), r = tr H / L = N − 1 (MD8): 2(r + 2) evaluations are then as good as n + 1.
        expected: 1,
        absolute: 0.5,
      }),
    ],
    tables: [
      {
        name: "equal-budget",
        title: `Gradient sources on stress with step 1/(L(1 + ω)): to ${target}, and with ${budget}n evaluations; medians`,
        columns: [
          "N",
          "gradient",
          "evaluations to target",
          "work to target",
          "iterations",
          "stress",
          "best multiple of the step",
          "evaluations with it",
        ],
        rows: maps.flatMap(({ N }) =>
          sources.map((name): Cell[] => {
            const [row, at] = [plain(N, name), best(N, name)];
            return [
              N,
              name,
              median(row.evals),
              median(row.work),
              median(row.spent.map(({ iterations }) => iterations)),
              loss(row),
              at.multiple,
              median(at.evals),
            ];
          }),
        ),
      },
    ],
    figures: [figure(rows.filter(({ N, multiple }) => N === SHOWN && multiple === 1))],
  };
}

const figure = (rows: readonly Row[]): Figure => ({
  name: "equal-budget",
  title: `Best stress of ${SHOWN} cities against evaluations, by source of the gradient`,
  x: { label: "evaluations", log: true },
  y: { label: "best stress so far", log: true },
  lines: rows.map(({ source, spent }) => ({
    name: spent.length > 1 ? `${source}, median of ${spent.length}` : source,
    points: spent.length > 1 ? medianCurve(spent) : spent[0]!.trace.map(({ cost, fBest }) => [evals(cost), fBest] as const),
  })),
  note: "An evaluation is a value, or a value with its gradient by reverse mode, which costs as much work as two to three values.",
});

/** At each number of evaluations that the first run recorded, the median of what all runs had reached by then. */
const medianCurve = (runs: readonly RunRecord[]): [evaluations: number, f: number][] =>
  runs[0]!.trace.map(({ cost }) => [evals(cost), median(runs.map((run) => bestBy(run, evals(cost))))]);

/** The best loss of the last point recorded within so many evaluations. */
const bestBy = ({ trace }: RunRecord, spent: number): number => trace.findLast(({ cost }) => evals(cost) <= spent)?.fBest ?? Number.NaN;

export const md5: MdsPart = { id: "MD5", weight: 8, run: findings };
