/** What a reader may vary about Jacobians of f(x) = Ax, and the sizes m that are looked at. */
import { integer } from "../../core/params.js";
import type { Part, StudyContext } from "../../core/study.js";

export const defaults = {
  /** JA1, JA2: n, the number of columns of A. */
  dim: integer(100, { min: 2, max: 500 }),
  /** JA1, JA2: the most rows m; from 1 on, ten a decade. 10^4.5 by default. */
  rows: integer(31_623, { min: 1000, max: 200_000 }),
  /** JA3: how many inputs lead into one hidden value, and how many outputs it leads to. */
  inputs: integer(3, { min: 2, max: 1000 }),
  outputs: integer(5, { min: 1, max: 1000 }),
};

export type Context = StudyContext<typeof defaults>;
export type JacobianPart = Part<typeof defaults>;

export const lecture = "Merkulov, Automatic differentiation (lecture, MIPT)";

const A_DECADE = 10;

/** 1 … rows, even in logarithms, n among them if it lies there. */
export function sizes({ dim, rows }: Context["params"]): number[] {
  const steps = Math.ceil(A_DECADE * Math.log10(rows));
  const grid = Array.from({ length: steps + 1 }, (_, k) => Math.round(Math.exp((Math.log(rows) * k) / steps)));
  return [...new Set([...grid, ...(dim <= rows ? [dim] : [])])].sort((a, b) => a - b);
}
