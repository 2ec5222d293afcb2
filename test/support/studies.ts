/** Small studies to run, and their outcomes in this very thread. */
import { type Claim, claim } from "../../src/core/claim.js";
import type { Params } from "../../src/core/params.js";
import { defineStudy, type Figure, type Findings, type Part, type Study, type StudyResult, type Table } from "../../src/core/study.js";
import { resultOf, runTask, tasksOf } from "../../src/studies/run.js";

export const claimOf = (id: string, over: Partial<Pick<Claim, "measured" | "statement" | "source" | "volatile">> = {}): Claim =>
  claim({ id, statement: `${id} is one`, source: "a book", measured: 1, expected: 1, ...over });

export const part = (id: string, run: Part["run"] = () => ({ claims: [claimOf(id)] }), weight?: number): Part => ({
  id,
  run,
  ...(weight !== undefined && { weight }),
});

export const studyOf = (name: string, parts: readonly Part[], defaults: Study["defaults"] = {}): Study =>
  defineStudy({ name, summary: `about ${name}`, reference: "a book", defaults, parts });

export const table: Table = {
  name: "counts",
  title: "Counts",
  columns: ["method", "n", "ratio"],
  rows: [
    ["forward", 6, 0.1],
    ["central", 15, Number.NaN],
    ["none", null, Number.POSITIVE_INFINITY],
  ],
};

export const figure: Figure = {
  name: "curve",
  title: "Error against h",
  x: { label: "h", log: true },
  y: { label: "error", log: true },
  lines: [
    { name: "measured", points: [1e-3, 1e-2, 1e-1].map((h) => [h, 2 * h * h]) },
    { name: "h²", points: [1e-3, 1e-1].map((h) => [h, h * h]), style: "dashed" },
  ],
};

/** In order, here and now. */
export function runHere(
  study: Study,
  { params = {}, seed = 0, quick = false }: { params?: Params; seed?: number; quick?: boolean } = {},
): StudyResult {
  const chosen = { study, parts: study.parts, params };
  const outcomes = tasksOf([chosen], seed, quick).map((task) => runTask(task, [study], () => 0));
  return resultOf(chosen, { seed, quick }, outcomes);
}

export const finding = (found: Findings): Study => studyOf("found", [part(found.claims[0]?.id.split(".")[0] ?? "A1", () => found)]);
