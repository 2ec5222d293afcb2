import { expect, test } from "vitest";
import { parseManifest, parseRecord, serializeManifest, serializeRecord } from "../../src/bench/serialize.js";
import { summarize } from "../../src/bench/summary.js";
import { renderJson } from "../../src/report/json.js";
import { recordOf, resultsOf, typicalRuns } from "../support/records.js";

const runs = [...typicalRuns(), recordOf({ method: "gd/reverse", f: [NaN, Infinity, -Infinity, -0] })];
const results = resultsOf(runs);
const summary = summarize(runs);
const json = renderJson(results, summary);
const data = JSON.parse(json) as { schema: number; manifest: object; summary: unknown[]; runs: object[] };

test("schema, manifest, summary, runs", () => {
  expect(Object.keys(data)).toEqual(["schema", "manifest", "summary", "runs"]);
  expect(data.schema).toBe(results.manifest.schema);
  expect(data.summary).toHaveLength(summary.length);
  expect(Object.keys(data.summary[0] as object)).toEqual(Object.keys(summary[0]!));
});

test("runs and manifest are those of the folder, field by field", () => {
  expect(data.runs.map((run) => parseRecord(JSON.stringify(run)).trace.length)).toEqual(runs.map(({ trace }) => trace.length));
  expect(data.runs).toEqual(runs.map((run) => JSON.parse(serializeRecord(run)) as object));
  expect(data.manifest).toEqual(JSON.parse(serializeManifest(results.manifest)));
  expect(parseManifest(JSON.stringify(data.manifest))).toEqual(results.manifest);
});

test("NaN and the infinities are strings, -0 is -0; a run a line", () => {
  const last = data.runs.at(-1) as { trace: { f: unknown }[] };
  expect(last.trace.map(({ f }) => f)).toStrictEqual(["NaN", "Infinity", "-Infinity", -0]);
  expect(json.split("\n").filter((line) => line.startsWith('{"schema":2,"key"'))).toHaveLength(runs.length);
  expect(json.endsWith("}\n")).toBe(true);
});

test("nothing at all", () => expect(JSON.parse(renderJson(resultsOf([]), []))).toMatchObject({ summary: [], runs: [] }));
