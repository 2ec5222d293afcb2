/** manifest.json and the lines of runs.jsonl: one declaration of every field, which writes it, reads it back and checks it. */
import type { Cost } from "../core/cost.js";
import { UsageError } from "../core/errors.js";
import type { StopReason } from "../core/optimizer.js";
import { budgetUnits } from "./budget.js";
import {
  either,
  exactly,
  type Fields,
  flag,
  list,
  nullable,
  number,
  optional,
  record,
  scalar,
  struct,
  text,
  word,
  writeFields,
} from "./codec.js";
import type {
  Choice,
  FileStamp,
  Hit,
  Manifest,
  Quality,
  QualityPoint,
  RunRecord,
  RunSpec,
  StopRules,
  Target,
  TracePoint,
  Trial,
} from "./record.js";
import { SCHEMA } from "./record.js";

const cost = struct<Cost>({ values: number, jvps: number, vjps: number, hvps: number, ops: number });
const params = record(scalar);
const choice = struct<Choice>({ name: text, params });
const unit = word(...budgetUnits);
const target = struct<Target>({ kind: word("relative", "absolute"), value: number });
const stopRules = struct<StopRules>({
  gtol: optional(number),
  ftol: optional(number),
  xtol: optional(number),
  maxIterations: optional(number),
  maxTime: optional(number),
});
const trace = word("improvements", "all");
const schema = exactly(SCHEMA);
const stopReason = word<StopReason>(
  "target",
  "budget",
  "gtol",
  "ftol",
  "xtol",
  "max-iterations",
  "max-time",
  "line-search",
  "diverged",
  "nonfinite",
  "finished",
  "error",
);

const spec = struct<RunSpec>({
  problem: choice,
  file: nullable(text),
  instance: number,
  optimizer: choice,
  gradient: nullable(choice),
  repetition: number,
  seed: number,
  x0: either(Array.isArray, list(number), word("problem", "random")),
  budget: struct({ unit, limit: number }),
  targets: list(target),
  stop: stopRules,
  trace,
  tune: optional(number),
});

const quality = struct<Quality>({
  cost,
  incomplete: nullable(text),
  points: list(
    struct<QualityPoint>({
      iteration: number,
      cosine: number,
      relativeError: number,
      bias: nullable(number),
      biasError: nullable(number),
      variance: nullable(number),
      h: nullable(number),
      hOpt: nullable(number),
    }),
  ),
});

const run = struct<RunRecord>({
  schema,
  key: text,
  spec,
  optimizer: text,
  gradient: text,
  dim: number,
  engine: text,
  stop: stopReason,
  message: nullable(text),
  iterations: number,
  cost,
  setup: cost,
  audit: cost,
  opsPerValue: number,
  step: nullable(struct({ value: either((value) => value === "armijo", word("armijo"), number), L: nullable(number) })),
  trials: optional(list(struct<Trial>({ step: number, f: number, ops: nullable(number), cost }))),
  f0: number,
  fstar: nullable(struct({ value: number, exact: flag })),
  f: number,
  fBest: number,
  hits: list(struct<Hit>({ target, iteration: number, cost })),
  trace: list(struct<TracePoint>({ iteration: number, cost, f: number, fBest: number, gradNorm: nullable(number) })),
  quality: optional(quality),
  volatile: struct({ seconds: number, at: list(number) }),
});

const manifest: Fields<Manifest> = {
  schema,
  adbench: text,
  command: list(text),
  problem: struct<Manifest["problem"]>({ name: text, params, label: text, file: nullable(text), summary: text }),
  optimizers: list(choice),
  gradients: list(choice),
  dims: list(number),
  seeds: number,
  seed: number,
  instances: number,
  x0: text,
  budget: struct({ text, unit }),
  targets: list(target),
  stop: stopRules,
  trace,
  axis: word("work", "evals", "iterations", "seconds", "ops"),
  engine: text,
  planned: number,
  notes: list(text),
  files: list(struct<FileStamp>({ name: text, sha256: text })),
  machine: struct({ node: text, v8: text, os: text, arch: text, cpu: text, cores: number }),
  git: nullable(struct({ commit: text, dirty: flag })),
  gradientRatio: list(struct({ dim: number, ratio: nullable(number) })),
  volatile: struct({ started: text, seconds: number }),
};

/** One line, without the newline; what may differ from run to run comes last. */
export const serializeRecord: (value: RunRecord) => string = run.write;

/** Throws an Error that names the field which is not what it should be. */
export const parseRecord = (line: string): RunRecord => run.read(JSON.parse(line), "run");

/** A field a line, so that two of them can be compared line by line; what may differ from run to run is the last. */
export const serializeManifest = (value: Manifest): string =>
  `{\n${writeFields(manifest, value)
    .map(([key, json]) => `  "${key}": ${json}`)
    .join(",\n")}\n}\n`;

/** Throws a UsageError for another schema, an Error that names the field for what is no manifest. */
export function parseManifest(json: string): Manifest {
  const data = JSON.parse(json) as { readonly schema?: unknown } | null;
  // Another schema may have other fields: say that, not which of them is missing.
  if (typeof data?.schema === "number" && data.schema !== SCHEMA)
    throw new UsageError(`manifest.json has schema ${data.schema}, this adbench reads schema ${SCHEMA}`);
  return struct<Manifest>(manifest).read(data, "manifest");
}
