/** Runs of a registered optimizer on hand-written functions: its iterates, copied. */
import type { Evaluations } from "../../src/core/evaluations.js";
import type { Iterate } from "../../src/core/optimizer.js";
import { makeOracle } from "../../src/core/oracle.js";
import type { Params } from "../../src/core/params.js";
import { stream } from "../../src/numeric/sampling/random.js";
import { optimizerNamed, paramsOf, sourceNamed } from "./methods.js";

export interface Copied {
  readonly x: Float64Array;
  readonly f: number;
  readonly g: Float64Array;
}
interface Setup {
  readonly params?: Params;
  readonly source?: string;
  readonly key?: string;
}

/** The generator itself, for tests that count between iterations. */
export function started(
  name: string,
  evaluations: Evaluations & { readonly differentiable: boolean },
  x0: readonly number[],
  { params = {}, source = "reverse", key = "test" }: Setup = {},
): Generator<Iterate, string, void> {
  const optimizer = optimizerNamed(name);
  const gradient = sourceNamed(source);
  const oracle = makeOracle(evaluations, gradient, paramsOf(gradient), stream(`${key}/gradient`));
  return optimizer.run(oracle, Float64Array.from(x0), paramsOf(optimizer, params), stream(`${key}/optimizer`));
}

/** At most `count` iterates, x0 among them, or those up to the first that is `enough`; `reason` where it ended by itself. */
export function iterates(
  name: string,
  evaluations: Evaluations & { readonly differentiable: boolean },
  x0: readonly number[],
  count: number,
  setup: Setup & { readonly enough?: (iterate: Copied) => boolean } = {},
): { points: Copied[]; reason: string | null } {
  const run = started(name, evaluations, x0, setup);
  const points: Copied[] = [];
  while (points.length < count) {
    const next = run.next();
    if (next.done) return { points, reason: next.value };
    const { x, f, g } = next.value;
    points.push({ x: x.slice(), f, g: (g ?? new Float64Array(x.length)).slice() });
    if (setup.enough?.(points.at(-1)!)) break;
  }
  return { points, reason: null };
}
