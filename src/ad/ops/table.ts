/** All ops by name: what `adbench list ops` shows, and what the conformance suite samples. */

import type { Shape } from "../expr.js";
import * as arithmetic from "./arithmetic.js";
import type { ElementwiseFunction } from "./define.js";
import * as elementary from "./elementary.js";
import { array, GW, type OpEntry } from "./entry.js";
import { gather, scatterAdd } from "./gather.js";
import * as linear from "./linear.js";
import { broadcastTo, reshape } from "./move.js";
import * as reduce from "./reduce.js";
import * as shape from "./shape.js";
import * as special from "./special.js";
import { matrixTable } from "./table-matrix.js";
import * as trig from "./trig.js";

function element(f: ElementwiseFunction, reference: string): OpEntry {
  const { op, summary, arity } = f;
  const same = (s: Shape): Shape[] => Array.from({ length: arity }, () => s);
  const mixed: Shape[][] =
    arity === 2
      ? [
          [[3, 1], [4]],
          [[], [3]],
        ]
      : [];
  const ops = op.ops(f(...Array.from({ length: arity }, () => 1)));
  return {
    name: op.name,
    summary,
    reference,
    ops: `${ops} an element`,
    build: f,
    shapes: [same([]), same([5]), same([2, 3]), ...mixed],
    domains: op.domain!,
  };
}

const isElementwise = (f: unknown): f is ElementwiseFunction => typeof f === "function" && "op" in f;
const elements = (exports: object, reference: string): OpEntry[] =>
  Object.values(exports)
    .filter(isElementwise)
    .map((f) => element(f, reference));

const adds = "elements - results";
const none = "0";

export const opTable: readonly OpEntry[] = [
  ...elements(arithmetic, GW),
  array("relu", "max(x, 0); derivative 0 at 0", "2 an element", (x) => arithmetic.relu(x!), [[[7]]]),
  array("clip", "x limited to [low, high]; derivative 1 at both ends", "4 an element", (x) => arithmetic.clip(x!, -1, 2), [[[7]]]),
  ...elements(elementary, "NIST DLMF, ch. 4"),
  ...elements(trig, "NIST DLMF, ch. 4"),
  ...elements(special, "NIST DLMF, ch. 5 and 7"),
  array("sum", "Σ over axes", adds, (x) => reduce.sum(x!, 0), [[[4]], [[3, 4]], [[2, 3, 2]]]),
  array("mean", "Σ/n over axes", adds, (x) => reduce.mean(x!, -1), [[[4]], [[3, 4]]]),
  array("max", "largest over axes; ties share the derivative", adds, (x) => reduce.max(x!, 0), [[[4]], [[3, 4]]]),
  array("min", "smallest over axes; ties share the derivative", adds, (x) => reduce.min(x!, [0, 1]), [[[3, 4]], [[2, 2, 3]]]),
  array("prod", "Π over axes", "elements - results", (x) => reduce.prod(x!, 0), [[[5]], [[4, 2]], [[1]]]),
  array("cumsum", "running sums along an axis", "1 an element", (x) => reduce.cumsum(x!, -1), [[[5]], [[2, 3]], [[2, 3, 2]]]),
  array("norm", "√Σx² over axes; derivative 0 at 0", "2 an element", (x) => reduce.norm(x!, 0), [[[4]], [[3, 2]]]),
  array("std", "standard deviation over axes; derivative 0 where all are equal", "4 an element", (x) => reduce.std(x!, -1), [
    [[4]],
    [[2, 5]],
  ]),
  array("logsumexp", "log Σ e^x over axes", "13 an element", (x) => reduce.logsumexp(x!, 0), [[[4]], [[3, 2]]]),
  array("softmax", "e^x / Σ e^x along an axis", "17 an element", (x) => reduce.softmax(x!), [[[4]], [[2, 3]]]),
  array("dot", "Σ x_i y_i", "2n - 1", (x, y) => linear.dot(x!, y!), [[[5], [5]]]),
  array("matmul", "product of matrices and vectors", "2 m n k", (x, y) => linear.matmul(x!, y!), [
    [
      [2, 3],
      [3, 4],
    ],
    [[2, 3], [3]],
    [[3], [3, 2]],
    [[4], [4]],
  ]),
  array("outer", "x_i y_j", "m n", (x, y) => linear.outer(x!, y!), [[[2], [3]]]),
  array("trace", "Σ X_ii", "n - 1", (x) => linear.trace(x!), [[[3, 3]]]),
  array(
    "squaredDistances",
    "|x_i - x_j|² of all pairs of rows",
    "3 d n², or 2 d n² by a product of matrices from d = 8",
    (x) => linear.squaredDistances(x!),
    [[[4, 2]], [[3, 9]]],
  ),
  ...matrixTable,
  array("transpose", "the axes in another order", none, (x) => shape.transpose(x!), [[[2, 3]], [[2, 3, 4]]]),
  array("reshape", "the same elements under another shape", none, (x) => reshape(x!, [6]), [[[2, 3]], [[6, 1]]]),
  array("broadcastTo", "repeated along new axes and axes of extent 1", none, (x) => broadcastTo(x!, [2, 3]), [[[3]], [[2, 1]], [[]]]),
  array("slice", "a range of each axis, with steps", none, (x) => shape.slice(x!, 1, 5, 2), [[[6]], [[5, 2]]]),
  array("flip", "reversed along an axis", none, (x) => shape.flip(x!), [[[4]], [[3, 2]]]),
  array("pad", "zeros around", none, (x) => shape.pad(x!, [1, 2], [2, 0]), [[[2, 3]]]),
  array("expandDims", "a new axis of extent 1", none, (x) => shape.expandDims(x!, 1), [[[3]], [[2, 3]]]),
  array("concat", "one after the other along an axis", none, (x, y) => shape.concat([x!, y!]), [
    [[2], [3]],
    [
      [1, 2],
      [3, 2],
    ],
  ]),
  array("gather", "rows picked by index", none, (x) => gather(x!, [2, 0, 2]), [[[3]], [[4, 2]]]),
  array("scatterAdd", "rows added up by index", "1 an element", (x) => scatterAdd(x!, [1, 0, 1], 4), [[[3]], [[3, 2]]]),
];
