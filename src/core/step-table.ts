/** A program step by step at a point: every node's value, tangents ∂v/∂xᵢ and adjoint v̄ = ∂f/∂v (Griewank & Walther 2008, tables 1.2, 3.1). */
import { canonical } from "../ad/canonical.js";
import { tangentsOf } from "../ad/derive.js";
import { constantOf, toposort } from "../ad/expr.js";
import { compile, constant, type Expr, input, opCount, pullback, pushforward, reshape, slice } from "../ad/index.js";
import { fillOf } from "../ad/leaf.js";
import { substitute } from "../ad/ops/scan.js";
import { adjointName, namesOf, notation, tangentName } from "./step-notation.js";

/** A number for a scalar, else the elements, row-major. */
export type StepValue = number | Float64Array;

export interface Step {
  readonly id: string;
  /** v̇1 and v̄1. */
  readonly tangentId: string;
  readonly adjointId: string;
  /** "input", "constant", or the name of the op. */
  readonly op: string;
  /** Ids of its arguments. */
  readonly inputs: readonly string[];
  readonly shape: readonly number[];
  /** Scalar operations (docs/op-counts.md); 0 where no input has a part in it. */
  readonly ops: number;
  /** False for constants, and for what is made of them alone. */
  readonly varying: boolean;
  /** A constant, or one number everywhere: it stands in the formulas of others. */
  readonly inline: boolean;
  /** `w2 * v1`; of leaves empty. */
  readonly formula: string;
  /** `ẇ2 * v1 + v̇1 * w2`; empty where nothing but itself says what it is. */
  readonly forward: string;
  /** `v̄4 + v̄3 / (2 * v3)`; likewise. */
  readonly reverse: string;
  readonly value: StepValue;
  /** By input; empty where not everything is scalar. */
  readonly tangent: Readonly<Record<string, number>>;
  /** null for constants beside arrays: there may be many of them. */
  readonly adjoint: StepValue | null;
  /** ∂v by each argument; likewise. */
  readonly partials: readonly number[];
}

export interface StepTable {
  /** Names of the inputs. */
  readonly inputs: readonly string[];
  /** Inputs first, arguments before uses. */
  readonly steps: readonly Step[];
  /** The id of f. */
  readonly result: string;
  /** Nodes that compute, with equal subexpressions shared and as they were written. */
  readonly nodes: { readonly shared: number; readonly written: number };
  readonly ops: StepOps;
}

/** Scalar operations of the canonical graph, whatever the table shows: of f, (f, ḟ), (f, ∇f) and (f, ∇f, ∇²f v). */
export interface StepOps {
  readonly value: number;
  readonly jvp: number;
  readonly gradient: number;
  readonly hvp: number;
}

export interface PointedProgram {
  readonly inputs: readonly { readonly name: string; readonly node: Expr; readonly value: StepValue }[];
  /** A scalar. */
  readonly f: Expr;
}

/** `share`: equal subexpressions are one step; without it there are as many as were written. */
export function stepTable(program: PointedProgram, { share }: { readonly share: boolean }): StepTable {
  const nodes = program.inputs.map(({ node }) => node);
  const names = program.inputs.map(({ name }) => name);
  const graph = canonical(nodes, [program.f]);
  const f = share ? graph.outputs[0]! : program.f;
  const order = [...nodes, ...(share ? graph.order : toposort([f])).filter((node) => !nodes.includes(node))];
  const varying = varyingOf(order, nodes);
  const scalar = order.every(({ shape }) => shape.length === 0);
  const id = namesOf(order, varying, new Map(program.inputs.map(({ name, node }) => [node, name])));
  const write = notation({ order, varying, id });

  const tangents = scalar ? nodes.map((x) => tangentsOf(f, x, constant(1))) : [];
  const partials = order.map((node) => (scalar && varying.has(node) ? node.args.map((_, k) => partial(node, k)) : []));
  const pulled = scalar ? order : order.filter((node) => varying.has(node));
  const numbers = evaluate(program.inputs, [
    ...order,
    ...pullback(f, pulled),
    ...order.flatMap((node) => tangents.map((known) => known.get(node) ?? constant(0))),
    ...partials.flat(),
  ]).values();
  const next = (): StepValue => numbers.next().value!;
  const values = order.map(next);
  const adjoints = new Map(pulled.map((node) => [node, next()]));
  const dots = order.map(() => Object.fromEntries(tangents.map((_, k) => [names[k]!, next() as number])));
  const slopes = partials.map((some) => some.map(() => next() as number));
  return {
    inputs: names,
    steps: order.map((node, k) => ({
      id: id(node),
      tangentId: tangentName(id(node)),
      adjointId: adjointName(id(node)),
      op: nodes.includes(node) ? "input" : constantOf(node) ? "constant" : node.op.name,
      inputs: node.args.map(id),
      shape: node.shape,
      ops: varying.has(node) ? node.op.ops(node) : 0,
      varying: varying.has(node),
      inline: fillOf(node) !== undefined,
      ...write(node),
      value: values[k]!,
      tangent: dots[k]!,
      adjoint: adjoints.get(node) ?? null,
      partials: slopes[k]!,
    })),
    result: id(f),
    nodes: { shared: computing(graph.order, nodes), written: computing(toposort([program.f]), nodes) },
    ops: opsOf(nodes, graph.outputs[0]!),
  };
}

/** ∂v by its k-th argument. */
function partial(node: Expr, k: number): Expr {
  const rule = node.op.jvp[k];
  return rule ? rule(constant(1), node, ...node.args) : constant(0);
}

/** The nodes that an input has a part in. */
function varyingOf(order: readonly Expr[], inputs: readonly Expr[]): ReadonlySet<Expr> {
  const varying = new Set(inputs);
  for (const node of order) if (node.args.some((arg) => varying.has(arg))) varying.add(node);
  return varying;
}

const computing = (order: readonly Expr[], inputs: readonly Expr[]): number => {
  const varying = varyingOf(order, inputs);
  return order.filter((node) => node.args.length > 0 && varying.has(node)).length;
};

/**
 * A tangent is along one direction of all inputs: for it scalars are the elements of one vector, which costs nothing going forward. The
 * gradient is taken before that, as its parts for each element would be added up as vectors.
 */
function opsOf(nodes: readonly Expr[], f: Expr): StepOps {
  const gradient = pullback(f, nodes);
  const [single] = nodes.length === 1 ? nodes : [];
  const x = single ?? input([nodes.length]);
  const v = input(x.shape);
  const elements = new Map(single ? [] : nodes.map((node, k) => [node, reshape(slice(x, k, k + 1), [])]));
  const [y, ...g] = [f, ...gradient].map((e) => substitute(e, elements)) as [Expr, ...Expr[]];
  return {
    value: opCount([x], [y]),
    jvp: opCount([x, v], [y, pushforward(y, x, v)]),
    gradient: opCount([x], [y, ...g]),
    hvp: opCount([x, v], [y, ...g, ...g.map((gi) => pushforward(gi, x, v))]),
  };
}

/** By the interpreter, which computes what is written and nothing else. */
export function evaluate(inputs: PointedProgram["inputs"], outputs: readonly Expr[]): StepValue[] {
  const program = compile(
    inputs.map(({ node }) => node),
    outputs,
    "interpreter",
  );
  for (const [k, { value }] of inputs.entries()) program.inputs[k]!.set(typeof value === "number" ? [value] : value);
  program.run();
  return outputs.map(({ shape }, k) => (shape.length === 0 ? program.outputs[k]![0]! : program.outputs[k]!.slice()));
}
