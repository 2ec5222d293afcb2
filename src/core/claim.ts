/** A claim: a statement, what it should come to, what was measured, and whether the two agree. Pure data. */

export type Measured = number | string | boolean;

/** How `measured` must stand to `expected`; the tolerance belongs to "absolute" and "relative". */
export type Relation = "equal" | "absolute" | "relative" | "at most" | "at least";

export interface Claim {
  /** "TP2", or with parts "TP2.sphere". */
  readonly id: string;
  readonly statement: string;
  /** Where it is claimed: a slide of the lecture, author (year), an equation. */
  readonly source: string;
  readonly measured: Measured;
  readonly expected: Measured;
  readonly relation: Relation;
  /** 0 where the relation has none. */
  readonly tolerance: number;
  readonly pass: boolean;
  /** It depends on the machine or the clock: reported, never gated. */
  readonly volatile?: true;
}

type Stated = Pick<Claim, "id" | "statement" | "source"> & { readonly measured: Measured; readonly volatile?: true };
type Wanted =
  /** Exactly that. */
  | { readonly expected: Measured }
  | { readonly expected: number; readonly absolute: number }
  | { readonly expected: number; readonly relative: number }
  | { readonly atMost: number }
  | { readonly atLeast: number };

/** The verdict follows from the numbers alone. NaN agrees with nothing but an expected NaN. */
export function claim(stated: Stated & Wanted): Claim {
  const { id, statement, source, measured, volatile } = stated;
  const { expected, relation, tolerance } = wanted(stated);
  const pass = holds({ measured, expected, relation, tolerance });
  return { id, statement, source, measured, expected, relation, tolerance, pass, ...(volatile && { volatile }) };
}

function wanted(of: Wanted): Pick<Claim, "expected" | "relation" | "tolerance"> {
  if ("atMost" in of) return { expected: of.atMost, relation: "at most", tolerance: 0 };
  if ("atLeast" in of) return { expected: of.atLeast, relation: "at least", tolerance: 0 };
  if ("absolute" in of) return { expected: of.expected, relation: "absolute", tolerance: of.absolute };
  if ("relative" in of) return { expected: of.expected, relation: "relative", tolerance: of.relative };
  return { expected: of.expected, relation: "equal", tolerance: 0 };
}

/** What decides, whoever asks: a claim that says something else of itself is not believed. */
export function holds({
  measured,
  expected,
  relation,
  tolerance,
}: Pick<Claim, "measured" | "expected" | "relation" | "tolerance">): boolean {
  if (relation === "equal") return Object.is(measured, expected) || measured === expected;
  if (typeof measured !== "number" || typeof expected !== "number") return false;
  if (relation === "at most") return measured <= expected;
  if (relation === "at least") return measured >= expected;
  // An infinity agrees with itself alone: no tolerance is large enough, and a relative one would itself be infinite.
  if (!Number.isFinite(measured) || !Number.isFinite(expected)) return measured === expected;
  const error = Math.abs(measured - expected);
  return error <= (relation === "relative" ? tolerance * Math.abs(expected) : tolerance);
}
