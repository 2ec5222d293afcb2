/** Elementwise ops: a kernel for one element, and per argument the rule that takes a (co)tangent across: the Jacobian is diagonal. */
import { type Body, type Expr, type Interval, type Kernel, type Op, type Operand, type Rule, sameShape, size } from "../expr.js";
import { lift } from "../leaf.js";
import { broadcastTo, commonShape } from "./move.js";

export interface ElementwiseDeclaration {
  readonly name: string;
  /** What it computes, for the list of ops. */
  readonly summary: string;
  /** Scalar operations per element. */
  readonly ops: number;
  /** Per argument (t, y, ...x) ↦ t · ∂y/∂x_k; null: zero. */
  readonly rules: readonly (Rule | null)[];
  readonly domain: readonly Interval[];
}

/** Takes operands, broadcast to their common shape. */
export interface ElementwiseFunction {
  (...x: Operand[]): Expr;
  readonly op: Op;
  readonly summary: string;
  /** How many arguments the op has. */
  readonly arity: number;
}

/** An op with a body over the builder: every engine runs the same operations. */
export const elementwise = (declaration: ElementwiseDeclaration, body: Body): ElementwiseFunction =>
  make(declaration, { form: "elementwise", body });

/** An op that is a function of one number, run by plain code. */
export const unary = (declaration: ElementwiseDeclaration, f: (x: number) => number): ElementwiseFunction =>
  make(declaration, {
    form: "native",
    run: (out, [x]) => {
      for (let i = 0; i < out.length; i++) out[i] = f(x![i]!);
    },
  });

/** An op that is a function of two numbers, run by plain code. */
export const binary = (declaration: ElementwiseDeclaration, f: (x: number, y: number) => number): ElementwiseFunction =>
  make(declaration, {
    form: "native",
    run: (out, [x, y]) => {
      for (let i = 0; i < out.length; i++) out[i] = f(x![i]!, y![i]!);
    },
  });

function make({ name, summary, ops, rules, domain }: ElementwiseDeclaration, kernel: Kernel): ElementwiseFunction {
  const op: Op = { name, kernel, domain, ops: (node) => ops * size(node.shape), jvp: rules, vjp: rules };
  const apply = (...x: Operand[]): Expr => {
    const args = x.map(lift);
    const [first] = args as [Expr, ...Expr[]];
    if (args.every((arg) => sameShape(arg.shape, first.shape))) return { op, args, shape: first.shape, param: null };
    const shape = commonShape(
      name,
      args.map((a) => a.shape),
    );
    return { op, args: args.map((a) => broadcastTo(a, shape)), shape, param: null };
  };
  return Object.assign(apply, { op, summary, arity: rules.length });
}
