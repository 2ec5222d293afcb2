/**
 * C = A B for any strides: packed panels and a 4 × 4 register tile (Goto & van de Geijn 2008, ACM TOMS 34(3)). Panels are padded with
 * zeros to whole tiles; a tile that overhangs C is computed aside and copied.
 */
import { type Code, Func, I32, V128 } from "./code.js";
import { SIMD } from "./lanes.js";

export const TILE = 4;
/** Depth of a panel, and rows of A that are packed at once: 192 kB, within a second-level cache. */
export const DEPTH = 256;
export const HEIGHT = 96;
export const ROW = 8 * TILE;

export const padded = (n: number): number => Math.ceil(n / TILE) * TILE;

/** float64s of scratch: a tile, the packed rows of A, the packed panel of B. */
export const gemmScratch = (m: number, n: number, k: number): number => {
  const depth = Math.min(k, DEPTH);
  return TILE * TILE + padded(Math.min(m, HEIGHT)) * depth + padded(n) * depth;
};

/** micro(depth, a, b, c, stride, add): c[4, 4] = or += aᵀ b for packed a [depth, 4], b [depth, 4]; stride of c in bytes. */
export function microKernel(fma: boolean): Func {
  const f = new Func(6);
  const [depth, a, b, c, stride, add] = [0, 1, 2, 3, 4, 5];
  const [end, last] = [f.local(I32), f.local(I32)];
  const sums = Array.from({ length: TILE }, () => [f.local(V128), f.local(V128)]);
  const right = [f.local(V128), f.local(V128)];
  const left = f.local(V128);
  const names = { depth, a, b, c, stride, end, last };
  const step = (at: number): void => {
    right.forEach((local, v) =>
      f.code
        .get(b)
        .access(SIMD.load, 4, at + 16 * v)
        .set(local),
    );
    sums.forEach((row, r) => {
      f.code
        .get(a)
        .access(SIMD.loadSplat, 3, at + 8 * r)
        .set(left);
      row.forEach((sum, v) => {
        if (fma) f.code.get(left).get(right[v]!).get(sum).simd(SIMD.madd).set(sum);
        else f.code.get(sum).get(left).get(right[v]!).simd(SIMD.mul).simd(SIMD.add).set(sum);
      });
    });
  };
  // Two steps a turn, and a way out between them: without that edge V8 would move the loads of both to the front and spill the sums.
  f.code.rpn(names, `a depth ${ROW} * + end= end ${ROW} - last=`).byte(0x02).byte(0x40).byte(0x03).byte(0x40);
  step(0);
  f.code.rpn(names, "a last").byte(0x4f).byte(0x0d).byte(1);
  step(ROW);
  f.code
    .rpn(names, `a ${2 * ROW} + a= b ${2 * ROW} + b= a end`)
    .byte(0x49)
    .byte(0x0d)
    .byte(0)
    .byte(0x0b)
    .byte(0x0b);
  const store =
    (update: boolean) =>
    (code: Code): void =>
      sums.forEach((row) => {
        row.forEach((sum, v) => {
          code.get(c);
          if (update) code.get(c).access(SIMD.load, 3, 16 * v);
          code.get(sum);
          if (update) code.simd(SIMD.add);
          code.access(SIMD.store, 3, 16 * v);
        });
        code.rpn(names, "c stride + c=");
      });
  f.code.get(add).when(store(true), store(false));
  return f;
}

/** pack(rows, depth, from, across, along, to): strips of 4 rows, `depth` long, padded with zeros; strides in bytes. */
export function packKernel(): Func {
  const f = new Func(6);
  const [rows, depth, from, across, along, to] = [0, 1, 2, 3, 4, 5];
  const [r, p, s, rest, second, third] = [f.local(I32), f.local(I32), f.local(I32), f.local(I32), f.local(I32), f.local(I32)];
  const names = { rows, from, across, along, to, r, s, rest, second, third };
  const step = `s along + s= to ${ROW} + to=`;
  const pair = (code: Code, offset: number, first: string, next: string): Code =>
    code
      .get(to)
      .rpn(names, next)
      .rpn(names, first)
      .access(SIMD.loadZero, 3, 0)
      .access(SIMD.loadLane, 3, 0)
      .byte(1)
      .access(SIMD.store, 3, offset);
  f.code.rpn(names, "across 2 * second= second across + third=");
  f.code.countTo(r, rows, TILE, (strip) => {
    strip.rpn(names, `from r across * + s= rows r - rest= rest ${TILE} >=`).when(
      (full) =>
        full.rpn(names, "across 8 ==").when(
          (c) =>
            c.countTo(p, depth, 1, (q) => {
              for (const at of [0, 16]) q.get(to).get(s).access(SIMD.load, 3, at).access(SIMD.store, 3, at);
              q.rpn(names, step);
            }),
          (c) =>
            c.countTo(p, depth, 1, (q) => {
              pair(q, 0, "s", "s across +");
              pair(q, 16, "s second +", "s third +").rpn(names, step);
            }),
        ),
      (edge) =>
        edge.countTo(p, depth, 1, (q) => {
          for (const at of [0, 16]) q.get(to).v128(Float64Array.of(0, 0)).access(SIMD.store, 3, at);
          for (let k = 0; k < TILE - 1; k++)
            q.rpn(names, `${k} rest <`).when((c) =>
              c
                .get(to)
                .rpn(names, `s across ${k} * +`)
                .access(SIMD.loadSplat, 3, 0)
                .access(SIMD.storeLane, 3, 8 * k)
                .byte(0),
            );
          q.rpn(names, step);
        }),
    );
  });
  return f;
}

/** Where a factor stands: strides in float64s of its rows (down) and columns (along), as they enter the product. */
export interface Operand {
  readonly address: number;
  readonly down: number;
  readonly along: number;
}

/** One product of fixed sizes at fixed addresses. */
export interface Product {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly a: Operand;
  readonly b: Operand;
  /** [m, n] row-major */
  readonly c: number;
  readonly scratch: number;
}

/** `micro` and `pack` are the indices of the two kernels above. */
export function emitProduct({ m, n, k, a, b, c, scratch }: Product, micro: number, pack: number): Func {
  const f = new Func();
  const { code } = f;
  const [i, j, x, count, from, corner] = [f.local(I32), f.local(I32), f.local(I32), f.local(I32), f.local(I32), f.local(I32)];
  const names = { i, j, x, from, corner };
  const depthMost = Math.min(k, DEPTH);
  const packedA = scratch + 8 * TILE * TILE;
  const packedB = packedA + 8 * padded(Math.min(m, HEIGHT)) * depthMost;
  const whole = Math.floor(n / TILE) * TILE;
  for (let k0 = 0; k0 < k; k0 += DEPTH) {
    const depth = Math.min(DEPTH, k - k0);
    const add = k0 > 0 ? 1 : 0;
    code
      .i32(n)
      .i32(depth)
      .i32(b.address + 8 * k0 * b.down)
      .i32(8 * b.along)
      .i32(8 * b.down)
      .i32(packedB)
      .call(pack);
    code
      .i32(a.address + 8 * k0 * a.along)
      .set(from)
      .i32(c)
      .set(corner);
    /** The next rows of C. */
    const block = (q: Code, rows: number): void => {
      const wholeRows = Math.floor(rows / TILE) * TILE;
      q.i32(rows)
        .i32(depth)
        .get(from)
        .i32(8 * a.down)
        .i32(8 * a.along)
        .i32(packedA)
        .call(pack);
      const operands = `${packedA | 0} i ${8 * depth} * + ${packedB | 0} j ${8 * depth} * +`;
      const place = `corner i ${8 * n} * + j 8 * +`;
      /** A tile, of which height × width lie in C. */
      const tile = (t: Code, height: number, width: number): void => {
        if (height === TILE && width === TILE) {
          t.i32(depth)
            .rpn(names, `${operands} ${place} ${8 * n} ${add}`)
            .call(micro);
          return;
        }
        t.i32(depth)
          .rpn(names, `${operands} ${scratch | 0} ${ROW} 0`)
          .call(micro)
          .rpn(names, `${place} x=`);
        for (let r = 0; r < height; r++)
          for (let s = 0; s < width; s++) {
            t.get(x)
              .i32(scratch)
              .access(SIMD.loadSplat, 3, 8 * (r * TILE + s));
            if (add)
              t.get(x)
                .access(SIMD.loadSplat, 3, 8 * (r * n + s))
                .simd(SIMD.add);
            t.access(SIMD.storeLane, 3, 8 * (r * n + s)).byte(0);
          }
      };
      const column = (t: Code, width: number): void => {
        if (wholeRows > 0) t.loop(i, 0, wholeRows, TILE, (r) => tile(r, TILE, width));
        if (wholeRows < rows) {
          t.i32(wholeRows).set(i);
          tile(t, rows - wholeRows, width);
        }
      };
      if (whole > 0) q.loop(j, 0, whole, TILE, (t) => column(t, TILE));
      if (whole < n) {
        q.i32(whole).set(j);
        column(q, n - whole);
      }
      q.rpn(names, `from ${(8 * HEIGHT * a.down) | 0} + from= corner ${(8 * HEIGHT * n) | 0} + corner=`);
    };
    const blocks = Math.floor(m / HEIGHT);
    if (blocks > 0) code.loop(count, 0, blocks, 1, (q) => block(q, HEIGHT));
    if (m % HEIGHT > 0) block(code, m % HEIGHT);
  }
  return f;
}
