/** The only place that evaluates, hence the only place that counts: the charge comes first, the evaluation second. */
import type { Rng } from "../numeric/sampling/random.js";
import { type Cost, evals, type Kind } from "./cost.js";
import { BudgetExhausted } from "./errors.js";
import type { Evaluations } from "./evaluations.js";
import { type Noise, type Perturbation, perturbation } from "./noise.js";
import type { Call, Programs } from "./programs.js";
import { reaches } from "./targets.js";

/** What the run's ledger may hold at most; Infinity: no limit. */
export interface Limits {
  readonly evals: number;
  readonly ops: number;
}

/** Noise and the stream that it is drawn from. */
export interface NoiseSource {
  readonly noise: Noise;
  readonly rng: Rng;
}

/** The first evaluation that reached a target: the index of the target and the run's ledger after it. */
export interface Reached {
  readonly target: number;
  readonly cost: Cost;
}

type Ledger = Record<Kind | "ops", number>;
const emptyLedger = (): Ledger => ({ values: 0, jvps: 0, vjps: 0, hvps: 0, ops: 0 });

/**
 * Counts every evaluation of one run in one of three ledgers: the run's own (limited), setup (before the method starts) and
 * audit (exact values off the books). Every value of f that is computed counts as seen, whoever asked for it, and counts exactly:
 * noise is in what the run and setup are told of f, not in what was reached. Derivatives are those of the smooth f.
 */
export class Meter implements Evaluations {
  readonly dim: number;
  readonly #programs: Programs;
  readonly #limits: Limits;
  readonly #run = emptyLedger();
  readonly #setup = emptyLedger();
  readonly #audit = emptyLedger();
  #ledger = this.#run;
  /** One for each ledger that sees noise, so that setup does not shift what the run sees. */
  readonly #noisy: ReadonlyMap<Ledger, Perturbation> | undefined;
  #best = Number.NaN;
  #fstar = Number.NaN;
  #open: { readonly target: number; readonly gap: number }[] = [];
  readonly #reached: Reached[] = [];
  readonly #slope = new Float64Array(1);
  readonly #none = new Float64Array(0);

  constructor(
    programs: Programs,
    limits: Limits = { evals: Number.POSITIVE_INFINITY, ops: Number.POSITIVE_INFINITY },
    source?: NoiseSource,
  ) {
    this.dim = programs.dim;
    this.#programs = programs;
    this.#limits = limits;
    if (source)
      this.#noisy = new Map([
        [this.#run, perturbation(source.noise, source.rng)],
        [this.#setup, perturbation(source.noise, source.rng.split("setup"))],
      ]);
  }

  /** ops of one value, at least 1: work = ops ÷ this. */
  get opsPerValue(): number {
    return this.#programs.call("value").ops;
  }
  /** False for a black box: jvp, vjp and hvp throw UsageError. */
  get differentiable(): boolean {
    return this.#programs.differentiable;
  }
  /** The run's ledger now. */
  get cost(): Cost {
    return { ...this.#run };
  }
  get setup(): Cost {
    return { ...this.#setup };
  }
  get audited(): Cost {
    return { ...this.#audit };
  }
  /** Least f seen in any ledger; NaN while nothing comparable was. */
  get best(): number {
    return this.#best;
  }
  /** In the order in which targets were reached. */
  get reached(): readonly Reached[] {
    return this.#reached;
  }

  /** From now on, records the cost when f − fstar ≤ gaps[k] is first seen; what is already reached counts now. */
  watch(fstar: number, gaps: readonly number[]): void {
    this.#fstar = fstar;
    this.#open = gaps.map((gap, target) => ({ target, gap }));
    this.#close();
  }

  value(x: Float64Array): number {
    return this.#evaluate(this.#programs.call("value"), x, this.#none, this.#none);
  }
  jvp(x: Float64Array, v: Float64Array): readonly [f: number, df: number] {
    const f = this.#evaluate(this.#programs.call("jvp"), x, v, this.#slope);
    return [f, this.#slope[0]!];
  }
  vjp(x: Float64Array, g: Float64Array): number {
    return this.#evaluate(this.#programs.call("vjp"), x, this.#none, g);
  }
  hvp(x: Float64Array, v: Float64Array, out: Float64Array): number {
    return this.#evaluate(this.#programs.call("hvp"), x, v, out);
  }
  analytic(x: Float64Array, g: Float64Array): void {
    this.#evaluate(this.#programs.call("analytic"), x, this.#none, g);
  }

  /** Exact f(x) off the books. */
  audit(x: Float64Array): number {
    return this.#charging(this.#audit, () => this.value(x));
  }

  /** Whatever `work` evaluates is charged to the setup ledger, which has no limit. */
  inSetup<T>(work: () => T): T {
    return this.#charging(this.#setup, work);
  }

  #charging<T>(ledger: Ledger, work: () => T): T {
    const before = this.#ledger;
    this.#ledger = ledger;
    try {
      return work();
    } finally {
      this.#ledger = before;
    }
  }

  #evaluate(call: Call, x: Float64Array, v: Float64Array, out: Float64Array): number {
    const ledger = this.#ledger;
    if (ledger === this.#run && (evals(ledger) + 1 > this.#limits.evals || ledger.ops + call.ops > this.#limits.ops))
      throw new BudgetExhausted();
    ledger[call.kind]++;
    ledger.ops += call.ops;
    const f = call.run(x, v, out);
    // −Infinity is an overflow, not a best value, where the least value is known.
    const overflow = f === Number.NEGATIVE_INFINITY && Number.isFinite(this.#fstar);
    if (!overflow && (f < this.#best || (Number.isNaN(this.#best) && !Number.isNaN(f)))) {
      this.#best = f;
      this.#close();
    }
    // A closed-form gradient computes no f: there is nothing to perturb, and nothing is drawn.
    const perturb = Number.isNaN(f) ? undefined : this.#noisy?.get(ledger);
    return perturb ? perturb(f, x) : f;
  }

  /** Only a new best can reach a target that was not reached before. */
  #close(): void {
    if (this.#open.length === 0) return;
    const done = this.#open.filter(({ gap }) => reaches(this.#best, this.#fstar, gap));
    if (done.length === 0) return;
    this.#open = this.#open.filter((goal) => !done.includes(goal));
    for (const { target } of done) this.#reached.push({ target, cost: this.cost });
  }
}
