/** A rolled loop as one function: for each step the items go in, the body's functions run, the state comes out. */
import { type Expr, type Scan, size } from "../expr.js";
import { type Code, type Func, I32 } from "./code.js";

/** Copies up to this long are unrolled. */
const SHORT = 8;

/** `outer` and `inner` give addresses of the loop's own arrays and of the body's; `next` is the state as the body computes it. */
export function emitScan(f: Func, node: Expr, next: Expr, outer: (e: Expr) => number, inner: (e: Expr) => number, body: Code): void {
  const { carry, items, constants, steps, reverse } = node.param as Scan;
  const [init, ...others] = node.args as [Expr, ...Expr[]];
  const { code } = f;
  const [step, k, none] = [f.local(I32), f.local(I32), f.local(I32)];
  /** float64s at to + [local] ← from + [local]. */
  const copy = (c: Code, to: number, toLocal: number, from: number, fromLocal: number, length: number): void => {
    if (length === 0) return;
    if (length <= SHORT)
      for (let i = 0; i < length; i++)
        c.get(toLocal)
          .get(fromLocal)
          .move(to + 8 * i, from + 8 * i);
    else c.loop(k, 0, 8 * length, 8, (q) => q.get(k).get(toLocal).byte(0x6a).get(k).get(fromLocal).byte(0x6a).move(to, from));
  };
  copy(code, inner(carry), none, outer(init), none, size(carry.shape));
  constants.forEach((constant, at) => copy(code, inner(constant), none, outer(others[items.length + at]!), none, size(constant.shape)));
  /** Byte offsets of the step's row in each array that is walked, and in the result. */
  const walked = [...items.map((item) => size(item.shape)), size(next.shape)].map((width) => ({ width, local: f.local(I32) }));
  for (const { width, local } of walked) code.i32(reverse ? 8 * width * (steps - 1) : 0).set(local);
  const result = walked[items.length]!;
  code.loop(step, 0, steps, 1, (c) => {
    items.forEach((item, at) => copy(c, inner(item), none, outer(others[at]!), walked[at]!.local, walked[at]!.width));
    c.append(body);
    copy(c, outer(node), result.local, inner(next), none, result.width);
    copy(c, inner(carry), none, inner(next), none, size(carry.shape));
    for (const { width, local } of walked)
      c.get(local)
        .i32(reverse ? -8 * width : 8 * width)
        .byte(0x6a)
        .set(local);
  });
}
