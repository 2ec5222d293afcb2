import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { claim } from "../../src/core/claim.js";
import { claimsCsv, figureCsv, studiesJson, tableCsv } from "../../src/report/claims-files.js";
import { claimOf, figure, part, runHere, studyOf, table } from "../support/studies.js";

const stated = { statement: 'says "so", and\nmore', source: "a book, p. 1" };
const odd = runHere(
  studyOf("odd", [
    part("A1", () => ({
      claims: [
        claim({ id: "A1.nan", ...stated, measured: Number.NaN, expected: 1, absolute: 0.1 }),
        claim({ id: "A1.inf", ...stated, measured: Number.NEGATIVE_INFINITY, atMost: Number.POSITIVE_INFINITY }),
        claim({ id: "A1.zero", ...stated, measured: -0, expected: 0 }),
        claim({ id: "A1.yes", ...stated, measured: true, expected: false, volatile: true }),
        claim({ id: "A1.word", ...stated, measured: "a", expected: "a" }),
      ],
      tables: [table],
      figures: [
        {
          ...figure,
          lines: [
            {
              name: "a, b",
              points: [
                [1, Number.NaN],
                [2, -0],
              ],
            },
          ],
        },
      ],
    })),
  ]),
  { params: { n: 4 }, seed: 7, quick: true },
);

test("JSON of one study: the fields of the contract, numbers as numbers, NaN and ∞ as texts", () => {
  const text = studiesJson([odd], 5, true);
  const data = JSON.parse(text) as Record<string, unknown>;
  expect(Object.keys(data)).toEqual(["schema", "study", "params", "seed", "quick", "claims", "tables", "series", "failed", "unfinished"]);
  expect(data).toMatchObject({ schema: 5, study: "odd", params: { n: 4 }, seed: 7, quick: true, failed: [], unfinished: [] });
  const shared = { ...stated, tolerance: 0 };
  expect(data["claims"]).toEqual([
    { id: "A1.nan", ...shared, measured: "NaN", expected: 1, relation: "absolute", tolerance: 0.1, pass: false },
    { id: "A1.inf", ...shared, measured: "-Infinity", expected: "Infinity", relation: "at most", pass: true },
    { id: "A1.zero", ...shared, measured: -0, expected: 0, relation: "equal", pass: true },
    { id: "A1.yes", ...shared, measured: true, expected: false, relation: "equal", pass: false, volatile: true },
    { id: "A1.word", ...shared, measured: "a", expected: "a", relation: "equal", pass: true },
  ]);
  expect(data["tables"]).toEqual([
    {
      ...table,
      rows: [
        ["forward", 6, 0.1],
        ["central", 15, "NaN"],
        ["none", null, "Infinity"],
      ],
    },
  ]);
  expect(data["series"]).toEqual([
    {
      name: "curve",
      title: figure.title,
      x: figure.x,
      y: figure.y,
      lines: [
        {
          name: "a, b",
          points: [
            [1, "NaN"],
            [2, -0],
          ],
        },
      ],
    },
  ]);
});

test("JSON of several: under studies", () => {
  const other = runHere(studyOf("other", [part("B1", () => ({ claims: [claimOf("B1")] }))]));
  const data = JSON.parse(studiesJson([odd, other], 5, false)) as { schema: number; studies: { study: string }[] };
  expect(Object.keys(data)).toEqual(["schema", "studies"]);
  expect(data.studies.map(({ study }) => study)).toEqual(["odd", "other"]);
  expect(data.studies[0]).not.toHaveProperty("schema");
});

test("CSV of claims: one row each, every field back", () => {
  const text = claimsCsv([odd]);
  expect(text.split("\n")[0]).toBe("study,id,statement,source,measured,expected,relation,tolerance,pass,volatile");
  const rows = parse(text, { columns: true }) as Record<string, string>[];
  expect(rows).toHaveLength(5);
  expect(rows[0]).toEqual({
    study: "odd",
    id: "A1.nan",
    ...stated,
    measured: "NaN",
    expected: "1",
    relation: "absolute",
    tolerance: "0.1",
    pass: "false",
    volatile: "false",
  });
  expect(rows.slice(1).map(({ measured, expected, pass, volatile }) => [measured, expected, pass, volatile].join(" "))).toEqual([
    "-Infinity Infinity true false",
    "-0 0 true false",
    "true false false true",
    "a a true false",
  ]);
});

test("CSV of a table: all digits, empty where there is nothing", () =>
  expect(tableCsv({ ...table, rows: [["a,b", 1 / 3, null]] })).toBe('method,n,ratio\n"a,b",0.3333333333333333,\n'));

test("CSV of a figure: line, x, y, gaps included", () => expect(figureCsv(odd.figures[0]!)).toBe('line,x,y\n"a, b",1,NaN\n"a, b",2,-0\n'));
