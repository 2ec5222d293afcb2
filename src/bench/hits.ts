/** When a run first reached a target. */
import type { Hit, RunRecord, Target } from "./record.js";

/** undefined where it never did, and without a target. */
export const hitOf = ({ hits }: Pick<RunRecord, "hits">, target: Target | null | undefined): Hit | undefined =>
  hits.find((hit) => hit.target.kind === target?.kind && hit.target.value === target.value);
