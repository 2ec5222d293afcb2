/** Addresses of elements, and the SIMD accesses to them: two neighbours in j at a time. */
import { Code, type Func, I32 } from "./code.js";
import { SIMD } from "./lanes.js";

export class Access {
  readonly #func: Func;
  /** 8 j. */
  readonly j: number;
  /** Locals that hold 8 s i, by s. */
  readonly rowOffsets = new Map<number, number>();
  /** Locals that hold 8 (s i + t j) in the loop being emitted. */
  readonly #addresses = new Map<string, number>();
  /** The code that sets them, for the start of the loop. */
  head = new Code();
  /** Of the lanes being emitted: columns past j, and whether the second lane repeats the first. */
  unit = 0;
  single = false;

  constructor(func: Func) {
    this.#func = func;
    this.j = func.local(I32);
  }

  /** A new loop over columns begins. */
  restart(single: boolean): void {
    this.single = single;
    this.head = new Code();
    this.#addresses.clear();
  }

  /** The local that holds 8 (s i + t j); undefined for 0. */
  #address(s: number, t: number): number | undefined {
    if (s === 0 && t === 0) return undefined;
    if (s !== 0 && !this.rowOffsets.has(s)) this.rowOffsets.set(s, this.#func.local(I32));
    const row = this.rowOffsets.get(s);
    if (t === 0) return row;
    if (s === 0 && t === 1) return this.j;
    const key = `${s} ${t}`;
    let local = this.#addresses.get(key);
    if (local === undefined) {
      local = this.#func.local(I32);
      this.#addresses.set(key, local);
      this.head.rpn({ j: this.j, row: row ?? 0, local }, `j${t === 1 ? "" : ` ${t} *`}${row === undefined ? "" : " row +"} local=`);
    }
    return local;
  }

  /** Pushes the address and returns the offset. Where either is below 0 they are added first: an access adds without wrapping. */
  #push(code: Code, base: number, s: number, t: number): number {
    const local = this.#address(s, t);
    if (local === undefined) code.i32(0);
    else code.get(local);
    if (base >= 0 && s >= 0 && t >= 0) return base;
    code.i32(base).byte(0x6a);
    return 0;
  }

  /** Two neighbours in j from base + 8 (s i + t j). */
  read(code: Code, base: number, s: number, t: number): void {
    const first = base + 8 * this.unit * t;
    if (t === 0 || this.single) code.access(SIMD.loadSplat, 3, this.#push(code, t === 0 ? base : first, s, t));
    else if (t === 1) code.access(SIMD.load, 3, this.#push(code, first, s, t));
    else {
      const second = this.#push(code, first + 8 * t, s, t);
      code
        .access(SIMD.loadZero, 3, this.#push(code, first, s, t))
        .access(SIMD.loadLane, 3, second)
        .byte(1);
    }
  }

  write(code: Code, value: number, base: number, s: number, t: number): void {
    const first = base + 8 * this.unit * t;
    const pair = t !== 0 && !this.single;
    if (pair && t === 1) {
      const offset = this.#push(code, first, s, t);
      code.get(value).access(SIMD.store, 3, offset);
      return;
    }
    const offset = this.#push(code, t === 0 ? base : first, s, t);
    code.get(value).access(SIMD.storeLane, 3, offset).byte(0);
    if (!pair) return;
    const next = this.#push(code, first + 8 * t, s, t);
    code.get(value).access(SIMD.storeLane, 3, next).byte(1);
  }
}
