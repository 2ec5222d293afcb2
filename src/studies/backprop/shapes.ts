/** BP1: the shapes of the slide, one by one, on arrays that have them; and that what they are multiplied to is the gradient by AD. */
import { compile, pullback } from "../../ad/index.js";
import { claim } from "../../core/claim.js";
import type { Cell } from "../../core/study.js";
import { type BackpropPart, lecture } from "./defaults.js";
import { recursion, rowJacobians, widthAfter } from "./jacobians.js";
import { backpropagation, graphOf, type Network, networkOf, type Passes } from "./network.js";

const relative = (a: Float64Array, b: Float64Array): number => {
  const size = b.reduce((most, bi) => Math.max(most, Math.abs(bi)), 0);
  return a.reduce((most, ai, i) => Math.max(most, Math.abs(ai - b[i]!)), a.length === b.length ? 0 : Number.NaN) / (size || 1);
};
const worst = (ours: readonly Float64Array[], theirs: readonly Float64Array[]): number =>
  Math.max(...theirs.map((array, k) => relative(ours[k]!, array)));

/** v, ∂L/∂v and ∂L/∂w by AD, as expressions and as numbers. */
function byAd(network: Network) {
  const { w, v, L } = graphOf(network);
  const gradients = pullback(L, [...v, ...w]);
  const program = compile([v[0]!, ...w], [L, ...v, ...gradients]);
  for (const [k, array] of [network.x, ...network.weights].entries()) program.inputs[k]!.set(array);
  program.run();
  const [value, ...rest] = program.outputs;
  const numbers: Passes = {
    L: value![0]!,
    v: rest.slice(0, v.length),
    dv: rest.slice(v.length, 2 * v.length),
    dw: rest.slice(2 * v.length),
  };
  return { w, v, L, dv: gradients.slice(0, v.length), dw: gradients.slice(v.length), numbers };
}

/** ∂L/∂v_(k+1), where ∂L/∂L = 1 for every row. */
const after = ({ dv }: Passes, k: number, { batch }: Network): Float64Array => dv[k + 1] ?? new Float64Array(batch).fill(1);

interface Shape {
  readonly what: string;
  readonly slide: string;
  readonly expected: readonly number[];
  readonly found: readonly number[];
}

function shapesOf(network: Network, { w, v, L, dv, dw, numbers }: ReturnType<typeof byAd>): Shape[] {
  const { widths, batch: b } = network;
  /** A flat array as a matrix of so many rows. */
  const matrix = (array: Float64Array, rows: number): number[] => [rows, array.length / rows];
  const layers = w.flatMap((wk, i): Shape[] => {
    const [k, from, to] = [i + 1, widths[i]!, widths[i + 1]!];
    const next = widthAfter(network, k);
    const upper = k < w.length ? `v_${k + 1}` : "L";
    const { byV, byW } = rowJacobians(network, numbers.v, k, 0);
    const { rows } = recursion(network, numbers.v, k, after(numbers, k, network));
    return [
      { what: `w_${k}`, slide: "n_(k−1) × n_k", expected: [from, to], found: wk.shape },
      { what: `v_${k} = σ(v_${k - 1} w_${k})`, slide: "b × n_k", expected: [b, to], found: v[k]!.shape },
      { what: `∂L/∂v_${k}`, slide: "b × n_k", expected: [b, to], found: dv[k]!.shape },
      { what: `∂${upper}/∂v_${k}, of a row`, slide: "n_(k+1) × n_k", expected: [next, to], found: matrix(byV, next) },
      { what: `∂${upper}/∂w_${k}, of a row`, slide: "n_(k+1) × n_(k−1)·n_k", expected: [next, from * to], found: matrix(byW, next) },
      { what: `∂L/∂w_${k}, row by row`, slide: "b × n_(k−1)·n_k", expected: [b, from * to], found: matrix(rows, b) },
      { what: `∂L/∂w_${k}, summed`, slide: "n_(k−1) × n_k", expected: [from, to], found: dw[i]!.shape },
    ];
  });
  return [
    { what: "x = v_0", slide: "b × d", expected: [b, widths[0]!], found: v[0]!.shape },
    ...layers,
    { what: `L(v_${w.length})`, slide: "scalar", expected: [], found: L.shape },
  ];
}

/** The slide's recursion, each step from what AD says of the layer above, against AD; and with the Jacobian of row 0 for all rows. */
function chained(network: Network, { numbers: { v, ...numbers } }: ReturnType<typeof byAd>) {
  const steps = network.weights.map((_, i) => {
    const upper = after({ v, ...numbers }, i + 1, network);
    return { own: recursion(network, v, i + 1, upper), shared: recursion(network, v, i + 1, upper, () => 0) };
  });
  return {
    dv: worst(
      steps.map(({ own }) => own.dv),
      numbers.dv.slice(1),
    ),
    dw: worst(
      steps.map(({ own }) => own.dw),
      numbers.dw,
    ),
    shared: worst(
      steps.map(({ shared }) => shared.dv),
      numbers.dv.slice(1),
    ),
  };
}

export const shapes: BackpropPart = {
  id: "BP1",
  run: ({ params, rng }) => {
    const network = networkOf(params, rng);
    const ad = byAd(network);
    const byHand = backpropagation(network);
    const found = shapesOf(network, ad);
    const holds = ({ expected, found: is }: Shape): boolean => expected.join() === is.join();
    const chain = chained(network, ad);
    const error = (id: string, statement: string, measured: number) =>
      claim({ id: `BP1.${id}`, statement, source: lecture, measured, atMost: 1e-12 });
    return {
      claims: [
        claim({
          id: "BP1.shapes",
          statement: `v_k = σ(v_(k−1) w_k), widths ${params.widths}, b = ${network.batch}: shapes that are as on the slide, of ${found.length}`,
          source: lecture,
          measured: found.filter(holds).length,
          expected: found.length,
        }),
        error("forward", "v_1 … v_t by loops over numbers and by the graph: largest relative difference", worst(ad.numbers.v, byHand.v)),
        error("dv", "∂L/∂v_k by backpropagation written out and by AD", worst(ad.numbers.dv, byHand.dv)),
        error("dw", "∂L/∂w_k by backpropagation written out and by AD", worst(ad.numbers.dw, byHand.dw)),
        error("chain.dv", "row by row, ∂L/∂v_k = ∂L/∂v_(k+1) ∂v_(k+1)/∂v_k with Jacobians that are made, against AD", chain.dv),
        error("chain.dw", "and ∂L/∂w_k = Σ over rows of ∂L/∂v_(k+1) ∂v_(k+1)/∂w_k", chain.dw),
        ...(network.batch > 1
          ? [
              claim({
                id: "BP1.per-row",
                statement:
                  "each row has a Jacobian of its own: with that of one row for all, as a product of the matrices b × n_(k+1) and n_(k+1) × n_k would have it, the relative error",
                source: lecture,
                measured: chain.shared,
                atLeast: 1e-3,
              }),
            ]
          : []),
      ],
      tables: [
        {
          name: "shapes",
          title: `Shapes of backpropagation, widths ${params.widths}, b = ${network.batch}`,
          columns: ["array", "on the slide", "that is", "found", "the same"],
          rows: found.map((shape): Cell[] => [
            shape.what,
            shape.slide,
            shape.expected.join(" × ") || "1",
            shape.found.join(" × ") || "1",
            holds(shape) ? "yes" : "no",
          ]),
        },
      ],
    };
  },
};
