/** The value of a node at a place, as instructions: what fusion is. */
import { type Combine, type Expr, size } from "../expr.js";
import { fillOf } from "../leaf.js";
import type { Access } from "./access.js";
import { Code } from "./code.js";
import type { Nest } from "./fuse.js";
import { type Lanes, type Level, SIMD } from "./lanes.js";
import { corners, elementAt, type Place, placeKey, straight, through, unreduced } from "./place.js";
import { COSTLY, costOf } from "./sink.js";

export interface Memory {
  readonly stored: ReadonlySet<Expr>;
  /** Byte address of a node's first element. */
  readonly address: (node: Expr) => number;
  /** Byte address of room for that many float64s while this step runs. */
  readonly scratch: (elements: number) => number;
}

export interface Range {
  readonly from: number;
  readonly to: number;
}

export const combining: Record<Combine, { readonly op: number; readonly start: number }> = {
  sum: { op: SIMD.add, start: 0 },
  max: { op: SIMD.max, start: Number.NEGATIVE_INFINITY },
  min: { op: SIMD.min, start: Number.POSITIVE_INFINITY },
};

export class Values {
  readonly #nest: Nest;
  readonly #memory: Memory;
  readonly #lanes: Lanes;
  readonly #access: Access;
  readonly #ids = new Map<Expr, number>();
  readonly #packed = new Map<string, number>();
  /** Code for the end of the nest. */
  readonly post = new Code();
  /** The rows and columns that the code being emitted is for. */
  rows: Range;
  columns: Range;

  constructor(nest: Nest, memory: Memory, lanes: Lanes, access: Access) {
    this.#nest = nest;
    this.#memory = memory;
    this.#lanes = lanes;
    this.#access = access;
    this.rows = { from: 0, to: nest.rows };
    this.columns = { from: 0, to: nest.columns };
  }

  #id(node: Expr): number {
    let id = this.#ids.get(node);
    if (id === undefined) {
      id = this.#ids.size;
      this.#ids.set(node, id);
    }
    return id;
  }
  readonly key = (node: Expr, at: Place): string => `${this.#id(node)}@${placeKey(at)}`;

  /** The value of a node at a place: what fusion is. */
  value(node: Expr, place: Place, root = false): number {
    const at = straight(node, place);
    const key = this.key(node, at);
    const known = this.#lanes.find(key);
    if (known !== undefined) return known;
    const { kernel } = node.op;
    const fill = fillOf(node);
    if (fill !== undefined) return this.#lanes.number(fill);
    if (!root && this.#memory.stored.has(node)) return this.#load(node, at, key);
    const x = this.#compute(node, kernel, at);
    const level = at.reduce<Level>((top, a) => (a.j !== 0 ? 2 : a.i !== 0 && top < 1 ? 1 : top), 0);
    this.#lanes.remember(key, level, x);
    return x;
  }

  #compute(node: Expr, kernel: Expr["op"]["kernel"], at: Place): number {
    const { builder } = this.#lanes;
    if (kernel.form === "elementwise")
      return kernel.body(costOf(node) >= COSTLY ? this.#lanes.exact : builder, ...node.args.map((arg) => this.value(arg, at)));
    const [x] = node.args as [Expr];
    if (kernel.form === "index") {
      const inner = through(node, at);
      return inner.every((a, k) => this.#inside(a, x.shape[k]!)) ? this.value(x, inner) : this.#lanes.number(0);
    }
    if (kernel.form !== "reduce") throw new Error(`${node.op.name} cannot be fused`);
    const parts = corners((node.param as readonly number[]).map((k) => x.shape[k]!)).map((corner) =>
      this.value(x, unreduced(node, at, corner)),
    );
    const { op, start } = combining[kernel.combine];
    const [first, ...rest] = parts;
    if (first === undefined) return this.#lanes.number(start);
    return rest.reduce(
      (a, b) => (kernel.combine === "sum" ? builder.add(a, b) : this.#lanes.apply(String(op), [a, b], (c) => c.simd(op))),
      first,
    );
  }

  /** Ranges are cut so that an index is inside throughout, or nowhere. */
  #inside({ i, j, o }: Place[number], extent: number): boolean {
    const range = j !== 0 ? this.columns : this.rows;
    const ends = [range.from, range.to - 1].map((v) => (j !== 0 ? j : i) * v + o);
    return ends.every((v) => v >= 0 && v < extent);
  }

  #load(node: Expr, at: Place, key: string): number {
    const { i, j, o } = elementAt(node, at);
    // A strided operand that every row reads again is copied straight once.
    const strided = this.#nest.rows > 1 && i === 0 && j > 1 && !this.#nest.sinks.some((sink) => sink.node === node);
    const base = strided ? this.pack(node, j, o, this.#nest.columns, "in") : this.#memory.address(node) + 8 * o;
    return this.#lanes.define(key, j !== 0 ? 2 : i !== 0 ? 1 : 0, (code) => this.#access.read(code, base, i, strided ? 1 : j));
  }

  /** A contiguous copy of node[o + stride·(0, 1, …)], as far as that lies in it; filled before the nest or written back after it. */
  pack(node: Expr, stride: number, o: number, length: number, direction: "in" | "out"): number {
    const key = `${this.#id(node)} ${stride} ${o}`;
    const known = this.#packed.get(key);
    if (known !== undefined) return known;
    const copy = this.#memory.scratch(length);
    this.#packed.set(key, copy);
    // Pads read from before the first element or past the last: nothing is there.
    const from = Math.max(0, Math.ceil(-o / stride));
    const to = Math.min(length, Math.ceil((size(node.shape) - o) / stride));
    if (from >= to) return copy;
    const here = copy + 8 * from;
    const there = this.#memory.address(node) + 8 * (o + stride * from);
    const code = direction === "in" ? this.#lanes.code[0] : this.post;
    const names = { j: this.#access.j };
    code.loop(this.#access.j, 0, 8 * (to - from), 8, (c) => {
      if (direction === "in")
        c.get(this.#access.j).rpn(names, `j ${stride} *`).access(SIMD.loadSplat, 3, there).access(SIMD.storeLane, 3, here).byte(0);
      else c.rpn(names, `j ${stride} *`).get(this.#access.j).access(SIMD.loadSplat, 3, here).access(SIMD.storeLane, 3, there).byte(0);
    });
    return copy;
  }
}
