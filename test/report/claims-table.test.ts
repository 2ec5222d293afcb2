import { Chalk } from "chalk";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Table } from "../../src/core/study.js";
import { renderStudyTable } from "../../src/report/claims-table.js";
import { columnsOf } from "../../src/report/text.js";
import { table } from "../support/studies.js";

const render = (of: Table, width = 80): string => `\n${renderStudyTable(of, { width, paint: undefined }).join("\n")}\n`;
const tableOf = (columns: readonly string[], rows: Table["rows"]): Table => ({ name: "t", title: "A title", columns, rows });

test("numbers at the right, texts at the left, nothing as –", () =>
  expect(render(table)).toBe(`
Counts
method    n  ratio
──────────────────
forward   6    0.1
central  15    NaN
none      –      ∞
`));

test("integers whole, other numbers in five digits", () =>
  expect(render(tableOf(["x"], [[123456789], [0.123456], [1e-9], [2e9]]))).toBe(`
A title
        x
─────────
123456789
  0.12346
     1e-9
      2e9
`));

test("heads and texts are broken before anything is left out; names after hyphens", () =>
  expect(
    render(
      tableOf(
        ["method", "evaluations to the target"],
        [
          ["central-difference", 12],
          ["this is a whole sentence", 7],
        ],
      ),
      24,
    ),
  ).toBe(`
A title
             evaluations
                  to the
method            target
────────────────────────
central-              12
difference
this is a              7
whole
sentence
`));

test("where five digits do not fit, four; where these do not, the columns go on below, beside the first", () => {
  const wide = tableOf(["name", "first", "next"], [["a", 1.23456, 9.87654]]);
  expect(render(wide, 20)).toBe(`
A title
name   first    next
────────────────────
a     1.2346  9.8765
`);
  expect(render(wide, 19)).toBe(`
A title
name  first   next
──────────────────
a     1.235  9.877
`);
  expect(render(wide, 16)).toBe(`
A title
name   first
────────────
a     1.2346

name    next
────────────
a     9.8765
`);
});

test("whatever it holds: no line is too wide but for a single cell that is, nothing is lost", () => {
  const cell = fc.oneof(fc.double(), fc.integer(), fc.constant(null), fc.constantFrom("a", "forward-difference", "some words here"));
  const any = fc
    .array(fc.constantFrom("n", "iterations", "work to target", "best-of-all multiple"), { minLength: 1, maxLength: 14 })
    .chain((columns) =>
      fc.record({ columns: fc.constant(columns), rows: fc.array(fc.tuple(...columns.map(() => cell)), { maxLength: 4 }) }),
    );
  fc.assert(
    fc.property(any, fc.integer({ min: 40, max: 120 }), ({ columns, rows }, width) => {
      const lines = renderStudyTable(tableOf(columns, rows), { width, paint: undefined });
      for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(width);
      const words = lines.join(" ").split(/[\s-]+/);
      for (const text of [...columns, ...rows.flat().filter((one) => typeof one === "string")])
        for (const word of text.split(/[\s-]+/)) expect(words).toContain(word);
      const integers = rows.flat().filter((one) => Number.isInteger(one) && Math.abs(one as number) < 1e5);
      for (const one of integers) expect(lines.join(" ")).toContain(String(Math.abs(one as number)));
    }),
    { numRuns: 200 },
  );
});

test("no rows: the head alone", () => expect(render(tableOf(["n", "x"], []))).toBe("\nA title\nn  x\n────\n"));

test("colours change nothing but colours", () => {
  const colored = renderStudyTable(table, { width: 80, paint: new Chalk({ level: 1 }) }).join("\n");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are what is taken away
  expect(`\n${colored.replaceAll(/\u001b\[[0-9;]*m/g, "")}\n`).toBe(render(table));
});
