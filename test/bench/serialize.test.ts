import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Manifest, RunRecord } from "../../src/bench/record.js";
import { parseManifest, parseRecord, serializeManifest, serializeRecord } from "../../src/bench/serialize.js";
import { UsageError } from "../../src/core/errors.js";
import { manifestOf, recordOf, resultsOf, typicalRuns } from "../support/records.js";

const word = <T extends string>(...words: readonly T[]) => fc.constantFrom(...words);
const number = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(NaN, Infinity, -Infinity, -0, 5e-324, 1e21, 0.1));
const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom("NaN", "Infinity", "'NaN", "''-Infinity", "__proto__", "\n", "\u2028"),
);
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null });
const params = fc.dictionary(text, fc.oneof(number, text, fc.boolean()));
const choice = fc.record({ name: text, params });
const cost = fc.record({ values: number, jvps: number, vjps: number, hvps: number, ops: number });
const target = fc.record({ kind: word("relative", "absolute"), value: number });
const stop = fc.record({ gtol: number, ftol: number, xtol: number, maxIterations: number, maxTime: number }, { requiredKeys: [] });
const unit = word("work", "evals", "ops", "iterations", "seconds");
const trace = word("improvements", "all");

const qualityPoint = fc.record({
  iteration: number,
  cosine: number,
  relativeError: number,
  bias: maybe(number),
  biasError: maybe(number),
  variance: maybe(number),
  h: maybe(number),
  hOpt: maybe(number),
});
const quality = fc.record({ cost, incomplete: maybe(text), points: fc.array(qualityPoint, { maxLength: 3 }) });

const plainRecords = fc.record({
  schema: fc.constant(2),
  key: text,
  spec: fc.record({
    problem: choice,
    file: maybe(text),
    instance: number,
    optimizer: choice,
    gradient: maybe(choice),
    repetition: number,
    seed: number,
    x0: fc.oneof(word("problem", "random"), fc.array(number)),
    budget: fc.record({ unit, limit: number }),
    targets: fc.array(target),
    stop,
    trace,
  }),
  optimizer: text,
  gradient: text,
  dim: number,
  engine: text,
  stop: word("target", "budget", "line-search", "error"),
  message: maybe(text),
  iterations: number,
  cost,
  setup: cost,
  audit: cost,
  opsPerValue: number,
  step: maybe(fc.record({ value: fc.oneof(number, fc.constant("armijo" as const)), L: maybe(number) })),
  f0: number,
  fstar: maybe(fc.record({ value: number, exact: fc.boolean() })),
  f: number,
  fBest: number,
  hits: fc.array(fc.record({ target, iteration: number, cost })),
  trace: fc.array(fc.record({ iteration: number, cost, f: number, fBest: number, gradNorm: maybe(number) }), { maxLength: 4 }),
  volatile: fc.record({ seconds: number, at: fc.array(number) }),
});
const records: fc.Arbitrary<RunRecord> = fc
  .tuple(plainRecords, fc.option(quality, { nil: undefined }))
  .map(([record, judged]) => (judged ? { ...record, quality: judged } : record));

const manifests: fc.Arbitrary<Manifest> = fc.record({
  schema: fc.constant(2),
  adbench: text,
  command: fc.array(text),
  problem: fc.record({ name: text, params, label: text, file: maybe(text), summary: text }),
  optimizers: fc.array(choice),
  gradients: fc.array(choice),
  dims: fc.array(number),
  seeds: number,
  seed: number,
  instances: number,
  x0: text,
  budget: fc.record({ text, unit }),
  targets: fc.array(target),
  stop,
  trace,
  axis: unit,
  engine: text,
  planned: number,
  notes: fc.array(text),
  files: fc.array(fc.record({ name: text, sha256: text })),
  machine: fc.record({ node: text, v8: text, os: text, arch: text, cpu: text, cores: number }),
  git: maybe(fc.record({ commit: text, dirty: fc.boolean() })),
  gradientRatio: fc.array(fc.record({ dim: number, ratio: maybe(number) })),
  volatile: fc.record({ started: text, seconds: number }),
});

describe("there and back", () => {
  test("a record, whatever is in it", () =>
    fc.assert(fc.property(records, (record) => void expect(parseRecord(serializeRecord(record))).toStrictEqual(plain(record)))));
  test("a manifest", () =>
    fc.assert(
      fc.property(manifests, (manifest) => void expect(parseManifest(serializeManifest(manifest))).toStrictEqual(plain(manifest))),
    ));
  test("of real shape", () => {
    for (const run of typicalRuns()) expect(parseRecord(serializeRecord(run))).toStrictEqual(run);
    const { manifest } = resultsOf(typicalRuns());
    expect(parseManifest(serializeManifest(manifest))).toStrictEqual(manifest);
  });
});

const sample = recordOf({ method: "gd/reverse", f: [NaN, Infinity, -Infinity, -0, 0.1, 1e-300] });
const line = serializeRecord(sample);

describe("what it looks like", () => {
  test("one line a record, strict JSON", () => {
    fc.assert(
      fc.property(records, (record) => {
        const text = serializeRecord(record);
        expect(text).not.toMatch(/[\n\r]/);
        JSON.parse(text);
      }),
    );
  });
  test("NaN and the infinities are strings, -0 is -0, decimals are the shortest", () => {
    const rows = JSON.parse(line).trace as { f: unknown }[];
    expect(rows.map(({ f }) => f)).toStrictEqual(["NaN", "Infinity", "-Infinity", -0, 0.1, 1e-300]);
    expect(line).toContain('"f":0.1,');
  });
  test("the order of fields does not depend on the object, and times come last", () => {
    const shuffled = Object.fromEntries(Object.entries(sample).reverse()) as unknown as RunRecord;
    expect(serializeRecord(shuffled)).toBe(line);
    expect(Object.keys(JSON.parse(line)).at(-1)).toBe("volatile");
    expect(Object.keys(JSON.parse(serializeManifest(manifestOf()))).at(-1)).toBe("volatile");
  });
  test("a manifest has a field a line", () => {
    const lines = serializeManifest(manifestOf()).split("\n");
    expect(lines[0]).toBe("{");
    expect(lines[1]).toBe('  "schema": 2,');
    expect(lines.slice(-2)).toEqual(["}", ""]);
    expect(lines).toHaveLength(Object.keys(manifestOf()).length + 3);
  });
  test("undeclared fields are not carried along", () =>
    expect(parseRecord(line.replace('"key":', '"extra":1,"key":'))).toStrictEqual(sample));
});

describe("what is not a record or a manifest is refused, by name", () => {
  const spoilt = (over: object): string => JSON.stringify({ ...JSON.parse(line), ...over });
  test.each([
    ["", /JSON/],
    ["null", /run: expected an object/],
    ["[]", /run: expected an object/],
    ["{}", /run\.schema: expected 2/],
    [spoilt({ schema: 99 }), /run\.schema: expected 2/],
    [spoilt({ f: "many" }), /run\.f: expected a number/],
    [spoilt({ f: null }), /run\.f: expected a number/],
    [spoilt({ stop: "tired" }), /run\.stop: expected one of target/],
    [spoilt({ spec: { problem: { name: "p", params: { a: null } } } }), /run\.spec\.problem\.params\.a: expected a number, a text/],
    [spoilt({ trace: [{ iteration: 0 }] }), /run\.trace\[0\]\.cost: expected an object/],
    [spoilt({ hits: "none" }), /run\.hits: expected a list/],
    [spoilt({ step: { value: "auto", L: 1 } }), /run\.step\.value: expected a number/],
    [
      spoilt({ quality: { cost: sample.cost, incomplete: null, points: [{ iteration: 0, cosine: null }] } }),
      /run\.quality\.points\[0\]\.cosine: expected a number/,
    ],
    [spoilt({ fstar: { value: 0, exact: "yes" } }), /run\.fstar\.exact: expected true or false/],
  ])("%s", (text, message) => expect(() => parseRecord(text)).toThrow(message));
  test("any JSON at all: an error, not a crash somewhere else", () =>
    fc.assert(fc.property(fc.json(), (json) => void expect(() => parseRecord(json)).toThrow(/^run/))));
  test("manifests likewise; another schema is a usage error that says so", () => {
    fc.assert(fc.property(fc.json(), (json) => void expect(() => parseManifest(json)).toThrow()));
    expect(() => parseManifest('{"schema": 2}')).toThrow(/manifest\.adbench: expected a text/);
    expect(() => parseManifest('{"schema": 99}')).toThrow(new UsageError("manifest.json has schema 99, this adbench reads schema 2"));
  });
});

/** fast-check makes objects without a prototype here and there; what is read back is always plain. */
function plain<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(plain) as T;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, plain(field)])) as T;
}
