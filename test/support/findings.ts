/** What a part of a study finds, by few samples if it takes any. */
import type { Claim } from "../../src/core/claim.js";
import { type Params, resolve } from "../../src/core/params.js";
import type { Findings, Study } from "../../src/core/study.js";
import { runTask } from "../../src/studies/run.js";

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
