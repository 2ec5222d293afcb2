/** Everything as one JSON document: { schema, manifest, summary, runs }, a row or a run a line. */
import type { ResultSet } from "../bench/record.js";
import type { SummaryRow } from "../bench/summary.js";

export function renderJson({ manifest, runs }: ResultSet, summary: readonly SummaryRow[]): string {
  const fields = [
    ["schema", write(manifest.schema)],
    ["manifest", write(manifest)],
    ["summary", lines(summary)],
    ["runs", lines(runs)],
  ];
  return `{\n${fields.map(([key, json]) => `"${key}": ${json}`).join(",\n")}\n}\n`;
}

/** An item a line. */
export const lines = (items: readonly unknown[]): string => (items.length > 0 ? `[\n${items.map(write).join(",\n")}\n]` : "[]");

/** Plain data; NaN and the infinities as strings, -0 as -0. Keys without a value are left out. */
export function write(value: unknown): string {
  if (typeof value === "number") return Number.isFinite(value) ? (Object.is(value, -0) ? "-0" : String(value)) : `"${value}"`;
  if (Array.isArray(value)) return `[${value.map(write).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null);
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${write(field)}`).join(",")}}`;
}
