/** What a part of a study finds, by few samples if it takes any. */
import type { Claim } from "../../src/core/claim.js";
import { type Defaults, type Params, type Resolved, resolve } from "../../src/core/params.js";
import { effort, type Findings, type Study, type StudyContext } from "../../src/core/study.js";
import { stream } from "../../src/numeric/sampling/random.js";
import { runTask } from "../../src/studies/run.js";

/** What that part is given, with the parameters that its study has by default. */
export function contextOf<const D extends Defaults>(study: string, part: string, defaults: D): StudyContext<D> {
  const params = resolve(defaults, {}, `study ${study}`) as Resolved<D>;
  return { params, seed: 0, rng: stream(`0/${study}/${part}`), now: () => 0, ...effort(true) };
}

/** Throws what the part throws. */
export function findingsOf(
  study: Study,
  part: string,
  {
    given = {},
    seed = 0,
    quick = true,
    now = () => 0,
  }: { readonly given?: Params; readonly seed?: number; readonly quick?: boolean; readonly now?: () => number } = {},
): Findings {
  const params = resolve(study.defaults, given, `study ${study.name}`);
  const outcome = runTask({ study: study.name, part, params, seed, quick }, [study], now);
  if ("error" in outcome) throw new Error(outcome.error);
  return outcome.findings;
}

/** Of the claims that are gated. */
export const failing = ({ claims }: Findings): string[] => claims.filter(({ pass, volatile }) => !pass && !volatile).map(({ id }) => id);
export const claimed = ({ claims }: Findings, id: string): Claim => claims.find((claim) => claim.id === id)!;
export const measured = (found: Findings, id: string): Claim["measured"] => claimed(found, id).measured;
