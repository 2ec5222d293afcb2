/** A module of ours in WebAssembly's text format: the bytes read back, instruction by instruction. For study and review. */
import { canonical } from "../canonical.js";
import { shown } from "../errors.js";
import type { Expr } from "../expr.js";
import { moduleOf } from "./engine.js";

/**
 * The module that `compile(inputs, outputs, "wasm")` runs, and in which order. Arrays lie in the imported memory.
 * null: the program is too large for functions of WebAssembly.
 */
export function wat(inputs: readonly Expr[], outputs: readonly Expr[]): string | null {
  const module = moduleOf(canonical(inputs, outputs));
  if (!module) return null;
  const order = module.calls.map((call) => (typeof call === "number" ? `f${call}` : `${call.op.name} ${shown(call.shape)} (plain code)`));
  const comments = [
    ...inputs.map(({ shape }, k) => `x${k} ${shown(shape)} at ${module.inputs[k]}`),
    ...outputs.map(({ shape }, k) => `result ${k} ${shown(shape)} at ${module.outputs[k]}`),
    `run: ${order.join(", ")}`,
  ];
  return `${[...comments.map((comment) => `;; ${comment}`), ...moduleText(module.bytes)].join("\n")}\n`;
}

/** What stands behind an instruction: a number, an address, a place in a vector, a constant of 16 bytes, a block. */
type Immediate = "index" | "i32" | "memory" | "memory lane" | "lane" | "bytes" | "constant" | "block";

type Instruction = readonly [text: string, immediate?: Immediate];

const PLAIN: Readonly<Record<number, Instruction>> = {
  2: ["block", "block"],
  3: ["loop", "block"],
  4: ["if", "block"],
  5: ["else"],
  11: ["end"],
  12: ["br", "index"],
  13: ["br_if", "index"],
  16: ["call", "index"],
  32: ["local.get", "index"],
  33: ["local.set", "index"],
  34: ["local.tee", "index"],
  43: ["f64.load", "memory"],
  57: ["f64.store", "memory"],
  65: ["i32.const", "i32"],
  69: ["i32.eqz"],
  70: ["i32.eq"],
  72: ["i32.lt_s"],
  73: ["i32.lt_u"],
  78: ["i32.ge_s"],
  79: ["i32.ge_u"],
  106: ["i32.add"],
  107: ["i32.sub"],
  108: ["i32.mul"],
};

const VECTOR: Readonly<Record<number, Instruction>> = {
  0: ["v128.load", "memory"],
  10: ["v128.load64_splat", "memory"],
  11: ["v128.store", "memory"],
  12: ["v128.const", "constant"],
  13: ["i8x16.shuffle", "bytes"],
  20: ["f64x2.splat"],
  33: ["f64x2.extract_lane", "lane"],
  71: ["f64x2.eq"],
  73: ["f64x2.lt"],
  75: ["f64x2.le"],
  77: ["v128.not"],
  78: ["v128.and"],
  80: ["v128.or"],
  82: ["v128.bitselect"],
  87: ["v128.load64_lane", "memory lane"],
  91: ["v128.store64_lane", "memory lane"],
  93: ["v128.load64_zero", "memory"],
  148: ["f64x2.nearest"],
  203: ["i64x2.shl"],
  205: ["i64x2.shr_u"],
  236: ["f64x2.abs"],
  237: ["f64x2.neg"],
  239: ["f64x2.sqrt"],
  240: ["f64x2.add"],
  241: ["f64x2.sub"],
  242: ["f64x2.mul"],
  243: ["f64x2.div"],
  244: ["f64x2.min"],
  245: ["f64x2.max"],
  246: ["f64x2.pmin"],
  247: ["f64x2.pmax"],
};

const TYPES: Readonly<Record<number, string>> = { 127: "i32", 124: "f64", 123: "v128" };

class Bytes {
  readonly #view: DataView;
  at: number;

  constructor(bytes: Uint8Array<ArrayBuffer>, at = 0) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.at = at;
  }
  get done(): boolean {
    return this.at >= this.#view.byteLength;
  }
  byte(): number {
    return this.#view.getUint8(this.at++);
  }
  unsigned(): number {
    let value = 0;
    for (let shift = 0, more = true; more; shift += 7) {
      const b = this.byte();
      value |= (b & 127) << shift;
      more = b > 127;
    }
    return value >>> 0;
  }
  signed(): number {
    let [value, shift, b] = [0, 0, 128];
    for (; b > 127; shift += 7) {
      b = this.byte();
      value |= (b & 127) << shift;
    }
    return shift < 32 && (b & 64) !== 0 ? value | (-1 << shift) : value;
  }
  text(): string {
    return String.fromCharCode(...this.list(() => this.byte()));
  }
  list<T>(item: () => T): T[] {
    return Array.from({ length: this.unsigned() }, item);
  }
  /** Two float64s where they can be written as such, else their bits. */
  constant(): string {
    const lanes = [0, 8].map((offset) => this.#view.getFloat64(this.at + offset, true));
    const bits = [0, 8].map((offset) => this.#view.getBigInt64(this.at + offset, true));
    this.at += 16;
    return lanes.some(Number.isNaN) ? `i64x2 ${bits.join(" ")}` : `f64x2 ${lanes.map(literal).join(" ")}`;
  }
}

const literal = (x: number): string => (Object.is(x, -0) ? "-0" : String(x).replace("Infinity", "inf"));

function moduleText(bytes: Uint8Array<ArrayBuffer>): string[] {
  const read = new Bytes(bytes, 8);
  const lines = ["(module"];
  let parameters: string[][] = [];
  while (!read.done) {
    const [section, length] = [read.byte(), read.unsigned()];
    const end = read.at + length;
    if (section === 1)
      parameters = read.list(() => {
        read.byte();
        const types = read.list(() => TYPES[read.byte()]!);
        read.unsigned();
        return types;
      });
    else if (section === 2) lines.push(...read.list(() => importText(read)));
    else if (section === 10) {
      let k = 0;
      for (const body of read.list(() => functionText(read, k, parameters[k++]!))) lines.push(...body);
    }
    read.at = end;
  }
  return [...lines, ")"];
}

function importText(read: Bytes): string {
  const [from, name] = [read.text(), read.text()];
  read.at += 2;
  return `  (import "${from}" "${name}" (memory ${read.unsigned()}))`;
}

/** Functions are of the type and under the name with their own number. */
function functionText(read: Bytes, k: number, parameters: readonly string[]): string[] {
  const length = read.unsigned();
  const end = read.at + length;
  const locals = read.list(() => ({ count: read.unsigned(), type: TYPES[read.byte()]! }));
  const lines = [
    `  (func $f${k} (export "f${k}")${parameters.length > 0 ? ` (param ${parameters.join(" ")})` : ""}`,
    ...locals.map(({ count, type }) => `    (local${` ${type}`.repeat(count)})`),
  ];
  for (let depth = 2; read.at < end - 1; ) {
    const line = instructionText(read);
    if (/^(end|else)$/.test(line)) depth--;
    lines.push(`${"  ".repeat(depth)}${line}`);
    if (/^(block|loop|if|else)$/.test(line)) depth++;
  }
  read.at = end;
  return [...lines, "  )"];
}

function instructionText(read: Bytes): string {
  const code = read.byte();
  const known = code === 0xfd ? VECTOR[read.unsigned()] : PLAIN[code];
  if (!known) throw new Error(`instruction ${code} before byte ${read.at} is none of ours`);
  const [text, immediate] = known;
  if (immediate === undefined) return text;
  if (immediate === "block") {
    // Blocks leave nothing on the stack.
    read.byte();
    return text;
  }
  return `${text} ${immediateText(read, immediate, text)}`;
}

function immediateText(read: Bytes, immediate: Exclude<Immediate, "block">, text: string): string {
  if (immediate === "index") return `${text === "call" ? "$f" : ""}${read.unsigned()}`;
  if (immediate === "i32") return String(read.signed());
  if (immediate === "lane") return String(read.byte());
  if (immediate === "bytes") return Array.from({ length: 16 }, () => read.byte()).join(" ");
  if (immediate === "constant") return read.constant();
  const [align, offset] = [read.unsigned(), read.unsigned()];
  const place = `offset=${offset} align=${1 << align}`;
  return immediate === "memory" ? place : `${place} ${read.byte()}`;
}
