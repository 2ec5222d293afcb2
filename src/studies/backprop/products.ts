/** BP2: a layer takes one product of matrices forwards, v w, and two backwards, δ wᵀ and vᵀ δ; the first layer needs no δ wᵀ. */
import { canonical } from "../../ad/canonical.js";
import { type Expr, pullback } from "../../ad/index.js";
import { claim } from "../../core/claim.js";
import type { Cell } from "../../core/study.js";
import { type BackpropPart, lecture } from "./defaults.js";
import { graphOf, networkOf } from "./network.js";

interface Products {
  readonly count: number;
  /** Multiplications and additions in them. */
  readonly ops: number;
}

/** The products of matrices in the canonical graph. */
function productsIn(inputs: readonly Expr[], outputs: readonly Expr[]): Products {
  const products = canonical(inputs, outputs).order.filter(({ op }) => op.kernel.form === "contract");
  return { count: products.length, ops: products.reduce((sum, node) => sum + node.op.ops(node), 0) };
}

export const products: BackpropPart = {
  id: "BP2",
  run: ({ params, rng }) => {
    const network = networkOf(params, rng);
    const { widths, batch: b } = network;
    const { w, v, L } = graphOf(network);
    const [x, t] = [v[0]!, w.length];
    const inputs = [x, ...w];
    const forward = productsIn(inputs, [L]);
    const weights = productsIn(inputs, [L, ...pullback(L, w)]);
    const all = productsIn(inputs, [L, ...pullback(L, inputs)]);
    // 2 b n_(k−1) n_k a layer
    const expected = widths.slice(1).reduce((sum, width, k) => sum + 2 * b * widths[k]! * width, 0);
    const first = 2 * b * widths[0]! * widths[1]!;
    const exact = (id: string, statement: string, measured: number, is: number) =>
      claim({ id: `BP2.${id}`, statement, source: lecture, measured, expected: is });
    return {
      claims: [
        exact("forward", `${t} layers: products of matrices forwards`, forward.count, t),
        exact("backward", "backwards: two a layer, less the first layer's input gradient", weights.count - forward.count, 2 * t - 1),
        exact("input", "backwards, with ∂L/∂x", all.count - forward.count, 2 * t),
        exact("forward.ops", "operations in products forwards: Σ 2 b n_(k−1) n_k", forward.ops, expected),
        exact(
          "backward.ops",
          "operations in products backwards: twice that, less 2 b d n_1",
          weights.ops - forward.ops,
          2 * expected - first,
        ),
        exact("input.ops", "operations in products backwards, with ∂L/∂x: twice those forwards", all.ops - forward.ops, 2 * expected),
      ],
      tables: [
        {
          name: "products",
          title: `Products of matrices, widths ${params.widths}, b = ${b}`,
          columns: ["pass", "products", "operations", "÷ forwards"],
          rows: (
            [
              ["L", forward],
              ["∂L/∂w", { count: weights.count - forward.count, ops: weights.ops - forward.ops }],
              ["∂L/∂w and ∂L/∂x", { count: all.count - forward.count, ops: all.ops - forward.ops }],
            ] as const
          ).map(([pass, { count, ops }]): Cell[] => [pass, count, ops, ops / forward.ops]),
        },
      ],
    };
  },
};
