/** Cheap gradients, by operations: a gradient costs a small multiple of f, whatever n, and so do tangents and Hessian-vector products. */
import { canonical } from "../../ad/canonical.js";
import { type Claim, claim } from "../../core/claim.js";
import type { Figure, StudyContext, Table } from "../../core/study.js";
import type { Rng } from "../../numeric/sampling/random.js";
import { logLogSlope } from "../../numeric/statistics/fit.js";
import { problems } from "../../problems/index.js";
import { type defaults, type ForwardReversePart, lecture } from "./defaults.js";
import { denseQuadratic, logistic, perceptron } from "./losses.js";
import { adding, drawRecipe, elementwise, moving, ofOneVector } from "./random-program.js";
import { type Kind, kindNames, kinds, type Loss, lossNamed, lossOf, productRatios, type Ratios, ratiosOf } from "./ratios.js";

const source = "Baur & Strassen (1983), Theor. Comput. Sci. 22; Griewank & Walther (2008), Evaluating Derivatives, §4.6";
const bounds: Ratios = { gradient: 4, jvp: 4, hvp: 12 };

interface Named {
  readonly name: string;
  readonly ratios: Ratios;
}

/** Every registered problem that is no black box, as it is by default. */
const registered = (): Named[] =>
  problems.flatMap((family) => {
    const loss = lossOf(family);
    return loss ? [{ name: family.name, ratios: ratiosOf(loss) }] : [];
  });

/** Small programs are their overhead: a mask, a broadcast that is free and whose transpose adds up. */
const [INSTRUCTIONS, LEAST, EXTENTS] = [40, 20, [2, 3, 5, 8, 17, 40]];

/** Programs with at least so many operations of their own, drawn until there are enough. */
function random(rng: Rng, count: number): Named[] {
  const ops = [...elementwise, ...moving, ...adding];
  const found: Named[] = [];
  while (found.length < count) {
    const [f, x] = ofOneVector(drawRecipe(rng, ops, INSTRUCTIONS, EXTENTS), ops);
    const { order, varying } = canonical([x], [f]);
    const computing = order.filter((node) => varying.has(node) && node.op.ops(node) > 0);
    if (computing.length >= LEAST) found.push({ name: `random program ${found.length + 1}`, ratios: ratiosOf([f, x]) });
  }
  return found;
}

/** What is known of a problem, and what was found elsewhere: no more than a tenth apart, as ops may be counted otherwise. */
const typical: readonly { readonly id: string; readonly name: string; readonly make: () => Loss; readonly expected: Ratios }[] = [
  { id: "mds", name: "mds", make: () => lossNamed("mds"), expected: { gradient: 2, jvp: 2.3, hvp: 4.8 } },
  {
    id: "logistic",
    name: "logistic regression, 1000 × 16",
    make: () => logistic(1000, 16),
    expected: { gradient: 1.7, jvp: 1.7, hvp: 3.1 },
  },
  {
    id: "perceptron",
    name: "perceptron 64-64-64-10, 64 rows",
    make: () => perceptron(64, [64, 64, 64, 10]),
    expected: { gradient: 2.3, jvp: 2.4, hvp: 6.4 },
  },
];

const growth: readonly {
  readonly id: string;
  readonly name: string;
  readonly sizes: readonly number[];
  readonly at: (n: number) => Loss;
}[] = [
  { id: "mds", name: "mds", sizes: [100, 200, 500, 1000, 2000], at: (dim) => lossNamed("mds", { dim }) },
  { id: "stress", name: "mds, stress", sizes: [100, 200, 500, 1000, 2000], at: (dim) => lossNamed("mds", { dim, loss: "stress" }) },
  { id: "dense", name: "quadratic, dense", sizes: [100, 200, 500, 1000, 2000], at: denseQuadratic },
  { id: "logistic", name: "logistic, 200 rows", sizes: [100, 200, 500, 1000, 2000], at: (n) => logistic(200, n) },
  { id: "mlp", name: "mlp, 64 rows", sizes: [10, 30, 100, 300, 1000], at: (k) => lossNamed("mlp", { layers: `64-${k}-10`, batch: 64 }) },
  { id: "quadratic", name: "quadratic", sizes: [100, 1000, 10_000, 100_000], at: (dim) => lossNamed("quadratic", { dim }) },
  { id: "rosenbrock", name: "rosenbrock", sizes: [100, 1000, 10_000, 100_000], at: (dim) => lossNamed("rosenbrock", { dim }) },
];

interface Grown {
  readonly id: string;
  readonly name: string;
  readonly points: readonly { readonly n: number; readonly ratios: Ratios }[];
}
const grown = (): Grown[] =>
  growth.map(({ id, name, sizes, at }) => ({
    id,
    name,
    points: sizes.map((size) => {
      const loss = at(size);
      return { n: loss[1].shape[0]!, ratios: ratiosOf(loss) };
    }),
  }));

const worst = (all: readonly Named[], kind: Kind): Named => all.reduce((a, b) => (b.ratios[kind] > a.ratios[kind] ? b : a));

const boundClaims = (id: string, what: string, all: readonly Named[]): Claim[] =>
  kinds.map((kind) =>
    claim({
      id: `FR4.${id}.${kind}`,
      statement: `ops of ${kindNames[kind]} over ops of f, the largest of ${what}`,
      source,
      measured: worst(all, kind).ratios[kind],
      atMost: bounds[kind],
    }),
  );

function typicalClaims(): { readonly claims: readonly Claim[]; readonly found: readonly Named[] } {
  const found = typical.map(({ id, name, make, expected }) => ({ id, name, ratios: ratiosOf(make()), expected }));
  return {
    found,
    claims: found.flatMap(({ id, name, ratios, expected }) =>
      kinds.map((kind) =>
        claim({
          id: `FR4.${id}.${kind}`,
          statement: `ops of ${kindNames[kind]} over ops of f: ${name}`,
          source: `${lecture}, cheap gradients; typical figures`,
          measured: ratios[kind],
          expected: expected[kind],
          relative: 0.1,
        }),
      ),
    ),
  };
}

const flatClaims = (found: readonly Grown[]): Claim[] =>
  found.flatMap(({ id, name, points }) =>
    kinds.map((kind) =>
      claim({
        id: `FR4.flat-${id}.${kind}`,
        statement: `${kindNames[kind]} of ${name} costs as many f for any n from ${points[0]!.n} to ${points.at(-1)!.n}: log–log slope`,
        source,
        measured: logLogSlope(
          points.map(({ n }) => n),
          points.map(({ ratios }) => ratios[kind]),
        ),
        expected: 0,
        absolute: 0.02,
      }),
    ),
  );

function productClaims(factors: number): Claim[] {
  const { gradient, jvp } = productRatios(factors);
  const of = (kind: "gradient" | "jvp", measured: number, expected: number, why: string): Claim =>
    claim({
      id: `FR4.product.${kind}`,
      statement: `ops of ${kindNames[kind]} over ops of f: a product of ${factors} variables, ${why}`,
      source: "Speelpenning (1980), Compiling fast partial derivatives",
      measured,
      expected,
      relative: 1e-15,
    });
  return [
    of("jvp", jvp, 4, "each multiplication brings two more and a sum"),
    of("gradient", gradient, 3, "each multiplication brings two more"),
  ];
}

const tableOf = (found: readonly Named[]): Table => ({
  name: "ratios",
  title: "Operations over those of f",
  columns: ["program", ...kinds.map((kind) => kindNames[kind])],
  rows: found.map(({ name, ratios }) => [name, ...kinds.map((kind) => ratios[kind])]),
});

const figureOf = (found: readonly Grown[]): Figure => ({
  name: "gradient-against-dimension",
  title: "The cost of a gradient against the number of variables",
  x: { label: "n", log: true },
  y: { label: "ops(f, ∇f) / ops(f)", log: false },
  lines: [
    ...found.map(({ name, points }) => ({ name, points: points.map(({ n, ratios }) => [n, ratios.gradient] as const) })),
    {
      name: "bound",
      style: "dashed" as const,
      points: [
        [100, bounds.gradient],
        [100_000, bounds.gradient],
      ] as const,
    },
  ],
  note: "A gradient by differences would cost n or 2n.",
});

export const fr4: ForwardReversePart = {
  id: "FR4",
  weight: 2,
  run: ({ params, rng, samples }: StudyContext<typeof defaults>) => {
    const known = registered();
    const drawn = random(rng, samples(params.programs));
    const usual = typicalClaims();
    const sizes = grown();
    return {
      claims: [
        ...boundClaims("registered", "the registered problems", known),
        ...boundClaims("random", `${drawn.length} random programs of at least ${LEAST} operations on arrays`, drawn),
        ...usual.claims,
        ...productClaims(params.factors),
        ...flatClaims(sizes),
      ],
      tables: [tableOf([...known, ...usual.found.slice(1), ...new Set(kinds.map((kind) => worst(drawn, kind)))])],
      figures: [figureOf(sizes)],
    };
  },
};
