/** A study: claims of the lecture or of a paper, computed. What a folder in src/studies declares; one part, one claim and its figure. */
import type { Rng } from "../numeric/sampling/random.js";
import type { Claim } from "./claim.js";
import type { Defaults, Params, Resolved } from "./params.js";

export type Cell = string | number | null;

export interface Table {
  /** Unique within the study; names the file it is exported to. */
  readonly name: string;
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

export interface Axis {
  readonly label: string;
  readonly log: boolean;
  /** The numbers to be written beside the x axis, in ascending order; without them round ones are. */
  readonly ticks?: readonly number[];
}

/** Points in ascending order of x; NaN and ±Infinity are gaps. */
export interface Line {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** "dashed" for theory and bounds beside what was measured. */
  readonly style?: "solid" | "dashed" | "points";
  /** The name of the measured line that it is the theory of: it has that line's colour, and lies beneath it. */
  readonly of?: string;
}

export interface Figure {
  /** Unique within the study; names the file it is exported to. */
  readonly name: string;
  readonly title: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly lines: readonly Line[];
  /** What a reader should see in it, a sentence. */
  readonly note?: string;
}

/** What a part finds out. */
export interface Findings {
  readonly claims: readonly Claim[];
  readonly tables?: readonly Table[];
  readonly figures?: readonly Figure[];
}

/** What a part is given. */
export interface StudyContext<D extends Defaults = Defaults> {
  readonly params: Resolved<D>;
  /** Base seed, for runs of the bench. */
  readonly seed: number;
  /** The part's own stream. */
  readonly rng: Rng;
  readonly quick: boolean;
  /** Monte-Carlo samples: the number itself, or with --quick a part of it. */
  readonly samples: (full: number) => number;
  /** A statistical tolerance: with --quick it is widened by the law of samples, the square root of their ratio. */
  readonly tolerance: (full: number) => number;
  /** A clock, in seconds, for volatile claims. */
  readonly now: () => number;
}

/** One claim (or a few that share their computation); parts may run at the same time, in any order. */
export interface Part<D extends Defaults = Defaults> {
  /** The id that its claims begin with: "TP2". */
  readonly id: string;
  /** About how many seconds it takes, default 1: with several threads the longest begin first. */
  readonly weight?: number;
  readonly run: (context: StudyContext<D>) => Findings;
}

/** What came out of a study: the findings of its parts together, in the order of the parts. */
export interface StudyResult {
  readonly study: string;
  readonly summary: string;
  readonly params: Params;
  readonly seed: number;
  readonly quick: boolean;
  readonly claims: readonly Claim[];
  readonly tables: readonly Table[];
  readonly figures: readonly Figure[];
  /** Parts that threw, or broke the rules for what a part finds. */
  readonly failed: readonly { readonly part: string; readonly message: string }[];
  /** Parts that an interruption left out. */
  readonly unfinished: readonly string[];
}

export interface Study<D extends Defaults = Defaults> {
  readonly name: string;
  readonly summary: string;
  readonly reference: string;
  readonly defaults: D;
  readonly parts: readonly Part<D>[];
}

/** Declares a study; keeps the types of `defaults` for its parts, hides them from the registry. */
export const defineStudy = <const D extends Defaults>(study: Study<D>): Study => study as unknown as Study;

/** --quick takes this part of the samples. */
const QUICK = 16;

/** The effort of a study: samples and tolerances go together. */
export const effort = (quick: boolean): Pick<StudyContext, "quick" | "samples" | "tolerance"> => ({
  quick,
  samples: (full) => (quick ? Math.max(1, Math.ceil(full / QUICK)) : full),
  tolerance: (full) => (quick ? full * Math.sqrt(QUICK) : full),
});
