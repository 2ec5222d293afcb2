/** Samples of N(m, σ² C) are ranked; m moves to the best of them, C and σ learn from where they lay and from the path of m. */
import { requireDim } from "../core/errors.js";
import type { Oracle } from "../core/evaluations.js";
import { defineOptimizer, type Iterate } from "../core/optimizer.js";
import { choice, integer, oneOf, positive } from "../core/params.js";
import { Distribution, type Sample, standardPopsize, strategy } from "../numeric/sampling/cma.js";
import type { Rng } from "../numeric/sampling/random.js";
import { rank } from "../numeric/statistics/statistics.js";

/** Its eigenvectors take n³ operations, time and again. */
const LARGEST = 2000;

export default defineOptimizer({
  name: "cma-es",
  summary: "covariance matrix adaptation, full or separable, with BIPOP restarts",
  reference: "Hansen (2016), arXiv:1604.00772; restarts: Hansen (2009), GECCO workshop on BBOB; separable: Ros & Hansen (2008), PPSN X",
  defaults: {
    sigma: positive(0.5),
    popsize: oneOf("auto", integer(10, { min: 4 })),
    covariance: choice("full", "separable"),
    restarts: choice("bipop", "none"),
  },
  uses: "value",
  stochastic: true,
  *run(oracle, x0, { sigma, popsize, covariance, restarts }, rng) {
    const matrix = `a covariance matrix of ${x0.length} × ${x0.length}`;
    if (covariance === "full") requireDim("optimizer cma-es", x0.length, LARGEST, matrix, "covariance=separable");
    const best: Best = { x: x0.slice(), f: oracle.value(x0) };
    yield best;
    const standard = popsize === "auto" ? standardPopsize(x0.length) : popsize;
    const separable = covariance === "separable";
    yield* descend(oracle, x0, { sigma, popsize: standard, separable, most: Number.POSITIVE_INFINITY }, best, rng);
    if (restarts === "none") return "finished";
    let [doublings, large, small] = [0, 0, 0];
    for (;;) {
      // The regime that has used fewer samples is next: populations that double, or small ones with small σ (Hansen 2009, §2).
      const doubled = large <= small;
      if (doubled) doublings++;
      const largest = standard * powerOfTwo(doublings);
      const u = rng.uniform();
      const settings = doubled
        ? { sigma, popsize: largest, separable, most: Number.POSITIVE_INFINITY }
        : {
            sigma: sigma * Math.exp(-2 * Math.LN10 * rng.uniform()),
            popsize: Math.floor(standard * Math.exp(u * u * Math.log(largest / 2 / standard))),
            separable,
            // As in the author's code: a small run takes no more than half of what the large ones took.
            most: large / 2,
          };
      const start = x0.map((xi) => xi + 2 * sigma * (2 * rng.uniform() - 1));
      const used = yield* descend(oracle, start, settings, best, rng);
      if (doubled) large += used;
      else small += used;
    }
  },
});

interface Best {
  x: Float64Array;
  f: number;
}
interface Settings {
  readonly sigma: number;
  readonly popsize: number;
  readonly separable: boolean;
  /** Samples. */
  readonly most: number;
}

const powerOfTwo = (k: number): number => (k === 0 ? 1 : 2 * powerOfTwo(k - 1));

/** One run to one of the stops of Hansen (2009), §2.2; yields the best point so far once a generation, returns the samples it took. */
function* descend(oracle: Oracle, start: Float64Array, settings: Settings, best: Best, rng: Rng): Generator<Iterate, number, void> {
  const n = start.length;
  const { popsize } = settings;
  const distribution = new Distribution(start, settings.sigma, strategy(n, popsize, settings.separable), settings.separable);
  const memory = 10 + Math.ceil((30 * n) / popsize);
  const limit = 100 + Math.floor((50 * (n + 3) * (n + 3)) / Math.sqrt(popsize));
  const history: number[] = [];
  for (let generation = 1; ; generation++) {
    const seen: (Sample & { readonly f: number })[] = [];
    for (let k = 0; k < popsize; k++) {
      const sample = distribution.sample(rng);
      seen.push({ ...sample, f: rank(oracle.value(sample.x)) });
    }
    seen.sort((a, b) => (a.f === b.f ? 0 : a.f < b.f ? -1 : 1));
    const [first] = seen;
    if (first!.f < rank(best.f)) [best.x, best.f] = [first!.x, first!.f];
    const learned = distribution.update(seen);
    yield best;
    history.push(first!.f);
    const recent = [...history.slice(-memory), ...seen.map(({ f }) => f)];
    const flat = history.length >= memory && spread(recent) <= FLAT;
    if (
      !learned ||
      flat ||
      generation >= limit ||
      generation * popsize >= settings.most ||
      degenerate(distribution, settings.sigma, generation)
    )
      return generation * popsize;
  }
}

/** TolHistFun and TolX of Hansen (2009), and the condition number that double precision bears. */
const FLAT = 1e-12;
const NARROW = 1e-12;
const WORST = 1e14;
/** TolUpSigma: σ that has grown by so much more than C's longest axis follows a function that falls for ever. */
const RUNAWAY = 1e20;

/** Infinite values that are equal are flat too. */
function spread(values: readonly number[]): number {
  const [low, high] = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
  return low === high ? 0 : high - low;
}

/** The samples no longer differ, or no longer where they should. */
function degenerate(d: Distribution, sigma0: number, generation: number): boolean {
  const { mean, sigma } = d;
  const n = mean.length;
  if (d.condition > WORST || sigma > RUNAWAY * sigma0 * d.longest) return true;
  let narrow = sigma * d.pathLength < NARROW * sigma0;
  for (let i = 0; i < n; i++) {
    const deviation = sigma * d.deviation(i);
    narrow &&= deviation < NARROW * sigma0;
    if (mean[i]! + 0.2 * deviation === mean[i]) return true;
  }
  if (narrow) return true;
  const axis = d.axis(generation % n);
  return axis.every((a, i) => mean[i]! + 0.1 * sigma * a === mean[i]);
}
