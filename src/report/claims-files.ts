/** Studies as data: JSON { schema, study, claims, tables, series }, and CSV of claims, tables and figures. */
import type { Claim } from "../core/claim.js";
import type { Cell, Figure, StudyResult, Table } from "../core/study.js";
import { type Columns, csv } from "./csv.js";
import { lines, write } from "./json.js";

/** One study as it is; several under `studies`. */
export function studiesJson(results: readonly StudyResult[], schema: number, single: boolean): string {
  const [first] = results;
  if (single && first) return `${braces([["schema", write(schema)], ...fieldsOf(first)])}\n`;
  const studies = results.map((result) => braces(fieldsOf(result)));
  return `${braces([
    ["schema", write(schema)],
    ["studies", `[\n${studies.join(",\n")}\n]`],
  ])}\n`;
}

type Field = readonly [key: string, json: string];
const braces = (fields: readonly Field[]): string => `{\n${fields.map(([key, json]) => `"${key}": ${json}`).join(",\n")}\n}`;

function fieldsOf({ study, params, seed, quick, claims, tables, figures, failed, unfinished }: StudyResult): Field[] {
  return [
    ["study", write(study)],
    ["params", write(params)],
    ["seed", write(seed)],
    ["quick", write(quick)],
    ["claims", lines(claims)],
    ["tables", lines(tables)],
    ["series", lines(figures)],
    ["failed", lines(failed)],
    ["unfinished", write(unfinished)],
  ];
}

interface ClaimRow {
  readonly study: string;
  readonly claim: Claim;
}

const claimColumns: Columns<ClaimRow> = [
  ["study", ({ study }) => study],
  ["id", ({ claim }) => claim.id],
  ["statement", ({ claim }) => claim.statement],
  ["source", ({ claim }) => claim.source],
  ["measured", ({ claim }) => cellOf(claim.measured)],
  ["expected", ({ claim }) => cellOf(claim.expected)],
  ["relation", ({ claim }) => claim.relation],
  ["tolerance", ({ claim }) => claim.tolerance],
  ["pass", ({ claim }) => cellOf(claim.pass)],
  ["volatile", ({ claim }) => cellOf(claim.volatile === true)],
];

const cellOf = (value: Claim["measured"]): Cell => (typeof value === "boolean" ? String(value) : value);

/** One row a claim. */
export const claimsCsv = (results: readonly StudyResult[]): string =>
  csv(
    claimColumns,
    results.flatMap(({ study, claims }) => claims.map((claim) => ({ study, claim }))),
  );

export const tableCsv = ({ columns, rows }: Table): string =>
  csv(
    columns.map((name, k) => [name, (row: readonly Cell[]) => row[k] ?? null] as const),
    rows,
  );

const pointColumns: Columns<{ readonly line: string; readonly x: number; readonly y: number }> = [
  ["line", ({ line }) => line],
  ["x", ({ x }) => x],
  ["y", ({ y }) => y],
];

/** Long form: one row a point, gaps included. */
export const figureCsv = ({ lines: all }: Figure): string =>
  csv(
    pointColumns,
    all.flatMap(({ name, points }) => points.map(([x, y]) => ({ line: name, x, y }))),
  );
