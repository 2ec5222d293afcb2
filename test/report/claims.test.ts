import { Chalk } from "chalk";
import { expect, test } from "vitest";
import type { StudyResult } from "../../src/core/study.js";
import { renderStudies } from "../../src/report/claims.js";
import { columnsOf } from "../../src/report/text.js";
import { claimOf, figure, part, runHere, studyOf, table } from "../support/studies.js";

const plain = { width: 80, wide: false, plot: true, paint: undefined };
const long =
  "a statement that is so long that it will not go on a single line of a terminal of eighty columns, and is therefore wrapped beside its id";

const mixed: StudyResult = runHere(
  studyOf("mixed", [
    part("M1", () => ({ claims: [claimOf("M1.first"), claimOf("M1.second", { measured: 2, statement: long })] })),
    part("M2", () => ({ claims: [claimOf("M2", { volatile: true }), claimOf("M2.slow", { measured: 3, volatile: true })] })),
    part("M3", () => {
      throw new Error("singular\nmatrix");
    }),
  ]),
  { params: { n: 4, tiny: 0.000001, data: "europe" }, seed: 7 },
);

test("claims with their verdicts, and what they come to", () =>
  expect(`\n${renderStudies([{ ...mixed, unfinished: ["M4", "M5"] }], plain)}`).toBe(`
mixed: about mixed
n=4, tiny=1e-6, data=europe, seed=7

ok    M1.first   M1.first is one
                 measured 1, expected 1
FAIL  M1.second  a statement that is so long that it will not go on a single
                 line of a terminal of eighty columns, and is therefore wrapped
                 beside its id
                 measured 2, expected 1
                 source: a book
info  M2         M2 is one
                 measured 1, expected 1 (advisory: holds on this machine)
info  M2.slow    M2.slow is one
                 measured 3, expected 1 (advisory: does not hold on this
                 machine)
error M3         could not be computed: singular matrix
–     interrupted before their end: M4, M5

1 claim holds, 1 fails (M1.second), 2 advisory, 1 could not be computed (M3), 2
parts interrupted.
`));

test("--wide gives every source, otherwise only what fails has it", () => {
  expect(renderStudies([mixed], { ...plain, wide: true }).match(/source: a book/g)).toHaveLength(4);
  expect(renderStudies([mixed], plain).match(/source: a book/g)).toHaveLength(1);
});

test("then tables, then figures; --no-plot leaves those out", () => {
  const study = studyOf("full", [part("A1", () => ({ claims: [claimOf("A1")], tables: [table], figures: [figure] })), part("A2")]);
  const text = renderStudies([runHere(study)], plain);
  const places = ["ok    A1", "ok    A2", "Counts", "Error against h", "2 claims hold, none fails."].map((what) => text.indexOf(what));
  expect(places.every((at) => at >= 0)).toBe(true);
  expect(places).toEqual([...places].sort((a, b) => a - b));
  const bare = renderStudies([runHere(study)], { ...plain, plot: false });
  expect(bare).toContain("Counts");
  expect(bare).not.toContain("Error against h");
});

test("--quick is said", () => {
  const quick = runHere(studyOf("fast", [part("A1")]), { quick: true });
  expect(renderStudies([quick], plain)).toContain("\nquick: fewer samples, statistical tolerances wider to match\n");
  expect(renderStudies([mixed], plain)).not.toContain("quick");
});

test("several studies, one summary", () => {
  const lie = runHere(studyOf("lie", [part("L1", () => ({ claims: [claimOf("L1", { measured: 9 })] }))]));
  const text = renderStudies([mixed, lie, runHere(studyOf("empty", []))], plain);
  expect(text).toMatch(/^empty: about empty\nseed=0\n\nNo claims\.$/m);
  expect(text).toMatch(/\n1 claim holds, 2 fail \(M1.second, L1\), 2 advisory, 1 could not be computed \(M3\)\.\n$/);
  expect(text.match(/claim holds/g)).toHaveLength(1);
});

test("no line is wider than the terminal, whatever the ids", () => {
  const ids = ["A1", "A1.a-part-with-a-very-long-name-indeed"];
  const study = studyOf("wide", [part("A1", () => ({ claims: ids.map((id) => claimOf(id, { statement: long })), figures: [figure] }))]);
  for (const width of [40, 57, 80, 133])
    for (const line of renderStudies([runHere(study)], { ...plain, width }).split("\n")) expect(columnsOf(line)).toBeLessThanOrEqual(width);
});

test("colours change nothing but colours", () => {
  const colored = renderStudies([mixed], { ...plain, paint: new Chalk({ level: 1 }) });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are what is taken away
  expect(colored.replaceAll(/\u001b\[[0-9;]*m/g, "")).toBe(renderStudies([mixed], plain));
  expect(colored).toContain("\u001b[32mok");
});
