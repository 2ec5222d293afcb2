/** What can be evaluated of one instance, and what it costs: f, (f, ḟ), (f, ∇f), (f, ∇²f v), each compiled when first asked for. */
import {
  compile,
  constant,
  defaultEngine,
  type Engine,
  type Expr,
  engineWorks,
  input,
  isExpr,
  OutOfMemory,
  opCount,
  type Program,
  pullback,
  pushforward,
} from "../ad/index.js";
import type { Kind } from "./cost.js";
import { UsageError } from "./errors.js";
import { type BlackBoxProblem, isTraced, type Problem, type TracedProblem } from "./problem.js";

export { defaultEngine, type Engine, engineWorks };

/** One kind of evaluation. `ops` is at least 1, so that every budget ends. */
export interface Call {
  readonly kind: Kind;
  readonly ops: number;
  /** Evaluates at x, [dim], in direction v, [dim], where the kind has one; writes to out. Returns f(x), NaN where f is not computed. */
  readonly run: (x: Float64Array, v: Float64Array, out: Float64Array) => number;
}

export type CallName = "value" | "jvp" | "vjp" | "hvp" | "analytic";

/** Made once an instance and shared by its runs; only a Meter may call it. */
export interface Programs {
  readonly dim: number;
  readonly engine: string;
  /** False for a black box: no derivatives by AD. */
  readonly differentiable: boolean;
  /** True when the problem has a closed-form gradient. */
  readonly closedForm: boolean;
  readonly call: (name: CallName) => Call;
}

/** Traces f once. Throws UsageError when f is not a scalar. Without an engine, the best that works here. */
export const makePrograms = (problem: Problem, engine?: Engine): Programs =>
  isTraced(problem) ? tracedPrograms(problem, engine) : blackBoxPrograms(problem);

function tracedPrograms(problem: TracedProblem, engine: Engine | undefined): Programs {
  const { dim } = problem;
  const x = input([dim]);
  const v = input([dim]);
  const f = asExpr(problem.f(x));
  if (f.shape.length > 0) throw new UsageError(`f must be a scalar, shape []; it has shape [${f.shape.join(", ")}]: sum it`);
  const gradient = memo(() => pullback(f, [x])[0]!);
  const value = programCall("values", [x], [f], engine);
  const make: Record<CallName, () => Call> = {
    value: () => value.call,
    jvp: () => programCall("jvps", [x, v], [f, pushforward(f, x, v)], engine).call,
    vjp: () => programCall("vjps", [x], [f, gradient()], engine).call,
    hvp: () => programCall("hvps", [x, v], [f, pushforward(gradient(), x, v)], engine).call,
    // A closed form is not traced, so its operations cannot be counted: it is charged like the reverse gradient it stands for.
    analytic: () => closedFormCall(problem, Math.max(1, opCount([x], [f, gradient()]))),
  };
  return { dim, engine: value.engine, differentiable: true, closedForm: problem.gradient !== undefined, call: memoCalls(make) };
}

function asExpr(returned: unknown): Expr {
  if (isExpr(returned)) return returned;
  if (typeof returned === "number" && !Number.isNaN(returned)) return constant(returned);
  const got = typeof returned === "number" ? "NaN" : typeof returned;
  throw new UsageError(`f must return an expression, it returned ${got}: write mul(x, x), not x * x, and sum(x), not a loop over x[i]`);
}

function programCall(
  kind: Kind,
  inputs: readonly Expr[],
  outputs: readonly Expr[],
  chosen: Engine | undefined,
): { readonly call: Call; readonly engine: string } {
  const program = compiled(inputs, outputs, chosen);
  const [x, v] = program.inputs;
  const [f, result] = program.outputs;
  const run: Call["run"] = (at, along, out) => {
    x!.set(at);
    v?.set(along);
    program.run();
    if (result) out.set(result);
    return f![0]!;
  };
  return { call: { kind, ops: Math.max(1, program.ops), run }, engine: program.engine };
}

/** Throws UsageError when the program does not fit into memory. */
function compiled(inputs: readonly Expr[], outputs: readonly Expr[], engine: Engine | undefined): Program {
  try {
    return compile(inputs, outputs, engine);
  } catch (error) {
    throw error instanceof OutOfMemory ? new UsageError(error.message) : error;
  }
}

/** A black box: each call, of f or of its closed form, is one unit of work. */
function blackBoxPrograms(problem: BlackBoxProblem): Programs {
  const { dim } = problem;
  // The box gets a copy: it may keep or change its argument.
  const argument = new Float64Array(dim);
  const value: Call["run"] = (x) => {
    argument.set(x);
    const f = problem.value(argument);
    if (typeof f !== "number") throw new TypeError(`value(x) must return a number, it returned ${f === null ? "null" : typeof f}`);
    return f;
  };
  const none = (): Call => {
    throw new UsageError("a black box has no derivatives by automatic differentiation");
  };
  const make: Record<CallName, () => Call> = {
    value: () => ({ kind: "values", ops: 1, run: value }),
    jvp: none,
    vjp: none,
    hvp: none,
    analytic: () => closedFormCall(problem, 1),
  };
  return { dim, engine: "none", differentiable: false, closedForm: problem.gradient !== undefined, call: memoCalls(make) };
}

/** Charged as one vjp: it gives what a reverse sweep gives, less f. */
function closedFormCall(problem: Problem, ops: number): Call {
  const { gradient } = problem;
  if (!gradient) throw new UsageError("the problem has no closed-form gradient");
  const argument = new Float64Array(problem.dim);
  const run: Call["run"] = (x, _, out) => {
    argument.set(x);
    gradient(argument, out);
    return Number.NaN;
  };
  return { kind: "vjps", ops, run };
}

function memo<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function memoCalls(make: Record<CallName, () => Call>): Programs["call"] {
  const made = { value: memo(make.value), jvp: memo(make.jvp), vjp: memo(make.vjp), hvp: memo(make.hvp), analytic: memo(make.analytic) };
  return (name) => made[name]();
}
