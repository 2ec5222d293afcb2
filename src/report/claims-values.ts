/** What was measured beside what was expected, in as many digits as the tolerance needs to be seen. */
import type { Claim, Measured } from "../core/claim.js";
import { short } from "./numbers.js";
import { plain } from "./text.js";

/** measured 1.118, expected 1.11 ± 0.15 */
export function verdict(claim: Claim): string {
  const { measured, expected, relation, tolerance } = claim;
  let digits = digitsFor(claim);
  // What fails must not look as if it agreed.
  if (!claim.pass) while (digits < ALL && shown(measured, digits) === shown(expected, digits)) digits++;
  return `measured ${shown(measured, digits)}, expected ${bounds[relation]}${shown(expected, digits)}${marginOf(relation, tolerance)}`;
}

/** Digits of a double that tell it from its neighbours. */
const ALL = 17;
const bounds: Readonly<Record<Claim["relation"], string>> = {
  equal: "",
  absolute: "",
  relative: "",
  "at most": "at most ",
  "at least": "at least ",
};

function digitsFor({ measured, expected, relation, tolerance }: Claim): number {
  if (relation === "equal") return ALL;
  if (relation === "at most" || relation === "at least") return 3;
  const size =
    relation === "relative" ? 1 : Math.max(...[measured, expected].map((value) => (typeof value === "number" ? Math.abs(value) : 0)));
  const digits = Math.ceil(Math.log10(size / tolerance)) + 1;
  return tolerance > 0 && Number.isFinite(digits) ? Math.min(ALL, Math.max(3, digits)) : ALL;
}

function shown(value: Measured, digits: number): string {
  if (typeof value !== "number") return plain(String(value)) || "none";
  // The shortest decimal that reads back as the same double.
  return digits >= ALL && Number.isFinite(value) ? String(value) : short(value, digits);
}

function marginOf(relation: Claim["relation"], tolerance: number): string {
  if (relation === "absolute") return ` ± ${short(tolerance)}`;
  if (relation !== "relative") return "";
  return tolerance >= 1e-3 ? ` ± ${short(100 * tolerance)} %` : ` ± ${short(tolerance)} relative`;
}
