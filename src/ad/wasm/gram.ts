/** C = A Aᵀ: tiles on and below the diagonal are computed, and mirrored while they are in the cache. One packed copy serves both sides. */
import { Func, I32, V128 } from "./code.js";
import { DEPTH, HEIGHT, type Operand, padded, ROW, TILE } from "./gemm.js";
import { SIMD } from "./lanes.js";

/** float64s of scratch: a tile, the packed panel. */
export const gramScratch = (n: number, k: number): number => TILE * TILE + padded(n) * Math.min(k, DEPTH);

const LOW = [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23];
const HIGH = LOW.map((lane) => lane + 8);

/** mirror(from, to, stride): to[4, 4] = from[4, 4]ᵀ; stride of both in bytes. */
export function mirrorKernel(): Func {
  const f = new Func(3);
  const [from, to, stride] = [0, 1, 2];
  const names = { from, to, stride };
  const rows = Array.from({ length: TILE }, () => [f.local(V128), f.local(V128)]);
  for (const row of rows) {
    row.forEach((local, v) =>
      f.code
        .get(from)
        .access(SIMD.load, 3, 16 * v)
        .set(local),
    );
    f.code.rpn(names, "from stride + from=");
  }
  for (let r = 0; r < TILE; r++) {
    for (const v of [0, 1])
      f.code
        .get(to)
        .get(rows[2 * v]![r >> 1]!)
        .get(rows[2 * v + 1]![r >> 1]!)
        .simd(SIMD.shuffle)
        .raw(r % 2 === 0 ? LOW : HIGH)
        .access(SIMD.store, 3, 16 * v);
    f.code.rpn(names, "to stride + to=");
  }
  return f;
}

/** `micro`, `pack` and `mirror` are the indices of the kernels. c: [n, n] row-major. */
export function emitGram(
  { n, k, a, c, scratch }: { n: number; k: number; a: Operand; c: number; scratch: number },
  micro: number,
  pack: number,
  mirror: number,
): Func {
  const f = new Func();
  const { code } = f;
  const [block, end, i, j, x, y] = [f.local(I32), f.local(I32), f.local(I32), f.local(I32), f.local(I32), f.local(I32)];
  const names = { block, end, i, j, x, y };
  const packed = (scratch + 8 * TILE * TILE) | 0;
  const whole = n - (n % TILE);
  for (let k0 = 0; k0 < k; k0 += DEPTH) {
    const depth = Math.min(DEPTH, k - k0);
    const add = k0 > 0 ? 1 : 0;
    const last = k0 + depth === k;
    code
      .i32(n)
      .i32(depth)
      .i32(a.address + 8 * k0 * a.along)
      .i32(8 * a.down)
      .i32(8 * a.along)
      .i32(packed)
      .call(pack);
    const operands = `${packed} i ${8 * depth} * + ${packed} j ${8 * depth} * +`;
    /** A tile that overhangs: its elements one by one. */
    const edge = (width: number): void => {
      code
        .i32(depth)
        .rpn(names, `${operands} ${scratch | 0} ${ROW} 0`)
        .call(micro);
      for (let r = 0; r < n - whole; r++)
        for (let s = 0; s < width; s++) {
          code
            .get(x)
            .i32(scratch)
            .access(SIMD.loadSplat, 3, 8 * (r * TILE + s));
          if (add)
            code
              .get(x)
              .access(SIMD.loadSplat, 3, 8 * (r * n + s))
              .simd(SIMD.add);
          code.access(SIMD.storeLane, 3, 8 * (r * n + s)).byte(0);
          if (last && width === TILE)
            code
              .get(y)
              .get(x)
              .access(SIMD.loadSplat, 3, 8 * (r * n + s))
              .access(SIMD.storeLane, 3, 8 * (s * n + r))
              .byte(0);
        }
    };
    code.loop(block, 0, n, HEIGHT, () => {
      code.rpn(names, `block ${HEIGHT} + end= end ${n} >=`).when((q) => q.i32(n).set(end));
      code.countTo(j, end, TILE, () => {
        code.rpn(names, "block i= j block >=").when((q) => q.rpn(names, "j i="));
        // i is at most the last row: at least one trip.
        code.byte(0x03).byte(0x40);
        code.rpn(names, `${c | 0} i ${8 * n} * + j 8 * + x= ${c | 0} j ${8 * n} * + i 8 * + y= i ${whole} <`).when(
          (q) => {
            q.i32(depth)
              .rpn(names, `${operands} x ${8 * n} ${add}`)
              .call(micro);
            if (last)
              q.rpn(names, `i j ==`)
                .byte(0x45)
                .when((t) => t.rpn(names, `x y ${8 * n}`).call(mirror));
          },
          (q) =>
            q.rpn(names, `j ${whole} <`).when(
              () => edge(TILE),
              () => edge(n - whole),
            ),
        );
        code.rpn(names, `i ${TILE} + i= i end <`).byte(0x0d).byte(0).byte(0x0b);
      });
    });
  }
  return f;
}
