/** Names for what must be the same everywhere: canonical texts, the keys of random streams, the key of a run. */
import { smoothParams } from "../core/noise.js";
import type { Choice, RunSpec } from "./record.js";

/** JSON with sorted keys; NaN and ±Infinity as strings. Equal data, equal text. */
export const canonical = (data: unknown): string =>
  JSON.stringify(data, (_, value: unknown) => {
    if (typeof value === "number" && !Number.isFinite(value)) return String(value);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  });

/** SHA-256 of a text, in hexadecimal. */
export const sha256 = (text: string): string => process.getBuiltinModule("node:crypto").createHash("sha256").update(text).digest("hex");

/** The stream of an instance: its data and its x0. Noise is not a part of it: with and without, it is the same instance. */
export const instanceKey = (seed: number, { name, params }: Choice, instance: number): string =>
  canonical({ seed, problem: { name, params: smoothParams(params) }, instance });

/** The streams of a repetition, the same for all methods: common random numbers. */
export const repetitionKey = (spec: RunSpec): string => `${instanceKey(spec.seed, spec.problem, spec.instance)}/${spec.repetition}`;

/** What makes two runs the same run. `files`: SHA-256 of every file read, in any order. */
export const runKey = (spec: RunSpec, files: readonly string[], engine: string, schema: number): string =>
  sha256(canonical({ spec, files: [...new Set(files)].sort(), engine, schema }));
