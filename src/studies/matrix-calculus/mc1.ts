/** MC1: gradients, Jacobians and Hessians by reverse mode against n forward sweeps, closed forms and central differences. */
import { grad, hessian, input, jacfwd, jacrev, pushforward } from "../../ad/index.js";
import { claim } from "../../core/claim.js";
import { normInf } from "../../numeric/vector.js";
import { evaluator, relativeError } from "../dense.js";
import { catalogue } from "./catalogue.js";
import { type CalculusPart, lecture } from "./defaults.js";
import { hessianOf, jacobianOf, type Known, type KnownMap, table } from "./known.js";

/** ∛ε: truncation h² and rounding ε/h are then alike. */
const H = Math.cbrt(Number.EPSILON);

const kinds = ["gradient", "jacobian", "hessian"] as const;
const ways = ["jvp", "closed", "differences"] as const;
type Kind = (typeof kinds)[number];

interface Row {
  readonly kind: Kind;
  readonly name: string;
  /** Relative to the largest entry, by route. */
  readonly errors: Readonly<Record<(typeof ways)[number], number>>;
}

/** ∂f_i/∂x_j by central differences, [m, n]. */
function differences(f: Numbers, x: Float64Array): Float64Array {
  const columns = Array.from(x, (xj, j) => {
    const [right, left] = [xj + H, xj - H];
    const [above, below] = [f(x.with(j, right)), f(x.with(j, left))];
    return above.map((y, i) => (y - below[i]!) / (right - left));
  });
  return table(columns[0]!.length, x.length, (i, j) => columns[j]![i]!);
}

type Numbers = (x: Float64Array) => Float64Array;

const numbers = (f: Known["f"], n: number): Numbers => {
  const x = input([n]);
  const run = evaluator([x], [f(x)]);
  return (at) => run(at)[0]!;
};

/** J by a forward sweep along each unit vector. */
const swept = (f: Known["f"], n: number): Numbers => {
  const [x, v] = [input([n]), input([n])];
  const run = evaluator([x, v], [pushforward(f(x), x, v)]);
  return (at) => {
    const columns = Array.from({ length: n }, (_, j) => run(at, new Float64Array(n).with(j, 1))[0]!);
    return table(columns[0]!.length, n, (i, j) => columns[j]![i]!);
  };
};

interface Routes {
  readonly kind: Kind;
  readonly name: string;
  readonly got: Numbers;
  readonly jvp: Numbers;
  readonly closed: Numbers;
  /** What differences are taken of. */
  readonly f: Numbers;
}

function ofFunction(known: Known, n: number): Routes[] {
  const { name, f, gradient } = known;
  const slope = numbers(grad(f), n);
  return [
    { kind: "gradient", name, got: slope, jvp: swept(f, n), closed: gradient, f: numbers(f, n) },
    {
      kind: "hessian",
      name,
      got: numbers(hessian(f), n),
      jvp: swept((x) => jacfwd(f)(x), n),
      closed: (x) => hessianOf(known, x),
      f: slope,
    },
  ];
}

const ofMap = (known: KnownMap, n: number): Routes => ({
  kind: "jacobian",
  name: known.name,
  got: numbers(jacrev(known.f), n),
  jvp: swept(known.f, n),
  closed: (x) => jacobianOf(known, x),
  f: numbers(known.f, n),
});

/** Differences of f know no more digits than f has, so their errors are also relative to f. */
const errorsAt = ({ kind, name, got, jvp, closed, f }: Routes, x: Float64Array): Row => ({
  kind,
  name,
  errors: {
    jvp: relativeError(got(x), jvp(x)),
    closed: relativeError(got(x), closed(x)),
    differences: relativeError(differences(f, x), got(x), normInf(f(x))),
  },
});

const against = {
  jvp: { gradient: "n JVPs", jacobian: "n JVPs", hessian: "n² nested JVPs" },
  closed: { gradient: "closed forms", jacobian: "closed forms", hessian: "closed forms" },
  differences: { gradient: "central differences", jacobian: "central differences", hessian: "central differences of gradients" },
};
const by = { gradient: "gradients by reverse mode", jacobian: "Jacobians by reverse mode", hessian: "Hessians by forward over reverse" };
const bound = { jvp: 1e-12, closed: 1e-12, differences: 1e-8 };

export const mc1: CalculusPart = {
  id: "MC1",
  weight: 3,
  run: ({ params: { dim, results, points }, rng, samples }) => {
    const { functions, maps, point } = catalogue(rng, dim, results);
    const count = samples(points);
    const at = Array.from({ length: count }, point);
    const routes = [...functions.flatMap((known) => ofFunction(known, dim)), ...maps.map((known) => ofMap(known, dim))];
    const rows = routes.flatMap((one) => at.map((x) => errorsAt(one, x)));
    const worst = (kind: Kind, route: (typeof ways)[number], name?: string): number =>
      Math.max(...rows.filter((row) => row.kind === kind && (name ?? row.name) === row.name).map((row) => row.errors[route]));
    return {
      claims: [
        claim({
          id: "MC1.count",
          statement: "functions and maps compared",
          source: lecture,
          measured: functions.length + maps.length,
          atLeast: 20,
        }),
        ...kinds.flatMap((kind) =>
          ways.map((route) =>
            claim({
              id: `MC1.${kind}.${route}`,
              statement: `${by[kind]} against ${against[route][kind]}: largest error relative to the largest entry${route === "differences" ? " or value" : ""}`,
              source: lecture,
              measured: worst(kind, route),
              atMost: bound[route],
            }),
          ),
        ),
      ],
      tables: [
        {
          name: "derivatives",
          title: `Errors relative to the largest entry, n = ${dim}, the worst of ${count} points`,
          columns: ["function", "derivative", "against JVPs", "closed form", "differences"],
          rows: [...functions, ...maps].flatMap(({ name }) =>
            kinds
              .filter((kind) => rows.some((row) => row.kind === kind && row.name === name))
              .map((kind) => [name, kind, ...ways.map((route) => worst(kind, route, name))]),
          ),
        },
      ],
    };
  },
};
