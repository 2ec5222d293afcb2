/** The elementwise ops, in the order of their files. */

import * as arithmetic from "./arithmetic.js";
import type { ElementwiseFunction } from "./define.js";
import * as elementary from "./elementary.js";
import * as special from "./special.js";
import * as trig from "./trig.js";

const isElementwise = (f: unknown): f is ElementwiseFunction => typeof f === "function" && "op" in f;

export const elementwiseFunctions: readonly ElementwiseFunction[] = [arithmetic, elementary, trig, special].flatMap((ops) =>
  Object.values(ops as object).filter(isElementwise),
);
