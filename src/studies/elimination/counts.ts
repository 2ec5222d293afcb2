/** JA4: what each order of elimination takes, on published graphs or on the reader's; the code it leaves is run. */
import { eliminateEdges, eliminateVertices, graphOfEdges, jacobian, straightLineSource, sweepMultiplications } from "../../ad/index.js";
import { type Claim, claim } from "../../core/claim.js";
import type { Findings } from "../../core/study.js";
import type { Rng } from "../../numeric/sampling/random.js";
import { type Context, type EliminationPart, graphOf, griewank, lecture, naumann } from "./defaults.js";
import type { NamedGraph } from "./graph-text.js";
import { lectureLoss, lion, type Published, published } from "./graphs.js";
import { type Eliminated, eliminations, tableOf } from "./orders.js";

/** Of sums of products, in units of their sizes: a rounding for each vertex on the way, at most. */
const rounding = ({ vertices }: NamedGraph): number => Math.max(1e-14, vertices * Number.EPSILON);

const by = (all: readonly Eliminated[], name: string): Eliminated | undefined => all.find((one) => one.by === name);

/** What holds for any graph. */
function general(id: string, what: string, graph: NamedGraph, all: readonly Eliminated[]): Claim[] {
  const exact = by(all, "exact");
  const others = all.filter(({ by, vertices }) => vertices !== null && by !== "exact");
  const fewest = Math.min(...others.map(({ multiplications }) => multiplications));
  return [
    claim({
      id: `JA4.${id}.code`,
      statement: `${what}: the straight-line code of every order, run with random partial derivatives, gives the sums over all paths`,
      source: griewank,
      measured: Math.max(...all.map(({ apart }) => apart)),
      atMost: rounding(graph),
    }),
    claim({
      id: `JA4.${id}.sweeps`,
      statement: `${what}: elimination forward takes no more multiplications than forward sweeps`,
      source: griewank,
      measured: by(all, "forward")!.multiplications,
      atMost: sweepMultiplications(graph, graph.inputs.length),
    }),
    ...(exact
      ? [
          claim({
            id: `JA4.${id}.exact`,
            statement: `${what}: the exact search finds no more than the best of the other orders`,
            source: griewank,
            measured: exact.multiplications,
            atMost: fewest,
          }),
        ]
      : []),
  ];
}

function ofPublished({ id, what, graph, ...expected }: Published, rng: Rng): Findings {
  const all = eliminations(graph, rng.split(id));
  return {
    claims: [
      ...(["forward", "reverse", "markowitz"] as const).map((order) =>
        claim({
          id: `JA4.${id}.${order}`,
          statement: `${what}: multiplications of elimination ${order === "markowitz" ? "by Markowitz's rule" : order}`,
          source: griewank,
          measured: by(all, order)!.multiplications,
          expected: expected[order],
        }),
      ),
      ...general(id, what, graph, all),
    ],
    tables: [tableOf(id, what, graph, all)],
  };
}

/** Claims that compare graphs, and the code of the lecture's. */
function beside(): Findings {
  const greedy = published().find(({ id }) => id === "1-3-8-3-1")!.graph;
  const lionGraph = graphOfEdges(lion);
  const exactEdges = eliminateEdges(lionGraph, "exact");
  const J = jacobian(lectureLoss, { mode: "elimination" })(Float64Array.of(2, 3));
  const loss = published().find(({ id }) => id === "loss")!.graph;
  const code = straightLineSource(eliminateVertices(loss, "reverse")).split("\n");
  const [m, n] = [1 / 2, Math.log(2)];
  // L′(v₂) = 1 + 1/(2√v₂) at w = (2, 3).
  const slope = 1 + 1 / (2 * Math.sqrt(3 * n));
  return {
    claims: [
      claim({
        id: "JA4.greedy",
        statement: "greed can lose: layers 1, 3, 8, 3, 1 by Markowitz's rule take more than forward, in multiplications",
        source: griewank,
        measured: eliminateVertices(greedy, "markowitz").multiplications - eliminateVertices(greedy, "forward").multiplications,
        atLeast: 1,
      }),
      claim({
        id: "JA4.lion.vertices",
        statement: "the lion graph: multiplications of the best order of vertices",
        source: naumann,
        measured: eliminateVertices(lionGraph, "exact").multiplications,
        expected: 12,
      }),
      claim({
        id: "JA4.lion.edges",
        statement: "the lion graph: multiplications of the best sequence of edges",
        source: naumann,
        measured: exactEdges.multiplications,
        expected: 11,
      }),
      claim({
        id: "JA4.loss.gradient",
        statement: "the lecture's loss at (2, 3) by elimination: largest relative error of a derivative",
        source: lecture,
        measured: Math.max(Math.abs(J[0]! / (slope * 3 * m) - 1), Math.abs(J[1]! / (slope * n) - 1)),
        atMost: 1e-15,
      }),
    ],
    tables: [
      {
        name: "code",
        title: "Straight-line code of the lecture's loss, eliminated backwards; c[0] … are its edges",
        columns: ["line", "statement"],
        rows: code.map((statement, k) => [k + 1, statement]),
      },
      {
        name: "edges",
        title: "The lion graph, edge by edge",
        columns: ["edge", "joined with"],
        rows: exactEdges.order.map(({ from, to, end }) => [`${from} → ${to}`, end === "front" ? "what follows" : "what precedes"]),
      },
    ],
  };
}

export const counts: EliminationPart = {
  id: "JA4",
  run: ({ params, rng }: Context) => {
    const given = graphOf(params.graph);
    if (given) {
      const all = eliminations(given, rng.split("given"));
      return { claims: general("given", "the graph given", given, all), tables: [tableOf("given", "The graph given", given, all)] };
    }
    const found = [...published().map((one) => ofPublished(one, rng)), beside()];
    return { claims: found.flatMap(({ claims }) => claims), tables: found.flatMap(({ tables }) => tables ?? []) };
  },
};
