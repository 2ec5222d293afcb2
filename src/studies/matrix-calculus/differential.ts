/** dY along dX for a traced Y(X, …): forward mode with a matrix for a tangent. */
import { add, type Expr, input, pushforward } from "../../ad/index.js";
import { constantOf, evaluator, type Matrix, numbersOf } from "../dense.js";

export function differential(f: (...x: Expr[]) => Expr, at: readonly Matrix[], d: readonly Matrix[]): Float64Array {
  const inputs = at.map((X) => input([X.rows, X.columns]));
  const y = f(...inputs);
  const dY = inputs.map((x, k) => pushforward(y, x, constantOf(d[k]!))).reduce((sum, part) => add(sum, part));
  return evaluator(inputs, [dY])(...at.map(numbersOf))[0]!;
}
