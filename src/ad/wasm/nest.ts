/** One nest as one function: pre; for i { row code; for j { lanes } … }; post. The last odd column runs the same code on one lane twice. */
import { Access } from "./access.js";
import { Code, type Func, I32 } from "./code.js";
import { loadsOf, type Nest } from "./fuse.js";
import { Lanes, SIMD } from "./lanes.js";
import { elementAt } from "./place.js";
import type { Sink } from "./sink.js";
import { combining, type Memory, type Range, Values } from "./values.js";

/** Loops shorter than this are not unrolled. */
const UNROLL_FROM = 40;
/** Nor are loops of more instructions than this. */
const UNROLL_UP_TO = 60;

/** The code of a nest, for a place in the function whose locals it takes. */
export const emitNest = (nest: Nest, memory: Memory, fma: boolean, func: Func): Code => new NestEmitter(nest, memory, fma, func).emit();

class NestEmitter {
  readonly #nest: Nest;
  readonly #memory: Memory;
  readonly #lanes: Lanes;
  readonly #i: number;
  readonly #access: Access;
  readonly #values: Values;
  readonly #accumulators = new Map<Sink, number[]>();
  readonly #copiesOf = new Map<number, number>();

  constructor(nest: Nest, memory: Memory, fma: boolean, func: Func) {
    this.#lanes = new Lanes(func, fma);
    this.#i = func.local(I32);
    this.#access = new Access(func);
    this.#nest = nest;
    this.#memory = memory;
    this.#values = new Values(nest, memory, this.#lanes, this.#access);
  }

  emit(): Code {
    const { rows, sinks } = this.#nest;
    for (const sink of sinks) if (sink.over.length > 0) this.#begin(sink);
    const body = new Code();
    const cuts = sinks.flatMap((sink) => sink.rowCuts);
    for (const range of rangesOf([0, rows, ...cuts], rows)) {
      this.#values.rows = range;
      const row = this.#row();
      if (rows === 1) body.append(row);
      else {
        for (const [s, local] of this.#access.rowOffsets) body.i32(8 * s * range.from).set(local);
        body.loop(this.#i, range.from, range.to, 1, (c) => {
          c.append(row);
          for (const [s, local] of this.#access.rowOffsets)
            c.get(local)
              .i32(8 * s)
              .byte(0x6a)
              .set(local);
        });
      }
    }
    for (const sink of sinks) if (this.#accumulators.has(sink) && !this.#completesInRow(sink)) this.#finish(sink);
    return new Code().append(this.#lanes.code[0]).append(body).append(this.#values.post);
  }

  /** A sum over j in a nest with rows: complete after its stage, for the row at hand. */
  #completesInRow = (sink: Sink): boolean => this.#nest.rows > 1 && sink.over.length === 1 && sink.over[0] === "j";
  /** Runs in the row code, beside the loop over columns. */
  #isPerRow = (sink: Sink): boolean => this.#nest.rows > 1 && sink.over.every((loop) => loop === "i") && sink.at.every((x) => x.j === 0);
  #combine = (sink: Sink) => {
    const { kernel } = sink.node.op;
    return combining[kernel.form === "reduce" ? kernel.combine : "sum"];
  };

  /** Accumulators: registers, or for a sum over rows an array in memory. */
  #begin(sink: Sink): void {
    const [nestCode] = this.#lanes.code;
    const start = this.#lanes.number(this.#combine(sink).start);
    if (!sink.over.includes("j") && !this.#isPerRow(sink)) {
      const home = this.#partialSums(sink);
      nestCode.loop(this.#access.j, 0, 8 * sink.columns, 8, (c) =>
        c.get(this.#access.j).get(start).access(SIMD.storeLane, 3, home).byte(0),
      );
      return;
    }
    const inRow = this.#completesInRow(sink);
    const copies = this.#isPerRow(sink) ? 1 : this.#copies(sink.stage);
    const accumulators = Array.from({ length: copies }, () => this.#lanes.fresh(inRow ? 1 : 0));
    this.#accumulators.set(sink, accumulators);
    if (!inRow) for (const local of accumulators) nestCode.get(start).set(local);
  }

  /** Independent sums hide the latency of an addition where a loop does little else. */
  #copies(stage: number): number {
    const known = this.#copiesOf.get(stage);
    if (known !== undefined) return known;
    const mine = this.#nest.sinks.filter((sink) => sink.stage === stage && !this.#isPerRow(sink));
    const little = this.#nest.columns >= UNROLL_FROM && mine.reduce((n, sink) => n + sink.work, 0) <= UNROLL_UP_TO;
    const loads = little ? mine.reduce((n, sink) => n + loadsOf(sink, this.#nest.sinks).length, 0) : Number.POSITIVE_INFINITY;
    const copies = loads <= 4 ? 4 : loads <= 6 ? 2 : 1;
    this.#copiesOf.set(stage, copies);
    return copies;
  }

  #row(): Code {
    const lanes = this.#lanes;
    const { sinks } = this.#nest;
    const row = new Code();
    lanes.restart(1);
    const stages = sinks.reduce((top, sink) => Math.max(top, sink.stage), 0);
    for (let stage = 0; stage <= stages; stage++) {
      const mine = sinks.filter((sink) => sink.stage === stage);
      const inLanes = mine.filter((sink) => !this.#isPerRow(sink));
      const completing = inLanes.filter(this.#completesInRow);
      for (const sink of completing) {
        const start = lanes.number(this.#combine(sink).start);
        for (const local of this.#accumulators.get(sink)!) lanes.code[1].get(start).set(local);
      }
      for (const sink of mine) if (this.#isPerRow(sink)) this.#perRow(sink);
      const loops = inLanes.length > 0 ? this.#columnLoops(inLanes, this.#copies(stage)) : new Code();
      // The lanes may have put values into the row code: it comes first.
      row.append(lanes.code[1]).append(loops);
      lanes.code[1] = new Code();
      for (const sink of completing) {
        const { i, o } = elementAt(sink.node, sink.target);
        const total = this.#total(sink, lanes.code[1], true);
        lanes.remember(this.#values.key(sink.node, sink.target), 1, total);
        this.#access.write(lanes.code[1], total, this.#memory.address(sink.node) + 8 * o, i, 0);
      }
    }
    return row.append(lanes.code[1]);
  }

  #perRow(sink: Sink): void {
    const x = this.#values.value(sink.root, sink.at, sink.over.length === 0);
    const code = this.#lanes.code[1];
    if (sink.over.length > 0) {
      const [total] = this.#accumulators.get(sink)!;
      code.get(total!).get(x).simd(this.#combine(sink).op).set(total!);
      return;
    }
    const { i, o } = elementAt(sink.node, sink.target);
    this.#access.write(code, x, this.#memory.address(sink.node) + 8 * o, i, 0);
  }

  /** The loops over columns of one stage: cut where pads begin or end, unrolled, then pairs, then a single column. */
  #columnLoops(sinks: readonly Sink[], copies: number): Code {
    const code = new Code();
    const lanes = this.#lanes;
    const cuts = sinks.flatMap((sink) => [sink.columns, ...sink.columnCuts]);
    for (const range of rangesOf([0, this.#nest.columns, ...cuts], this.#nest.columns)) {
      this.#values.columns = range;
      const active = sinks.filter((sink) => range.to <= sink.columns);
      let { from } = range;
      for (const width of copies > 1 ? [2 * copies, 2, 1] : [2, 1]) {
        const trips = Math.floor((range.to - from) / width);
        if (trips === 0) continue;
        this.#access.restart(width === 1);
        lanes.restart(2);
        for (this.#access.unit = 0; this.#access.unit < width; this.#access.unit += 2) {
          lanes.nextLanes();
          for (const sink of active) this.#inLane(sink);
        }
        this.#access.unit = 0;
        code.loop(this.#access.j, 8 * from, 8 * (from + trips * width), 8 * width, (c) =>
          c.append(this.#access.head).append(lanes.code[2]),
        );
        from += trips * width;
      }
    }
    this.#access.single = false;
    return code;
  }

  #inLane(sink: Sink): void {
    const lanes = this.#lanes;
    const { op } = this.#combine(sink);
    const x = this.#values.value(sink.root, sink.at, sink.over.length === 0);
    const code = lanes.code[2];
    if (sink.over.length === 0) {
      const { i, j, o } = elementAt(sink.node, sink.target);
      this.#access.write(code, x, this.#memory.address(sink.node) + 8 * o, i, j);
    } else if (!sink.over.includes("j")) {
      const home = this.#partialSums(sink);
      const sum = lanes.fresh(2);
      this.#access.read(code, home, 0, 1);
      code.get(x).simd(op).set(sum);
      this.#access.write(code, sum, home, 0, 1);
    } else {
      const accumulators = this.#accumulators.get(sink)!;
      const mine = accumulators[(this.#access.unit / 2) % accumulators.length]!;
      const factors = lanes.factorsOf(x);
      if (factors && op === SIMD.add && !this.#access.single) {
        code.get(factors[0]).get(factors[1]).get(mine).simd(SIMD.madd).set(mine);
        return;
      }
      code.get(mine).get(x);
      if (this.#access.single && op === SIMD.add) code.get(lanes.firstLane).simd(SIMD.and);
      code.simd(op).set(mine);
    }
  }

  /** Copies, and across lanes, into one number held twice. */
  #total(sink: Sink, code: Code, across: boolean): number {
    const [first, ...more] = this.#accumulators.get(sink)! as [number, ...number[]];
    const { op } = this.#combine(sink);
    for (const local of more) code.get(first).get(local).simd(op).set(first);
    if (across)
      code
        .get(first)
        .simd(SIMD.extract)
        .byte(0)
        .simd(SIMD.splat)
        .get(first)
        .simd(SIMD.extract)
        .byte(1)
        .simd(SIMD.splat)
        .simd(op)
        .set(first);
    return first;
  }

  #finish(sink: Sink): void {
    const total = this.#total(sink, this.#values.post, !this.#isPerRow(sink));
    const { o } = elementAt(sink.node, sink.target);
    this.#access.write(this.#values.post, total, this.#memory.address(sink.node) + 8 * o, 0, 0);
  }

  /** Where the sums over rows of a sink stand while the nest runs: one after the other. */
  #partialSums(sink: Sink): number {
    const { j, o } = elementAt(sink.node, sink.target);
    return j === 1 || sink.columns === 1
      ? this.#memory.address(sink.node) + 8 * o
      : this.#values.pack(sink.node, j, o, sink.columns, "out");
  }
}

/** [0, end) cut at the given places. */
function rangesOf(cuts: readonly number[], end: number): Range[] {
  const edges = [...new Set(cuts)].filter((at) => at >= 0 && at <= end).sort((a, b) => a - b);
  return edges.slice(1).map((to, k) => ({ from: edges[k]!, to }));
}
