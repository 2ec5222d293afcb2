/**
 * The scalar machine in f64x2: every value is a v128 local that holds two neighbours in j, or one number twice where nothing depends on j.
 * Equal instructions on equal operands are one value, and each value lives in the outermost loop it can: nest, row or lane.
 */
import type { Builder } from "../expr.js";
import { Code, type Func, V128 } from "./code.js";

/** 0: once a nest, 1: once a row, 2: once a lane. */
export type Level = 0 | 1 | 2;

export const SIMD = {
  load: 0x00,
  loadSplat: 0x0a,
  store: 0x0b,
  const: 0x0c,
  shuffle: 0x0d,
  extract: 0x21,
  splat: 0x14,
  eq: 0x47,
  lt: 0x49,
  le: 0x4b,
  not: 0x4d,
  and: 0x4e,
  or: 0x50,
  bitselect: 0x52,
  loadLane: 0x57,
  storeLane: 0x5b,
  loadZero: 0x5d,
  nearest: 0x94,
  shiftLeft: 0xcb,
  shiftRight: 0xcd,
  abs: 0xec,
  neg: 0xed,
  sqrt: 0xef,
  add: 0xf0,
  sub: 0xf1,
  mul: 0xf2,
  div: 0xf3,
  min: 0xf4,
  max: 0xf5,
  pmin: 0xf6,
  pmax: 0xf7,
  /** a b + c, and c − a b, rounded once where the machine can: relaxed SIMD. */
  madd: 0x107,
  nmadd: 0x108,
} as const;

/** 2⁵² + 1023: adding it to n puts the exponent field of 2ⁿ into the low bits. */
const MAGIC = 4503599627371519;
const INTEGERS = 4503599627370496;
const bits = (pattern: bigint): BigInt64Array => BigInt64Array.of(BigInt.asIntN(64, pattern), BigInt.asIntN(64, pattern));
const SIGNIFICAND = bits(0xfffffffffffffn);
const UPPER = bits(0xfffffffff8000000n);
/** All ones in the first lane, zeros in the second. */
const FIRST_LANE = BigInt64Array.of(-1n, 0n);

/** V8 compiles functions of up to 50,000 locals. */
const MOST_LOCALS = 40_000;
/** The program does not fit into a function: it is interpreted. */
export class TooLarge extends Error {}

export class Lanes {
  readonly #func: Func;
  /** The factors of values that are products. */
  readonly #products = new Map<number, readonly [number, number]>();
  readonly #levels: Level[] = [];
  readonly #known: [Map<string, number>, Map<string, number>, Map<string, number>] = [new Map(), new Map(), new Map()];
  /** Where the instructions of each level go. */
  readonly code: [nest: Code, row: Code, lane: Code] = [new Code(), new Code(), new Code()];
  readonly builder: Builder<number>;
  /** The same, every operation rounded: for bodies that rely on what rounding loses. */
  readonly exact: Builder<number>;

  /** `fma`: a product that is added may be rounded once, with the sum. */
  constructor(func: Func, fma: boolean) {
    this.#func = func;
    this.builder = this.#makeBuilder(fma);
    this.exact = fma ? this.#makeBuilder(false) : this.builder;
  }

  /** A fresh v128. */
  fresh(level: Level): number {
    const local = this.#func.local(V128);
    if (local > MOST_LOCALS) throw new TooLarge();
    this.#levels[local] = level;
    return local;
  }
  find(key: string): number | undefined {
    return this.#known[0].get(key) ?? this.#known[1].get(key) ?? this.#known[2].get(key);
  }
  remember(key: string, level: Level, local: number): void {
    this.#known[level].set(key, local);
  }
  /** A new piece of code begins at that level: what was known there does not hold in it. */
  restart(level: 1 | 2): void {
    this.code[level] = new Code();
    this.#known[level].clear();
  }
  /** Values of the lane are of these two neighbours only; the code goes on. */
  nextLanes(): void {
    this.#known[2].clear();
  }

  /** The value of a key, computed where its level runs. */
  define(key: string, level: Level, emit: (c: Code) => void): number {
    const local = this.fresh(level);
    emit(this.code[level]);
    this.code[level].set(local);
    this.#known[level].set(key, local);
    return local;
  }

  /** One instruction on operands. */
  apply(name: string, args: readonly number[], emit: (c: Code) => void): number {
    const key = `${name}(${args.join()})`;
    const known = this.find(key);
    if (known !== undefined) return known;
    const level = args.reduce<Level>((top, arg) => Math.max(top, this.#levels[arg]!) as Level, 0);
    return this.define(key, level, (c) => {
      for (const arg of args) c.get(arg);
      emit(c);
    });
  }

  number(x: number): number {
    return this.apply(`num ${Object.is(x, -0) ? "-0" : x}`, [], (c) => c.v128(Float64Array.of(x, x)));
  }
  /** The factors of a value that is a product, where it may be contracted with a sum. */
  factorsOf(local: number): readonly [number, number] | undefined {
    return this.#products.get(local);
  }
  get firstLane(): number {
    return this.apply("first lane", [], (c) => c.v128(FIRST_LANE));
  }
  #is(local: number, x: number): boolean {
    return this.#known[0].get(`num ${x}`) === local;
  }

  #makeBuilder(contract: boolean): Builder<number> {
    const op =
      (code: number) =>
      (...args: number[]): number =>
        this.apply(String(code), args, (c) => c.simd(code));
    const pattern = (name: string, value: BigInt64Array): number => this.apply(name, [], (c) => c.v128(value));
    const shift = (code: number, x: number): number => this.apply(`${code} by 52`, [x], (c) => c.i32(52).simd(code));
    /** In one order, so that a + b and b + a are one value. */
    const commutative = (code: number) => (a: number, b: number) => op(code)(Math.min(a, b), Math.max(a, b));
    const [add, mul, sub, and, or, abs] = [
      commutative(SIMD.add),
      commutative(SIMD.mul),
      op(SIMD.sub),
      op(SIMD.and),
      op(SIMD.or),
      op(SIMD.abs),
    ];
    const num = (x: number): number => this.number(x);
    const product = (a: number, b: number): number => {
      const local = mul(a, b);
      if (contract) this.#products.set(local, [a, b]);
      return local;
    };
    const contracted = (x: number, y: number): number | undefined => {
      const factors = contract ? this.#products.get(x) : undefined;
      return factors && op(SIMD.madd)(...factors, y);
    };
    return {
      num,
      // Pads add zeros, and unit factors are left by rules: neither costs an instruction.
      add: (a, b) => (this.#is(a, 0) ? b : this.#is(b, 0) ? a : (contracted(a, b) ?? contracted(b, a) ?? add(a, b))),
      mul: (a, b) => (this.#is(a, 1) ? b : this.#is(b, 1) ? a : product(a, b)),
      sub: (a, b) => {
        // A difference of two products is 0 where they are equal: neither is rounded later than the other.
        const factors = contract && !this.#products.has(a) ? this.#products.get(b) : undefined;
        return factors ? op(SIMD.nmadd)(...factors, a) : sub(a, b);
      },
      div: op(SIMD.div),
      neg: op(SIMD.neg),
      abs,
      sqrt: op(SIMD.sqrt),
      nearest: op(SIMD.nearest),
      min: op(SIMD.pmin),
      max: op(SIMD.pmax),
      lt: op(SIMD.lt),
      le: op(SIMD.le),
      eq: op(SIMD.eq),
      and,
      or,
      not: op(SIMD.not),
      select: (mask, a, b) => this.apply("select", [a, b, mask], (c) => c.simd(SIMD.bitselect)),
      pow2: (n) => shift(SIMD.shiftLeft, add(n, num(MAGIC))),
      exponent: (x) => sub(or(shift(SIMD.shiftRight, abs(x)), num(INTEGERS)), num(MAGIC)),
      mantissa: (x) => or(and(x, pattern("significand", SIGNIFICAND)), num(1)),
      upper: (x) => and(x, pattern("upper", UPPER)),
    };
  }
}
