/** Which matrices are coloured: those of papers at any size, or one whose pattern a reader gives. */
import type { Sparsity } from "../../ad/index.js";
import { readText } from "../../bench/store.js";
import { UsageError } from "../../core/errors.js";
import { integer, type ParamType } from "../../core/params.js";
import type { Part } from "../../core/study.js";
import { DataError } from "../../data/sheet.js";
import { patternFromText } from "./pattern-text.js";

const NAMED = "named";

/** null: the structures that have names. */
export function patternOf(file: string): Sparsity | null {
  if (file === NAMED) return null;
  try {
    return patternFromText(readText(file), file);
  } catch (error) {
    throw error instanceof DataError ? new UsageError(error.message) : error;
  }
}

/** Checked before anything runs: what is wrong with the file is the user's error. */
const pattern: ParamType<string> = {
  default: NAMED,
  accepts: "named, or a file: Matrix Market, or rows of x and .",
  parse: (raw) => {
    if (typeof raw !== "string" || raw.trim() === "") return undefined;
    patternOf(raw);
    return raw;
  },
};

export const defaults = {
  /** Rows and columns of bands and arrowheads. */
  dim: integer(100, { min: 4, max: 2000 }),
  /** Diagonals of the band. */
  lower: integer(2, { min: 0, max: 50 }),
  upper: integer(3, { min: 0, max: 50 }),
  /** Points along a side of the five-point stencil's grid. */
  side: integer(10, { min: 3, max: 100 }),
  pattern,
};

export type ColoringPart = Part<typeof defaults>;

export const curtis = "Curtis, Powell & Reid (1974), J. Inst. Maths Applics 13; Coleman & Moré (1983), SIAM J. Numer. Anal. 20(1)";
export const colemanMore = "Coleman & Moré (1984), Math. Program. 28";
export const colemanCai = "Coleman & Cai (1986), SIAM J. Algebraic Discrete Methods 7(2)";
export const survey = "Gebremedhin, Manne & Pothen (2005), SIAM Review 47(4)";
