/** An erratum: two numbers for one quantity, as it is printed and as it is computed, that are apart. It is shown only if they are. */
import { type Claim, claim } from "../../core/claim.js";
import type { Cell, StudyContext, Table } from "../../core/study.js";
import { short } from "../../report/numbers.js";
import type { defaults } from "./defaults.js";
import { type SlideName, titled } from "./slides.js";

export type Kind =
  /** It contradicts another slide, or the computation. */
  | "wrong"
  /** It holds, but not for all that it is said of. */
  | "needs an assumption"
  /** A reader who takes it literally computes something else than is meant. */
  | "loose";

/** How far apart the two must be: by what theory says, exactly or but for errors, or by at least so much. */
type Apart =
  /** The larger ÷ the smaller, by size. */
  | { readonly times: number; readonly relative?: number }
  | { readonly timesAtLeast: number }
  | { readonly difference: number; readonly relative?: number }
  | { readonly differenceAtLeast: number }
  /** As printed it is no number at all. */
  | { readonly undefined: true };

export interface Erratum {
  readonly id: string;
  readonly slide: SlideName;
  /** Where it is not in the edition that is audited. */
  readonly edition?: string;
  readonly kind: Kind;
  /** What the slide says, in few words. */
  readonly says: string;
  /** What the two numbers are. */
  readonly quantity: string;
  readonly printed: number;
  readonly computed: number;
  readonly apart: Apart;
  /** The claim that shows it in full; null where this one does. */
  readonly shown: string | null;
}

export type Errata = (context: StudyContext<typeof defaults>) => readonly Erratum[];

const EDITION = "MIPT, 2025";
const editionOf = (edition: string): string => `Merkulov, Automatic differentiation (lecture, ${edition})`;
export const lecture = editionOf(EDITION);

/** Fails where the two agree, and where they differ by something else. */
export function claimOf({ id, slide, edition = EDITION, says, quantity, printed, computed, apart }: Erratum): Claim {
  const stated = (compared: string) => ({
    id: `ER1.${id}`,
    statement: `${says}: ${short(printed, 6)} as printed, ${short(computed, 6)} as computed, ${compared}. ${quantity}`,
    source: `${editionOf(edition)}, ${titled(slide)}`,
  });
  const [smaller, larger] = [printed, computed].sort((a, b) => Math.abs(a) - Math.abs(b)) as [number, number];
  const ratio = { ...stated("their ratio"), measured: larger / smaller };
  const difference = { ...stated("their difference"), measured: Math.abs(printed - computed) };
  if ("times" in apart) return claim({ ...ratio, ...within(apart.times, apart.relative) });
  if ("timesAtLeast" in apart) return claim({ ...ratio, atLeast: apart.timesAtLeast });
  if ("difference" in apart) return claim({ ...difference, ...within(apart.difference, apart.relative) });
  if ("differenceAtLeast" in apart) return claim({ ...difference, atLeast: apart.differenceAtLeast });
  return claim({ ...stated("a number only as computed"), measured: Number.isNaN(printed) && Number.isFinite(computed), expected: true });
}

const within = (expected: number, relative?: number) => (relative === undefined ? { expected } : { expected, relative });

export const ledgerOf = (errata: readonly Erratum[]): Table => ({
  name: "ledger",
  title: "Errata: as printed and as computed",
  columns: ["erratum", "the slide says", "printed", "computed", "kind", "shown by", "slide"],
  rows: errata.map(({ id, slide, edition, kind, says, printed, computed, shown }): Cell[] => [
    id,
    says,
    printed,
    computed,
    kind,
    shown ?? "ER1",
    edition ? `${titled(slide)}, ${edition}` : titled(slide),
  ]),
});
