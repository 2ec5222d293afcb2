/** The elementwise ops, in the order of their files. */
import type { ElementwiseFunction } from "./define.js";
import * as arithmetic from "./ops-arithmetic.js";
import * as elementary from "./ops-elementary.js";
import * as special from "./ops-special.js";
import * as trig from "./ops-trig.js";

const isElementwise = (f: unknown): f is ElementwiseFunction => typeof f === "function" && "op" in f;

export const elementwiseFunctions: readonly ElementwiseFunction[] = [arithmetic, elementary, trig, special].flatMap((ops) =>
  Object.values(ops as object).filter(isElementwise),
);
