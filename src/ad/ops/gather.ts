/** Rows picked by an index that is data: gather, and scatter-add, its transpose. */
import { AdError, shown } from "../errors.js";
import { type Expr, type Gather, type Op, size } from "../expr.js";

const gatherOp: Op = {
  name: "gather",
  kernel: { form: "gather" },
  ops: () => 0,
  jvp: [(t, y) => pick(t, y.param as Gather)],
  vjp: [(t, y) => put(t, y.param as Gather)],
};
const scatterOp: Op = {
  name: "scatterAdd",
  kernel: { form: "scatter" },
  ops: (node) => size(node.args[0]!.shape),
  jvp: [(t, y) => put(t, y.param as Gather)],
  vjp: [(t, y) => pick(t, y.param as Gather)],
};
const pick = (x: Expr, param: Gather): Expr => ({ op: gatherOp, args: [x], shape: [param.index.length, ...x.shape.slice(1)], param });
const put = (x: Expr, param: Gather): Expr => ({ op: scatterOp, args: [x], shape: [param.rows, ...x.shape.slice(1)], param });

/** result[i, …] = x[index[i], …] */
export function gather(x: Expr, index: ArrayLike<number>): Expr {
  const [rows] = x.shape;
  if (rows === undefined) throw new AdError("gather", "a scalar has no rows to pick");
  return pick(x, { index: checked("gather", index, rows), rows });
}

/** result[index[i], …] += x[i, …], starting from zeros with that many rows. */
export function scatterAdd(x: Expr, index: ArrayLike<number>, rows: number): Expr {
  if (x.shape[0] !== index.length)
    throw new AdError("scatterAdd", `shape ${shown(x.shape)} does not have a row for each of ${index.length} indices`);
  return put(x, { index: checked("scatterAdd", index, rows), rows });
}

function checked(op: string, index: ArrayLike<number>, rows: number): Int32Array {
  const bad = Array.prototype.find.call(index, (i: number) => !(Number.isInteger(i) && i >= 0 && i < rows));
  if (bad !== undefined) throw new AdError(op, `there is no row ${bad}: rows are 0 to ${rows - 1}`);
  return Int32Array.from(index);
}
