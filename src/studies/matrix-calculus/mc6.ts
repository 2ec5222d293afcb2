/** MC6: J_ij = ∂f_i/∂x_j, [m, n], so that df = J dx; with the ∇f_i as columns it is Jᵀ. A symmetric example shows no difference. */
import { add, concat, type Expr, grad, jacobian, jvp, mul, reshape, slice, sub } from "../../ad/index.js";
import { claim } from "../../core/claim.js";
import { type CalculusPart, lecture } from "./defaults.js";
import { table } from "./known.js";

/** (x + across·y, back·x − y) */
export const map =
  (across: number, back: number) =>
  (at: Expr): Expr => {
    const [x, y] = [slice(at, 0, 1), slice(at, 1, 2)];
    return concat([add(x, mul(across, y)), sub(mul(back, x), y)]);
  };

/** ∂f_i/∂x_j */
export const rowLayout = (f: (x: Expr) => Expr, x: Float64Array): Float64Array => jacobian(f)(x);

/** The gradients of the results, a column each: the first definition. */
export function columnLayout(f: (x: Expr) => Expr, x: Float64Array): Float64Array {
  const gradients = [0, 1].map((i) => grad((at) => reshape(slice(f(at), i, i + 1), []))(x));
  return table(2, 2, (i, j) => gradients[j]![i]!);
}

const shown = (J: Float64Array): string => `${J[0]} ${J[1]}; ${J[2]} ${J[3]}`;
/** df = J dx, of the forward sweep itself. */
const differential = (f: (x: Expr) => Expr, x: Float64Array, dx: Float64Array): string =>
  [...(jvp(f, x, dx)[1] as Float64Array)].join(", ");
const product = (J: Float64Array, v: Float64Array): string => [0, 1].map((i) => J[2 * i]! * v[0]! + J[2 * i + 1]! * v[1]!).join(", ");

export const mc6: CalculusPart = {
  id: "MC6",
  run: ({ params: { across, back } }) => {
    const x = Float64Array.of(0.5, -2);
    const dx = Float64Array.of(1, 2);
    const [hiding, showing] = [map(1, 1), map(across, back)];
    const name = `(x + ${across}y, ${back}x − y)`;
    const source = `${lecture}: two definitions of the Jacobian`;
    const [first, later] = [columnLayout(showing, x), rowLayout(showing, x)];
    return {
      claims: [
        claim({
          id: "MC6.hidden",
          statement: "(x + y, x − y): both definitions give the same matrix",
          source,
          measured: shown(columnLayout(hiding, x)),
          expected: shown(rowLayout(hiding, x)),
        }),
        claim({ id: "MC6.rows", statement: `${name}: ∂f_i/∂x_j`, source, measured: shown(later), expected: `1 ${across}; ${back} -1` }),
        claim({
          id: "MC6.columns",
          statement: `${name}: by the first definition, the gradients as columns, it is the transpose`,
          source,
          measured: shown(first),
          expected: `1 ${back}; ${across} -1`,
        }),
        claim({
          id: "MC6.differential",
          statement: `${name}: df for dx = (1, 2), a forward sweep, is J dx with J_ij = ∂f_i/∂x_j`,
          source,
          measured: differential(showing, x, dx),
          expected: product(later, dx),
        }),
        claim({
          id: "MC6.transposed",
          statement: "and with the first definition it is Jᵀ dx that gives df: J dx does so only where J is symmetric",
          source,
          measured: product(first, dx) === differential(showing, x, dx),
          expected: across === back,
        }),
      ],
      tables: [
        {
          name: "layouts",
          title: "The Jacobian by both definitions",
          columns: ["map", "∂f_i/∂x_j", "gradients as columns"],
          rows: [
            ["(x + y, x − y)", shown(rowLayout(hiding, x)), shown(columnLayout(hiding, x))],
            [name, shown(later), shown(first)],
          ],
        },
      ],
    };
  },
};
