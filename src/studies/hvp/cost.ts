/** HV2: a product with ∇²f costs a few gradients, in however many variables; the matrix itself costs n of them, and 8n² bytes. */
import { blockHvp, compile, type Expr, hessian, input, opCount, pullback, pushforward } from "../../ad/index.js";
import { claim } from "../../core/claim.js";
import type { Cell } from "../../core/study.js";
import { stream } from "../../numeric/sampling/random.js";
import { logLogSlope } from "../../numeric/statistics/fit.js";
import rosenbrock from "../../problems/rosenbrock.js";
import { meterOf } from "../methods.js";
import { denseOf, hessianAt } from "../operators.js";
import { type HvpPart, lecture } from "./defaults.js";
import { type Family, families, problemOf } from "./problems.js";

/** ops of (f, ∇²f v) and of (f, ∇f). */
function opsOf({ at }: Family, n: number): { readonly gradient: number; readonly product: number } {
  const [x, v] = [input([n]), input([n])];
  const f = at(n).f(x);
  const [g] = pullback(f, [x]) as [Expr];
  return { gradient: opCount([x], [f, g]), product: opCount([x, v], [f, pushforward(g, x, v)]) };
}

/** What the meter is charged for a dense Hessian, how large it is, and how far from the one that `hessian` makes. */
function dense(n: number) {
  const problem = problemOf(rosenbrock, { dim: n }, stream("draws nothing"));
  const meter = meterOf(problem);
  const H = denseOf(n, hessianAt(meter, problem.x0));
  const { hvps, ops } = meter.cost;
  meter.vjp(problem.x0, new Float64Array(n));
  const expected = hessian(problem.f)(problem.x0);
  const size = expected.reduce((most, h) => Math.max(most, Math.abs(h)), 0);
  const error = H.reduce((most, h, k) => Math.max(most, Math.abs(h - expected[k]!)), 0) / size;
  return { n, hvps, gradients: ops / (meter.cost.ops - ops), bytes: H.byteLength, error };
}

/** One product in n variables. */
function product(n: number): { readonly bytes: number; readonly finite: boolean } {
  const { f, x0 } = problemOf(rosenbrock, { dim: n }, stream("draws nothing"));
  const [x, v] = [input([n]), input([n])];
  const [g] = pullback(f(x), [x]) as [Expr];
  const program = compile([x, v], [pushforward(g, x, v)]);
  program.inputs[0]!.set(x0);
  program.inputs[1]!.fill(1);
  program.run();
  return { bytes: program.bytes, finite: program.outputs[0]!.every(Number.isFinite) };
}

/** ops of k directions at once ÷ k times those of one. */
function sharing({ at }: Family, n: number, k: number): number {
  const [x, v, V] = [input([n]), input([1, n]), input([k, n])];
  const { f } = at(n);
  return opCount([x, V], [blockHvp(f, x, V)]) / (k * opCount([x, v], [blockHvp(f, x, v)]));
}

/** 8000000000000 as "8 TB". */
const terabytes = (bytes: number): string => `${Number((bytes / 1e12).toPrecision(3))} TB`;
const DIRECTIONS = 16;

export const cost: HvpPart = {
  id: "HV2",
  weight: 2,
  run: ({ params, rng }) => {
    const measured = families(params.largest, rng).map((family) => {
      const ops = family.sizes.map((n) => opsOf(family, n));
      return { ...family, ops, ratios: ops.map((o) => o.product / o.gradient), shared: sharing(family, family.sizes[0]!, DIRECTIONS) };
    });
    const sizes = [1, 2, 4].map((k) => Math.ceil((k * params.dim) / 4)).filter((n) => n > 1);
    const matrices = sizes.map(dense);
    const whole = matrices.at(-1)!;
    const grows = (of: (matrix: (typeof matrices)[number]) => number): number => logLogSlope(sizes, matrices.map(of));
    const bytes = whole.bytes * Math.exp(grows((matrix) => matrix.bytes) * Math.log(params.large / whole.n));
    const one = product(params.large);
    return {
      claims: [
        ...measured.map(({ name, title, sizes, ratios }) =>
          claim({
            id: `HV2.${name}`,
            statement: `${title}: operations of a product ÷ those of a gradient do not grow with n = ${sizes[0]} … ${sizes.at(-1)}: log–log slope`,
            source: lecture,
            measured: logLogSlope(sizes, ratios),
            expected: 0,
            absolute: 0.03,
          }),
        ),
        claim({
          id: "HV2.dense",
          statement: `products that a dense Hessian of ${whole.n} variables takes`,
          source: lecture,
          measured: whole.hvps,
          expected: whole.n,
        }),
        claim({
          id: "HV2.dense.right",
          statement: "and it is the Hessian: largest relative error",
          source: lecture,
          measured: whole.error,
          atMost: 1e-13,
        }),
        claim({
          id: "HV2.dense.slope",
          statement: "its cost in gradients grows as n: log–log slope",
          source: lecture,
          measured: grows(({ gradients }) => gradients),
          expected: 1,
          absolute: 0.03,
        }),
        claim({
          id: "HV2.block",
          statement: `${DIRECTIONS} products at one point share f and ∇f: operations ÷ those of single ones, the largest`,
          source: "src/ad/jacobian/products.ts",
          measured: Math.max(...measured.map(({ shared }) => shared)),
          atMost: 1,
        }),
        claim({
          id: "HV2.terabytes",
          statement: `n = ${params.large}: bytes of a dense Hessian, ${terabytes(8 * params.large * params.large)}`,
          source: lecture,
          measured: bytes,
          expected: 8 * params.large * params.large,
          relative: 1e-9,
        }),
        claim({
          id: "HV2.large",
          statement: `n = ${params.large}: memory of one product, which was made${one.finite ? "" : " and is not finite"}, in arrays of n`,
          source: lecture,
          measured: one.finite ? one.bytes / (8 * params.large) : Number.POSITIVE_INFINITY,
          atMost: 20,
        }),
      ],
      tables: [
        {
          name: "cost",
          title: "Operations of a Hessian-vector product",
          columns: ["function", "n", "(f, ∇f)", "(f, ∇²f v)", "ratio"],
          rows: measured.flatMap(({ name, sizes, ops, ratios }) =>
            sizes.map((n, k): Cell[] => [name, n, ops[k]!.gradient, ops[k]!.product, ratios[k]!]),
          ),
        },
        {
          name: "block",
          title: `${DIRECTIONS} products at one point against as many single ones`,
          columns: ["function", "n", "operations ÷ single"],
          rows: measured.map(({ name, sizes, shared }): Cell[] => [name, sizes[0]!, shared]),
        },
        {
          name: "dense",
          title: "Dense Hessians of Rosenbrock's valley by products with unit vectors",
          columns: ["n", "products", "in gradients", "bytes"],
          rows: matrices.map(({ n, hvps, gradients, bytes }): Cell[] => [n, hvps, gradients, bytes]),
        },
      ],
      figures: [
        {
          name: "cost",
          title: "A Hessian-vector product in gradients",
          x: { label: "n", log: true },
          y: { label: "operations of (f, ∇²f v) ÷ (f, ∇f)", log: false },
          lines: measured.map(({ name, sizes, ratios }) => ({ name, points: sizes.map((n, k) => [n, ratios[k]!] as const) })),
          note: "Flat: in any number of variables a product costs a few gradients.",
        },
      ],
    };
  },
};
