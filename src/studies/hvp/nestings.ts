/** HV1: ∇²f v = ∇(∇f·v) = ∂/∂t ∇f(x + tv): three ways to nest two sweeps, one product, and never a matrix. */
import { compile, type Expr, grad, type HvpMode, hvp, input, pullback, pushforward } from "../../ad/index.js";
import { claim } from "../../core/claim.js";
import type { Cell, Figure } from "../../core/study.js";
import { logLogSlope } from "../../numeric/statistics/fit.js";
import { norm2 } from "../../numeric/vector.js";
import { type HvpPart, lecture } from "./defaults.js";
import { type Family, families, type Place, places } from "./problems.js";

const modes = ["reverse-over-reverse", "forward-over-reverse", "reverse-over-forward"] as const satisfies readonly HvpMode[];

const largest = (v: Float64Array): number => v.reduce((most, vi) => Math.max(most, Math.abs(vi)), 0);
const apart = (a: Float64Array, b: Float64Array): number => largest(a.map((ai, i) => ai - b[i]!)) / largest(b);

/** (∇f(x + hv) − ∇f(x − hv))/2h, h where truncation, ∝ h², and rounding, ∝ ε/h, are about as large. */
function byDifferences({ problem: { f }, x, v }: Place): Float64Array {
  const gradient = grad(f);
  const h = (Math.cbrt(Number.EPSILON) * Math.max(1, norm2(x))) / norm2(v);
  const at = (t: number): Float64Array => gradient(x.map((xi, i) => xi + t * v[i]!));
  const [right, left] = [at(h), at(-h)];
  return right.map((g, i) => (g - left[i]!) / (2 * h));
}

interface Agreement {
  readonly name: string;
  readonly n: number;
  /** Largest relative difference of two nestings. */
  readonly nestings: number;
  readonly differences: number;
}

export function agreement(place: Place): Agreement {
  const { name, problem, x, v } = place;
  const products = modes.map((mode) => hvp(problem.f, x, v, { mode }));
  const pairs = products.flatMap((a, i) => products.slice(i + 1).map((b) => apart(a, b)));
  return { name, n: problem.dim, nestings: Math.max(...pairs), differences: apart(byDifferences(place), products[1]!) };
}

/** Bytes of the compiled programs of (f, ∇f) and (f, ∇²f v). */
function bytesOf({ at }: Family, n: number): { readonly gradient: number; readonly product: number } {
  const [x, v] = [input([n]), input([n])];
  const f = at(n).f(x);
  const [g] = pullback(f, [x]) as [Expr];
  return { gradient: compile([x], [f, g]).bytes, product: compile([x, v], [f, pushforward(g, x, v)]).bytes };
}

export const nestings: HvpPart = {
  id: "HV1",
  weight: 3,
  run: ({ params, rng }) => {
    const found = places(params, rng).map(agreement);
    // Of a map f itself has n² distances.
    const memory = families(params.largest, rng)
      .filter(({ name }) => name !== "mds")
      .map((family) => ({ ...family, bytes: family.sizes.map((n) => bytesOf(family, n)) }));
    const named = (id: string, statement: string, measured: number, atMost: number) =>
      claim({ id: `HV1.${id}`, statement, source: lecture, measured, atMost });
    const figure: Figure = {
      name: "memory",
      title: "Memory of a compiled Hessian-vector product",
      x: { label: "n", log: true },
      y: { label: "bytes", log: true },
      lines: [
        ...memory.map(({ name, sizes, bytes }) => ({ name, points: sizes.map((n, k) => [n, bytes[k]!.product] as const) })),
        { name: "8 n²", points: memory[0]!.sizes.map((n) => [n, 8 * n * n] as const), style: "dashed" as const },
      ],
      note: "A few arrays as long as x; a network has its data and what its layers hold besides.",
    };
    return {
      claims: [
        ...found.map(({ name, n, nestings }) =>
          named(
            `${name}.nestings`,
            `${name}, n = ${n}: reverse over reverse, forward over reverse and reverse over forward agree`,
            nestings,
            1e-11,
          ),
        ),
        ...found.map(({ name, differences }) =>
          named(`${name}.differences`, `${name}: central differences of gradients are close`, differences, 1e-6),
        ),
        ...memory.flatMap(({ name, title, sizes, bytes }) => [
          named(
            `${name}.memory`,
            `${title}: memory of a product grows no faster than n: log–log slope`,
            logLogSlope(
              sizes,
              bytes.map(({ product }) => product),
            ),
            1.02,
          ),
          named(
            `${name}.gradient`,
            `${title}: memory of a product ÷ that of a gradient, the largest up to n = ${sizes.at(-1)}`,
            Math.max(...bytes.map(({ gradient, product }) => product / gradient)),
            6,
          ),
        ]),
      ],
      tables: [
        {
          name: "nestings",
          title: "Hessian-vector products: largest relative differences",
          columns: ["function", "n", "between nestings", "from differences of gradients"],
          rows: found.map(({ name, n, nestings, differences }): Cell[] => [name, n, nestings, differences]),
        },
        {
          name: "memory",
          title: "Memory of compiled programs, bytes",
          columns: ["function", "n", "(f, ∇f)", "(f, ∇²f v)", "arrays of n", "dense Hessian"],
          rows: memory.flatMap(({ name, sizes, bytes }) =>
            sizes.map((n, k): Cell[] => [name, n, bytes[k]!.gradient, bytes[k]!.product, bytes[k]!.product / (8 * n), 8 * n * n]),
          ),
        },
      ],
      figures: [figure],
    };
  },
};
