/** Which graphs are looked at: those of the lecture and of papers, or one that a reader gives. */
import { readText } from "../../bench/store.js";
import type { ParamType } from "../../core/params.js";
import type { Part, StudyContext } from "../../core/study.js";
import { graphFromText, type NamedGraph } from "./graph-text.js";

const PUBLISHED = "published";

/** The graph that a value stands for; null: the published ones. A value that is neither layers nor JSON names a file. */
export function graphOf(value: string): NamedGraph | null {
  if (value === PUBLISHED) return null;
  return /^\s*[\d{[]/.test(value) && !/\.json$/i.test(value) ? graphFromText(value, "graph") : graphFromText(readText(value), value);
}

/** Checked before anything runs: what is wrong with the graph is the user's error. */
const graph: ParamType<string> = {
  default: PUBLISHED,
  accepts: "published, layers such as 8,3,1,3,8, or a graph as JSON or in a file",
  parse: (raw) => {
    if (typeof raw !== "string" || raw.trim() === "") return undefined;
    graphOf(raw);
    return raw;
  },
};

export const defaults = { graph };

export type Context = StudyContext<typeof defaults>;
export type EliminationPart = Part<typeof defaults>;

export const lecture = "Merkulov, Automatic differentiation (lecture, MIPT)";
export const griewank = "Griewank & Walther (2008), Evaluating Derivatives, chapters 9-10";
export const naumann = "Naumann (2004), Math. Program. 99, the lion graph";
