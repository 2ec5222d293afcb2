/** f from a line of text, such as `w2*log(w1)+sqrt(w2*log(w1))`: what is written out is traced as written, sharing comes later. */
import { canonical } from "../canonical.js";
import { constantOf, type Expr } from "../expr.js";
import { interpret } from "../interpret.js";
import { constant } from "../leaf.js";
import { abs, add, div, lt, maximum, minimum, mul, neg, relu, square, stopGradient, sub, where } from "../ops/arithmetic.js";
import type { ElementwiseFunction } from "../ops/define.js";
import { exp, log, pow } from "../ops/elementary.js";
import { elementwiseFunctions } from "../ops/elementwise-functions.js";
import { digamma } from "../ops/special.js";
import { ExpressionError, parseSyntax, type Syntax } from "./expression-syntax.js";

interface NamedFunction {
  readonly build: (...x: Expr[]) => Expr;
  /** How many arguments it takes; null: one or more. */
  readonly arity: number | null;
}

/** log Σ e^xᵢ of scalars, without overflow: as `logsumexp` of an array, which it is not. */
function logsumexp(...x: Expr[]): Expr {
  const m = stopGradient(x.reduce((a, b) => maximum(a, b)));
  const shift = where(lt(abs(m), Number.POSITIVE_INFINITY), m, 0);
  return add(shift, log(x.map((xi) => exp(sub(xi, shift))).reduce((a, b) => add(a, b))));
}

const fixed = (f: ElementwiseFunction): NamedFunction => ({ build: f, arity: f.arity });

/** Every elementwise op by its own name, and what is written otherwise than it is called. */
const functions: ReadonlyMap<string, NamedFunction> = new Map([
  ...elementwiseFunctions.map((f): [string, NamedFunction] => [f.op.name, fixed(f)]),
  ["min", fixed(minimum)],
  ["max", fixed(maximum)],
  ["digamma", fixed(digamma)],
  ["relu", { build: (x) => relu(x!), arity: 1 }],
  ["logsumexp", { build: logsumexp, arity: null }],
]);

const constants: ReadonlyMap<string, number> = new Map([
  ["pi", Math.PI],
  ["e", Math.E],
]);

export const expressionFunctions: readonly string[] = [...functions.keys()].sort();

export interface ParsedExpression {
  readonly text: string;
  /** In the order in which they first occur. */
  readonly variables: readonly string[];
  /** Scalars by name → a scalar. Each occurrence of a subexpression makes nodes of its own; parts without variables are numbers. */
  readonly build: (variables: ReadonlyMap<string, Expr>) => Expr;
}

/** Throws ExpressionError: with a hint where `nearest` knows a name that is near. */
export function parseExpression(
  text: string,
  nearest: (name: string, known: readonly string[]) => string | undefined = () => undefined,
): ParsedExpression {
  const syntax = parseSyntax(text);
  const variables = new Set<string>();
  check(syntax, variables, nearest);
  return { text, variables: [...variables], build: (given) => build(syntax, given) };
}

/** Names of functions and variables, and how many arguments there are. */
function check(part: Syntax, variables: Set<string>, nearest: (name: string, known: readonly string[]) => string | undefined): void {
  switch (part.kind) {
    case "number":
      return;
    case "name":
      if (functions.has(part.name)) throw new ExpressionError(`${part.name} is a function: expected ${part.name}(…)`, part);
      if (!constants.has(part.name)) variables.add(part.name);
      return;
    case "sign":
      check(part.of, variables, nearest);
      return;
    case "binary":
      check(part.left, variables, nearest);
      check(part.right, variables, nearest);
      return;
    case "call": {
      const { callee, args } = part;
      const known = functions.get(callee.name);
      if (!known) {
        const near = nearest(callee.name, expressionFunctions);
        const hint = near === undefined ? `; known: ${expressionFunctions.join(", ")}` : `, did you mean "${near}"?`;
        throw new ExpressionError(`unknown function "${callee.name}"${hint}`, callee);
      }
      if (known.arity === null ? args.length === 0 : args.length !== known.arity) {
        const wanted = known.arity === null ? "at least 1 argument" : `${known.arity} argument${known.arity === 1 ? "" : "s"}`;
        throw new ExpressionError(`${callee.name} takes ${wanted}, here it has ${args.length}`, part);
      }
      for (const arg of args) check(arg, variables, nearest);
    }
  }
}

function build(part: Syntax, variables: ReadonlyMap<string, Expr>): Expr {
  switch (part.kind) {
    case "number":
      return constant(part.value);
    case "name": {
      const value = constants.get(part.name);
      return value === undefined ? variables.get(part.name)! : constant(value);
    }
    case "sign": {
      const of = build(part.of, variables);
      return part.sign === "+" ? of : applied(neg, [of]);
    }
    case "binary":
      return applied((x, y) => combined(part.operator, x!, y!), [build(part.left, variables), build(part.right, variables)]);
    case "call":
      return applied(
        functions.get(part.callee.name)!.build,
        part.args.map((arg) => build(arg, variables)),
      );
  }
}

function combined(operator: "+" | "-" | "*" | "/" | "^", x: Expr, y: Expr): Expr {
  if (operator !== "^") return { "+": add, "-": sub, "*": mul, "/": div }[operator](x, y);
  return constantOf(y)?.[0] === 2 ? square(x) : pow(x, y);
}

/** Of constants it is the value: exponents are constants however they are written. */
function applied(f: (...x: Expr[]) => Expr, args: readonly Expr[]): Expr {
  const e = f(...args);
  if (!args.every(constantOf)) return e;
  const program = interpret(canonical([], [e]));
  program.run();
  return constant(program.outputs[0]![0]!);
}
