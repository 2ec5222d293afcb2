/** WebAssembly as bytes: a growable buffer, functions with typed locals, one module over one imported memory. */

export const I32 = 0x7f;
export const V128 = 0x7b;

const INTEGER: Readonly<Record<string, number>> = { "+": 0x6a, "-": 0x6b, "*": 0x6c, "<": 0x48, ">=": 0x4e, "==": 0x46 };

/** Instructions, appended one by one. */
export class Code {
  #bytes = new Uint8Array(64);
  #length = 0;

  get length(): number {
    return this.#length;
  }
  get bytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#length);
  }

  byte(b: number): this {
    if (this.#length === this.#bytes.length) this.#grow(1);
    this.#bytes[this.#length++] = b;
    return this;
  }
  raw(bytes: ArrayLike<number>): this {
    if (this.#length + bytes.length > this.#bytes.length) this.#grow(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
    return this;
  }
  append(other: Code): this {
    return this.raw(other.bytes);
  }
  #grow(more: number): void {
    const bigger = new Uint8Array(2 * (this.#length + more));
    bigger.set(this.bytes);
    this.#bytes = bigger;
  }

  /** Unsigned LEB128, up to 32 bits. */
  unsigned(n: number): this {
    let rest = n >>> 0;
    for (; rest > 127; rest >>>= 7) this.byte((rest & 127) | 128);
    return this.byte(rest);
  }
  /** Signed LEB128 of the low 32 bits. */
  signed(n: number): this {
    let rest = n | 0;
    for (; rest < -64 || rest > 63; rest >>= 7) this.byte((rest & 127) | 128);
    return this.byte(rest & 127);
  }

  get(local: number): this {
    return this.byte(0x20).unsigned(local);
  }
  set(local: number): this {
    return this.byte(0x21).unsigned(local);
  }
  i32(n: number): this {
    return this.byte(0x41).signed(n);
  }
  call(fn: number): this {
    return this.byte(0x10).unsigned(fn);
  }
  simd(op: number): this {
    return this.byte(0xfd).unsigned(op);
  }
  /** Two float64s, or their bits. */
  v128(lanes: Float64Array | BigInt64Array | BigUint64Array): this {
    return this.simd(0x0c).raw(new Uint8Array(lanes.buffer));
  }
  /** A SIMD access at the address on the stack plus `offset`; `align` is log₂ of the bytes. */
  access(op: number, align: number, offset: number): this {
    return this.simd(op).unsigned(align).unsigned(offset);
  }

  /** Moves one float64: the stack holds the address to write to, then the address to read from; offsets are added to them. */
  move(to: number, from: number): this {
    return this.byte(0x2b).unsigned(3).unsigned(from).byte(0x39).unsigned(3).unsigned(to);
  }

  /** Integer arithmetic in postfix: rpn({ i, n }, "i n * 8 + i="). */
  rpn(names: Readonly<Record<string, number>>, source: string): this {
    for (const token of source.split(" ")) {
      const op = INTEGER[token];
      if (op !== undefined) this.byte(op);
      else if (/^-?\d+$/.test(token)) this.i32(Number(token));
      else if (token.endsWith("=")) this.set(names[token.slice(0, -1)]!);
      else this.get(names[token]!);
    }
    return this;
  }

  /** for (local = from; local < to; local += step): at least one trip. */
  loop(local: number, from: number, to: number, step: number, body: (c: Code) => void): this {
    this.i32(from).set(local).byte(0x03).byte(0x40);
    body(this);
    // local = local + step; again while local < to, unsigned: addresses reach past 2³¹.
    return this.get(local).i32(step).byte(0x6a).byte(0x22).unsigned(local).i32(to).byte(0x49).byte(0x0d).byte(0).byte(0x0b);
  }
  /** for (local = 0; local < limit; local += step), limit a local: perhaps no trip. */
  countTo(local: number, limit: number, step: number, body: (c: Code) => void): this {
    this.i32(0).set(local).byte(0x02).byte(0x40).byte(0x03).byte(0x40).get(local).get(limit).byte(0x4e).byte(0x0d).byte(1);
    body(this);
    return this.get(local).i32(step).byte(0x6a).set(local).byte(0x0c).byte(0).byte(0x0b).byte(0x0b);
  }
  /** if the number on the stack is not 0 */
  when(then: (c: Code) => void, otherwise?: (c: Code) => void): this {
    this.byte(0x04).byte(0x40);
    then(this);
    if (otherwise) {
      this.byte(0x05);
      otherwise(this);
    }
    return this.byte(0x0b);
  }
}

/** A function without results: i32 parameters first, then locals. */
export class Func {
  readonly params: number;
  readonly locals: number[] = [];
  readonly code = new Code();

  constructor(params = 0) {
    this.params = params;
  }
  local(type: number): number {
    return this.params + this.locals.push(type) - 1;
  }
}

/** A module of these functions, exported as f0, f1, …; memory is imported. */
export function encodeModule(functions: readonly Func[], pages: number): Uint8Array<ArrayBuffer> {
  const out = new Code().raw([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);
  const section = (id: number, fill: (c: Code) => void): void => {
    const content = new Code();
    fill(content);
    out.byte(id).unsigned(content.length).append(content);
  };
  const name = (c: Code, text: string): Code => c.unsigned(text.length).raw(new TextEncoder().encode(text));
  section(1, (c) => {
    c.unsigned(functions.length);
    for (const f of functions) c.byte(0x60).unsigned(f.params).raw(new Uint8Array(f.params).fill(I32)).byte(0);
  });
  section(2, (c) =>
    name(name(c.unsigned(1), "env"), "memory")
      .byte(2)
      .byte(0)
      .unsigned(pages),
  );
  section(3, (c) => {
    c.unsigned(functions.length);
    for (let k = 0; k < functions.length; k++) c.unsigned(k);
  });
  section(7, (c) => {
    c.unsigned(functions.length);
    for (let k = 0; k < functions.length; k++) name(c, `f${k}`).byte(0).unsigned(k);
  });
  section(10, (c) => {
    c.unsigned(functions.length);
    for (const f of functions) {
      const body = new Code();
      const runs: { type: number; count: number }[] = [];
      for (const type of f.locals) {
        const last = runs[runs.length - 1];
        if (last?.type === type) last.count++;
        else runs.push({ type, count: 1 });
      }
      body.unsigned(runs.length);
      for (const { type, count } of runs) body.unsigned(count).byte(type);
      body.append(f.code).byte(0x0b);
      c.unsigned(body.length).append(body);
    }
  });
  return out.bytes.slice();
}
