/** Random programs of ops that are continuous: a choice that float32 makes otherwise is no matter of first order. */
import * as ad from "../../ad/index.js";
import { substitute } from "../../ad/ops/scan.js";
import type { Rng } from "../../numeric/sampling/random.js";
import { adding, both, bounded, drawRecipe, type Make, moving, ofOneVector } from "../forward-reverse/random-program.js";
import type { Program } from "./programs.js";

const continuous: readonly Make[] = [
  ...[ad.sin, ad.cos, ad.tanh, ad.sigmoid, ad.softplus, ad.neg, ad.abs, ad.relu, ad.sech2, ad.square].map(
    (f): Make =>
      (x) =>
        f(x),
  ),
  (x) => ad.exp(ad.sin(x)),
  (x) => ad.sqrt(bounded(x)),
  (x) => ad.log(bounded(x)),
  (x) => ad.div(1, bounded(x)),
  (x) => ad.clip(x, -0.5, 0.75),
  both((x, y) => ad.add(x, y)),
  both((x, y) => ad.sub(x, y)),
  both((x, y) => ad.mul(x, y)),
  both((x, y) => ad.div(x, bounded(y))),
  both((x, y) => ad.maximum(x, y)),
];
const ops = [...continuous, ...moving, ...adding];
const [LEAST, EXTENTS] = [5, [1, 2, 3, 5]];

/** Of up to so many instructions, and at least a few operations. */
export function randomProgram(rng: Rng, instructions: number): Program {
  for (;;) {
    const [y, x] = ofOneVector(drawRecipe(rng, ops, instructions, EXTENTS), ops);
    if (ad.opCount([x], [y]) < LEAST) continue;
    return {
      f: (at) => substitute(y, new Map([[x, at]])),
      x: Float64Array.from({ length: x.shape[0]! }, () => 3 * rng.uniform() - 1.5),
    };
  }
}
