/** What else the slide says: AD is more than the chain rule and more than backpropagation, and reverse mode needs memory. */
import { type ScalarGraph, scalarGraphOf } from "../../ad/elimination/scalar-graph.js";
import {
  compile,
  concat,
  type Expr,
  input,
  type JacobianMode,
  jacobianCosts,
  pullback,
  pushforward,
  reshape,
  sweepMultiplications,
} from "../../ad/index.js";
import { type Claim, claim } from "../../core/claim.js";
import type { Table } from "../../core/study.js";
import { linearFit } from "../../numeric/statistics/fit.js";
import { type Context, doubling, lecture } from "./defaults.js";
import { orbit } from "./examples.js";

/** Where the paths are summed: no l_k is near ½, where the derivative vanishes. */
const AT = 0.3;

/** Σ over all paths from vertex v to the output of the product of the derivatives along the path: the chain rule, term by term. */
function overPaths({ edges, outputs }: ScalarGraph, c: readonly number[], from: number): { readonly paths: number; readonly sum: number } {
  let [paths, sum] = [0, 0];
  const follow = (v: number, product: number): void => {
    if (v === outputs[0]) {
      paths++;
      sum += product;
    }
    for (const [e, [tail, head]] of edges.entries()) if (tail === v) follow(head, product * c[e]!);
  };
  follow(from, 1);
  return { paths, sum };
}

function chainRule({ levels }: Context["params"]): Claim[] {
  const x = input([1]);
  const l = orbit(reshape(x, []), levels).at(-1)!;
  const graph = scalarGraphOf(l, x);
  const program = compile([x], [...graph.partials, ...pullback(l, [x])]);
  program.inputs[0]![0] = AT;
  program.run();
  const partial = (of: number, at: number): number => (of < 0 ? 1 : program.outputs[of]![at]!);
  const c = graph.values.map((parts) => parts.reduce((sum, { of, at }) => sum + partial(of, at), 0));
  const { paths, sum } = overPaths(graph, c, graph.inputs[0]!);
  const steps = levels - 1;
  const source = "Bauer (1974), SIAM J. Numer. Anal. 11(1): derivatives are sums over paths";
  return [
    claim({
      id: "NO1.chain.paths",
      statement: `AD is not just the chain rule, which is a sum over paths: of l_${levels} = l(x) there are 2^${steps}`,
      source,
      measured: paths,
      expected: 1 << steps,
    }),
    claim({
      id: "NO1.chain.products",
      statement: "a sweep keeps what paths have in common: a product for each of 4 edges a level (in what order is up to AD too: JA4)",
      source,
      measured: sweepMultiplications(graph, 1),
      expected: 4 * steps,
    }),
    claim({
      id: "NO1.chain.sum",
      statement: `the sum over paths is the derivative at x = ${AT}: difference ÷ ε 4^${steps}, which their absolute values add up to`,
      source,
      // From each level to the next there are 4 (1 − l) and −4 l: 4 together.
      measured: Math.abs(sum - program.outputs.at(-1)![0]!) / (Number.EPSILON * Math.exp(steps * Math.log(4))),
      atMost: steps,
    }),
  ];
}

/** x ↦ (l_2, …, l_levels): one input. */
function backpropagation({ levels }: Context["params"]): { readonly claims: Claim[]; readonly table: Table } {
  const outputs = levels - 1;
  const costs = jacobianCosts((x) => concat(orbit(x, levels).slice(1)), 1);
  const of = (mode: JacobianMode) => costs.find((cost) => cost.mode === mode)!;
  const sweeps = (mode: "forward" | "reverse", statement: string, expected: number): Claim =>
    claim({ id: `NO1.backprop.${mode}`, statement, source: lecture, measured: of(mode).sweeps, expected });
  return {
    claims: [
      sweeps("forward", `AD is not just backpropagation: x ↦ (l₂, …, l_${levels}) is differentiated by one Jacobian-vector product`, 1),
      sweeps("reverse", "backpropagation takes a vector-Jacobian product for each output", outputs),
    ],
    table: {
      name: "modes",
      title: `The Jacobian of x ↦ (l₂, …, l_${levels})`,
      columns: ["mode", "sweeps", "operations"],
      rows: (["forward", "reverse"] as const).map((mode) => [mode, of(mode).sweeps, of(mode).ops]),
    },
  };
}

/** Numbers that are live at once, by the interpreter, which computes a step at a time. */
function peak(levels: number, outputs: (y: Expr, x: Expr, v: Expr) => Expr[]): number {
  const [x, v] = [input([]), input([])];
  const y = orbit(x, levels).at(-1)!;
  return compile([x, v], [y, ...outputs(y, x, v)], "interpreter").bytes / 8;
}

function memory({ steps }: Context["params"]): { readonly claims: Claim[]; readonly table: Table } {
  const lengths = doubling(steps, 16);
  const rows = [
    { mode: "forward", statement: "forward mode forgets", expected: 0, outputs: (y: Expr, x: Expr, v: Expr) => [pushforward(y, x, v)] },
    {
      mode: "reverse",
      statement: "reverse mode keeps both factors of each product",
      expected: 2,
      outputs: (y: Expr, x: Expr) => pullback(y, [x]),
    },
  ].map((row) => ({ ...row, peaks: lengths.map((length) => peak(length, row.outputs)) }));
  return {
    claims: rows.map(({ mode, statement, expected, peaks }) =>
      claim({
        id: `NO1.memory.${mode}`,
        statement: `numbers that are live at once for each further level of the logistic map: ${statement}`,
        source: lecture,
        measured: linearFit(lengths, peaks).slope,
        expected,
        absolute: 0.02,
      }),
    ),
    table: {
      name: "memory",
      title: "Numbers that are live at once (less of them by recomputation: CP1, CP2)",
      columns: ["mode", ...lengths.map((length) => `${length} levels`)],
      rows: rows.map(({ mode, peaks }) => [mode, ...peaks]),
    },
  };
}

export function otherLines({ params }: Context): { readonly claims: Claim[]; readonly tables: Table[] } {
  const [modes, kept] = [backpropagation(params), memory(params)];
  return { claims: [...chainRule(params), ...modes.claims, ...kept.claims], tables: [modes.table, kept.table] };
}
