/** An optimizer is a generator of iterates: what a file in src/optimizers declares. */
import type { Rng } from "../numeric/sampling/random.js";
import type { Oracle } from "./evaluations.js";
import type { Defaults, Resolved } from "./params.js";

/** What an optimizer reports once an iteration. Arrays are borrowed: copy them to keep them. */
export interface Iterate {
  readonly x: Float64Array;
  /** f(x) where the method saw it, else NaN. */
  readonly f: number;
  /** The method's own gradient at x, where it has one. */
  readonly g?: Float64Array;
}

/** Why a method cannot go on by itself. */
export type OptimizerReason = "line-search" | "finished";

/** Why a run ended. */
export type StopReason =
  | OptimizerReason
  | "target"
  | "budget"
  | "gtol"
  | "ftol"
  | "xtol"
  | "max-iterations"
  | "max-time"
  | "diverged"
  | "nonfinite"
  | "error";

export interface Optimizer<D extends Defaults = Defaults> {
  readonly name: string;
  readonly summary: string;
  readonly reference: string;
  readonly defaults: D;
  readonly uses: "value" | "gradient" | "hvp";
  /** It draws from its rng: repetitions differ. */
  readonly stochastic?: true;
  /** Yields x0 first, then one iterate an iteration; returns only when it cannot go on. `step` arrives as a number or "armijo", never "auto". */
  readonly run: (oracle: Oracle, x0: Float64Array, params: Resolved<D>, rng: Rng) => Generator<Iterate, OptimizerReason, void>;
  /**
   * Iterations to a relative target at fixed conditioning, up to a factor that does not depend on n; null, or left out, where no model is known.
   * `omega`: E‖G − ∇f‖² = ω‖∇f‖² of the gradient source. `step` is as it was asked for: it may be "auto".
   */
  readonly iterations?: (params: Resolved<D>, omega: number) => number | null;
}

export const defineOptimizer = <const D extends Defaults>(optimizer: Optimizer<D>): Optimizer => optimizer as unknown as Optimizer;

/** x ← U(x, g): a method whose iterations take one gradient and change x by a rule. */
interface UpdateRule<D extends Defaults> extends Omit<Optimizer<D>, "uses" | "run"> {
  /** Changes x by g, the gradient at x, in iteration k = 1, 2, …; what the rule remembers is its own. */
  readonly rule: (n: number, params: Resolved<D>) => (x: Float64Array, g: Float64Array, k: number) => void;
}

export const defineUpdateRule = <const D extends Defaults>({ rule, ...method }: UpdateRule<D>): Optimizer =>
  defineOptimizer({
    ...method,
    uses: "gradient",
    *run(oracle, x0, params) {
      const x = x0.slice();
      const g = new Float64Array(x.length);
      const update = rule(x.length, params as Resolved<D>);
      for (let k = 1; ; k++) {
        const f = oracle.gradient(x, g);
        yield { x, f, g };
        update(x, g, k);
      }
    },
  });
