/** adbench graph: a program at a point, traced, derived and written down step by step. */
import { AdError, type Expr, listing, pullback } from "../ad/index.js";
import { SCHEMA } from "../bench/record.js";
import { UsageError } from "../core/errors.js";
import { derivatives, hessian } from "../core/higher-derivatives.js";
import { type PointedProgram, stepTable } from "../core/step-table.js";
import { type GraphDocument, renderGraph } from "../report/graph.js";
import { whole } from "./flags.js";
import { complain, expressionProgram } from "./graph-expression.js";
import { isRegistered, problemProgram } from "./graph-problem.js";
import { destinationsOf, type Format, paint, writeFiles } from "./outputs.js";
import { isProblemFile } from "./problem-file.js";
import { columns } from "./terminal.js";

export interface GraphFlags {
  readonly at?: readonly string[];
  readonly order?: string;
  readonly share: boolean;
  readonly dim?: readonly string[];
  readonly param?: readonly string[];
  readonly seed?: string;
  readonly listing?: boolean;
  readonly dot?: string;
  readonly svg?: string;
  readonly wat?: string;
  readonly json?: string;
  readonly color?: boolean;
}

/** What is to be shown, and how it is called. */
export interface Subject {
  readonly title: string;
  readonly at: string;
  readonly program: PointedProgram;
}

/** Of one variable; each order makes the graph about twice as large. */
const MOST_ORDERS = 30;

export async function graph(subject: string, flags: GraphFlags): Promise<void> {
  const order = whole("--order", flags.order, 1) ?? 1;
  if (order > MOST_ORDERS) throw new UsageError(`--order ${order}: expected an integer from 1 to ${MOST_ORDERS}`);
  const to = destinationsOf(formats, flags);
  const chosen = await subjectOf(subject, flags);
  if (chosen === null) return;
  const made = blamed(() => documentOf(chosen, order, flags));
  const alone = await writeFiles(to, (render) => render(made));
  process.stdout.write(alone ?? renderGraph(made.document, { width: columns(), paint: await paint(flags.color) }));
}

/** null: it is no expression, which has been said. */
async function subjectOf(subject: string, flags: GraphFlags): Promise<Subject | null> {
  const isName = /^[A-Za-z][\w-]*$/.test(subject) && flags.at === undefined;
  if (isProblemFile(subject) || isRegistered(subject) || (isName && !/^(pi|e)$/.test(subject))) return problemProgram(subject, flags);
  const foreign = Object.entries({ "--dim": flags.dim, "--param": flags.param, "--seed": flags.seed }).find(
    ([, given]) => given !== undefined,
  );
  if (foreign) throw new UsageError(`${foreign[0]} belongs to problems, ${subject} is an expression`);
  try {
    return await expressionProgram(subject, flags.at ?? []);
  } catch (error) {
    if (!complain(error, subject)) throw error;
    process.exitCode = 2;
    return null;
  }
}

interface Made {
  readonly document: GraphDocument;
  readonly program: PointedProgram;
}

function documentOf({ title, at, program }: Subject, order: number, { share, listing: withListing }: GraphFlags): Made {
  const scalar = program.inputs.every(({ value }) => typeof value === "number");
  if (order > 1 && !scalar) throw new UsageError(`--order ${order}: derivatives of higher order are those of an expression`);
  return {
    program,
    document: {
      title,
      at,
      table: stepTable(program, { share }),
      shared: share,
      ...(scalar && program.inputs.length === 1 && { derivatives: derivatives(program, order) }),
      ...(scalar && order > 1 && program.inputs.length > 0 && { hessian: hessian(program) }),
      ...(withListing && { listing: listing(...valueAndGradient(program)) }),
    },
  };
}

/** What is compiled, as [inputs, outputs]. */
function valueAndGradient({ inputs, f }: PointedProgram): [Expr[], Expr[]] {
  const nodes = inputs.map(({ node }) => node);
  return [nodes, [f, ...pullback(f, nodes)]];
}

/** What cannot be differentiated is the user's to change. */
function blamed<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    // Without the line of ours that asked for it.
    throw error instanceof AdError ? new UsageError(error.message.replace(/ \([^()]*:\d+:\d+\)$/, "")) : error;
  }
}

type Render = (made: Made) => Promise<string>;

const formats: readonly Format<"dot" | "svg" | "wat" | "json", Render>[] = [
  { flag: "--dot", key: "dot", render: async ({ document }) => (await import("../report/graph-dot.js")).graphDot(document) },
  {
    flag: "--svg",
    key: "svg",
    render: async ({ document }) => {
      const { graphDot } = await import("../report/graph-dot.js");
      return (await import("../report/graph-svg.js")).dotSvg(graphDot(document), document.title);
    },
  },
  {
    flag: "--wat",
    key: "wat",
    render: async ({ program }) => {
      const { wat } = await import("../ad/wasm/wat.js");
      const text = wat(...valueAndGradient(program));
      if (text === null) throw new UsageError("--wat: the program is too large to compile, it would be interpreted");
      return text;
    },
  },
  { flag: "--json", key: "json", render: async ({ document }) => (await import("../report/graph-json.js")).graphJson(document, SCHEMA) },
];
