/** The text of a module is the module: assembled again from the text alone, by the opcodes of the specification, it has the same bytes. */
import { describe, expect, test } from "vitest";
import { canonical } from "../../../src/ad/canonical.js";
import * as ad from "../../../src/ad/index.js";
import { moduleOf } from "../../../src/ad/wasm/engine.js";
import { wat } from "../../../src/ad/wasm/wat.js";
import { resolve } from "../../../src/core/params.js";
import { isTraced } from "../../../src/core/problem.js";
import { stream } from "../../../src/numeric/sampling/random.js";
import { problems } from "../../../src/problems/index.js";
import { noFiles } from "../../support/spec.js";

declare const WebAssembly: {
  readonly Memory: new (size: { readonly initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: Readonly<Record<string, () => void>> };
};

/** WebAssembly core specification 2.0, appendix A.5, as far as it is used. */
const OPCODES: Readonly<Record<string, number | readonly [number, number]>> = {
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  else: 0x05,
  end: 0x0b,
  br: 0x0c,
  br_if: 0x0d,
  call: 0x10,
  "local.get": 0x20,
  "local.set": 0x21,
  "local.tee": 0x22,
  "f64.load": 0x2b,
  "f64.store": 0x39,
  "i32.const": 0x41,
  "i32.eqz": 0x45,
  "i32.eq": 0x46,
  "i32.lt_s": 0x48,
  "i32.lt_u": 0x49,
  "i32.ge_s": 0x4e,
  "i32.ge_u": 0x4f,
  "i32.add": 0x6a,
  "i32.sub": 0x6b,
  "i32.mul": 0x6c,
  "v128.load": [0xfd, 0x00],
  "v128.load64_splat": [0xfd, 0x0a],
  "v128.store": [0xfd, 0x0b],
  "v128.const": [0xfd, 0x0c],
  "i8x16.shuffle": [0xfd, 0x0d],
  "f64x2.splat": [0xfd, 0x14],
  "f64x2.extract_lane": [0xfd, 0x21],
  "f64x2.eq": [0xfd, 0x47],
  "f64x2.lt": [0xfd, 0x49],
  "f64x2.le": [0xfd, 0x4b],
  "v128.not": [0xfd, 0x4d],
  "v128.and": [0xfd, 0x4e],
  "v128.or": [0xfd, 0x50],
  "v128.bitselect": [0xfd, 0x52],
  "v128.load64_lane": [0xfd, 0x57],
  "v128.store64_lane": [0xfd, 0x5b],
  "v128.load64_zero": [0xfd, 0x5d],
  "f64x2.nearest": [0xfd, 0x94],
  "i64x2.shl": [0xfd, 0xcb],
  "i64x2.shr_u": [0xfd, 0xcd],
  "f64x2.abs": [0xfd, 0xec],
  "f64x2.neg": [0xfd, 0xed],
  "f64x2.sqrt": [0xfd, 0xef],
  "f64x2.add": [0xfd, 0xf0],
  "f64x2.sub": [0xfd, 0xf1],
  "f64x2.mul": [0xfd, 0xf2],
  "f64x2.div": [0xfd, 0xf3],
  "f64x2.min": [0xfd, 0xf4],
  "f64x2.max": [0xfd, 0xf5],
  "f64x2.pmin": [0xfd, 0xf6],
  "f64x2.pmax": [0xfd, 0xf7],
};
const TYPES: Readonly<Record<string, number>> = { i32: 0x7f, v128: 0x7b };

function unsigned(n: number): number[] {
  return n < 128 ? [n] : [(n % 128) + 128, ...unsigned(Math.floor(n / 128))];
}
function signed(n: number): number[] {
  const low = ((n % 128) + 128) % 128;
  const rest = (n - low) / 128;
  return (rest === 0 && low < 64) || (rest === -1 && low >= 64) ? [low] : [low + 128, ...signed(rest)];
}
function constant([kind, ...lanes]: string[]): number[] {
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  for (const [k, lane] of lanes.entries())
    if (kind === "i64x2") view.setBigInt64(8 * k, BigInt(lane), true);
    else view.setFloat64(8 * k, Number(lane.replace("inf", "Infinity")), true);
  return [...bytes];
}
function instruction(line: string): number[] {
  const [name, ...words] = line.split(" ") as [string, ...string[]];
  const opcode = OPCODES[name]!;
  const head = typeof opcode === "number" ? [opcode] : [opcode[0], ...unsigned(opcode[1])];
  if (name === "v128.const") return [...head, ...constant(words)];
  if (name === "i32.const") return [...head, ...signed(Number(words[0]))];
  if (["block", "loop", "if"].includes(name)) return [...head, 0x40];
  const memory = Object.fromEntries(words.filter((word) => word.includes("=")).map((word) => word.split("=") as [string, string]));
  const place = "align" in memory ? [...unsigned(Math.log2(Number(memory["align"]))), ...unsigned(Number(memory["offset"]))] : [];
  return [...head, ...place, ...words.filter((word) => !word.includes("=")).flatMap((word) => unsigned(Number(word.replace("$f", ""))))];
}

/** The code section: a count, then each function with its length, its locals and its instructions. */
function codeOf(text: string): number[] {
  const functions = text
    .split(/\n {2}\(func /)
    .slice(1)
    .map((one) => {
      const lines = one
        .split("\n")
        .slice(1)
        .map((line) => line.trim());
      const body = lines.slice(0, lines.indexOf(")"));
      const locals = body.flatMap((line) => {
        const types = /^\(local (.*)\)$/.exec(line)?.[1]?.split(" ");
        return types ? [[...unsigned(types.length), TYPES[types[0]!]!]] : [];
      });
      const code = [
        ...unsigned(locals.length),
        ...locals.flat(),
        ...body.filter((line) => !line.startsWith("(local")).flatMap(instruction),
        0x0b,
      ];
      return [...unsigned(code.length), ...code];
    });
  return [...unsigned(functions.length), ...functions.flat()];
}

function section(bytes: Uint8Array, wanted: number): number[] {
  for (let at = 8; at < bytes.length; ) {
    const id = bytes[at++]!;
    let length = 0;
    for (let shift = 0, more = true; more; shift += 7) {
      length |= (bytes[at]! & 127) << shift;
      more = bytes[at++]! > 127;
    }
    if (id === wanted) return [...bytes.subarray(at, at + length)];
    at += length;
  }
  throw new Error(`no section ${wanted}`);
}

const x = ad.input([7]);
const m = ad.input([64]);
const square = ad.reshape(m, [8, 8]);
const programs: readonly (readonly [string, ad.Expr, ad.Expr])[] = [
  ...problems.flatMap((family) => {
    const problem = family.make(resolve(family.defaults, {}, family.name), stream("wat"), noFiles);
    const at = ad.input([problem.dim]);
    return isTraced(problem) ? [[family.name, problem.f(at), at] as const] : [];
  }),
  ["elementary functions", ad.sum(ad.mul(ad.exp(ad.tanh(x)), ad.pow(ad.add(1, ad.square(x)), ad.sin(x)))), x],
  ["choices, extremes", ad.sum(ad.where(ad.lt(x, 0), ad.maximum(x, -2), ad.abs(ad.minimum(x, Number.NaN)))), x],
  ["a loop", ad.sum(ad.scan((c) => [ad.sin(c), c], x, 40)[1]), x],
  ["products of matrices", ad.sum(ad.matmul(square, ad.tanh(ad.matmul(square, ad.transpose(square))))), m],
];

describe("assembled again", () => {
  test.each(programs)("%s", (_, f, at) => {
    const outputs = [f, ...ad.pullback(f, [at])];
    const { bytes } = moduleOf(canonical([at], outputs))!;
    const text = wat([at], outputs)!;
    // Not by expect: these are long lists.
    const [got, want] = [codeOf(text), section(bytes, 10)];
    expect(got.length).toBe(want.length);
    expect(got.findIndex((byte, k) => byte !== want[k])).toBe(-1);
  });
});

test("says where arrays lie, in which order functions run, and what is left to plain code", () => {
  const text = wat([x], [ad.sum(ad.lgamma(ad.exp(x)))])!;
  expect(text).toMatch(/^;; x0 \[7\] at \d+\n;; result 0 \[\] at \d+\n;; run: f\d+, lgamma \[7\] \(plain code\), f\d+\n\(module\n/);
  expect(text).toContain('(import "env" "memory" (memory 1))');
});

test("the places are those of the program", () => {
  const f = ad.sum(ad.mul(x, ad.constant([1, 2, 3, 4, 5, 6, 7])));
  const graph = canonical([x], [f]);
  const { bytes, inputs, outputs } = moduleOf(graph)!;
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  new Float64Array(memory.buffer, inputs[0], 7).fill(1);
  const run = /;; run: (f\d+)/.exec(wat([x], [f])!)![1]!;
  exports[run]!();
  // The constants are written by who makes the memory: here they are zeros.
  expect(new Float64Array(memory.buffer, outputs[0], 1)[0]).toBe(0);
  new Float64Array(memory.buffer).fill(1);
  exports[run]!();
  expect(new Float64Array(memory.buffer, outputs[0], 1)[0]).toBe(7);
});

test("null where the program is too large", () => {
  const many = Array.from({ length: 4100 }).reduce<ad.Expr>((y) => ad.sin(y), x);
  expect(wat([x], [ad.sum(many)])).toBeNull();
});
