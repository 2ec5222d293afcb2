/** How steps are written: v1, v2, … for what is computed, a dot for its tangent, a bar for its adjoint; rules as formulas of these. */
import type { Rule } from "../ad/expr.js";
import { compile, constant, type Expr, input, mul, where } from "../ad/index.js";
import { fillOf } from "../ad/leaf.js";
import { formulaOf, type NameOf, termOf } from "../ad/text/formula.js";

const [DOT, BAR] = ["\u0307", "\u0304"];
/** Over the first letter: ẇ2. */
const accented = (name: string, accent: string): string => {
  const [first = "", ...rest] = name;
  return `${first}${accent}${rest.join("")}`.normalize("NFC");
};
export const tangentName = (name: string): string => accented(name, DOT);
export const adjointName = (name: string): string => accented(name, BAR);

/** Letters for computed values: the first that no input has with a number behind it. */
const LETTERS = ["v", "u", "z", "t", "node"];
const CONSTANTS = ["c", "k", "const"];

/** Names of inputs are kept; constants are c1, c2, …, what varies v1, v2, … in the order given. */
export function namesOf(order: readonly Expr[], varying: ReadonlySet<Expr>, given: ReadonlyMap<Expr, string>): (node: Expr) => string {
  const taken = [...given.values()];
  const free = (letters: readonly string[]): string =>
    letters.find((letter) => !taken.some((name) => new RegExp(`^${letter}\\d+$`).test(name))) ?? "step_";
  const [v, c] = [free(LETTERS), free(CONSTANTS)];
  const names = new Map(given);
  let [values, constants] = [0, 0];
  // Those that are written out come after those whose names are read.
  for (const inline of [false, true])
    for (const node of order)
      if (!names.has(node) && isWrittenOut(node) === inline) names.set(node, varying.has(node) ? `${v}${++values}` : `${c}${++constants}`);
  return (node) => names.get(node)!;
}

export interface Named {
  readonly order: readonly Expr[];
  readonly varying: ReadonlySet<Expr>;
  readonly id: (node: Expr) => string;
}

interface Formulas {
  readonly formula: string;
  readonly forward: string;
  readonly reverse: string;
}

/** The formulas of a node: what rules build when they are handed names, where all are scalars. Scalar constants are written as numbers. */
export function notation({ order, varying, id }: Named): (node: Expr) => Formulas {
  /** A node without a past, so that rules see a name and nothing behind it. */
  const stand = new Map(order.map((node) => [node, isWrittenOut(node) ? node : input(node.shape)]));
  const names = new Map(order.flatMap((node) => (isWrittenOut(node) ? [] : [[stand.get(node)!, id(node)] as const])));
  const uses = new Map<Expr, { readonly node: Expr; readonly k: number }[]>(order.map((node) => [node, []]));
  for (const node of [...order].reverse()) for (const [k, arg] of node.args.entries()) uses.get(arg)!.push({ node, k });

  const part = (rule: Rule, node: Expr, t: Expr, name: string): string => {
    const nameOf: NameOf = (e) => (e === t ? name : names.get(e));
    return termOf(plain(rule(t, stand.get(node)!, ...node.args.map((arg) => stand.get(arg)!))), nameOf);
  };
  const scalar = order.every(({ shape }) => shape.length === 0);
  return (node) => {
    const shown = { ...node, args: node.args.map((arg) => stand.get(arg)!) };
    const forward = () =>
      node.args.flatMap((arg, k) => {
        const rule = node.op.jvp[k];
        return rule && varying.has(arg) ? [part(rule, node, input(arg.shape), tangentName(id(arg)))] : [];
      });
    const reverse = () =>
      uses.get(node)!.flatMap(({ node: user, k }) => {
        const rule = user.op.vjp[k];
        return rule && varying.has(user) ? [part(rule, user, input(user.shape), adjointName(id(user)))] : [];
      });
    return {
      formula: node.args.length > 0 ? formulaOf(shown, (e) => names.get(e)) : "",
      forward: scalar && varying.has(node) ? summed(forward()) : "",
      reverse: scalar && varying.has(node) ? summed(reverse()) : "",
    };
  };
}

/** What rules ask of constants is answered: 0 · x is 0, and of two branches one remains. */
function plain(e: Expr): Expr {
  if (e.args.length === 0 || fillOf(e) !== undefined) return e;
  const args = e.args.map(plain);
  const known = args.map(fillOf);
  const kept = { ...e, args };
  if (e.op === where.op && known[0] !== undefined) return args[known[0] === 0 ? 2 : 1]!;
  if (e.op === mul.op && known.includes(0)) return args[known.indexOf(0)]!;
  return e.op.ops(e) <= 1 && e.shape.length === 0 && known.every((value) => value !== undefined) ? numberOf(kept) : kept;
}

function numberOf(e: Expr): Expr {
  const program = compile([], [e], "interpreter");
  program.run();
  return constant(program.outputs[0]![0]!);
}

const isWrittenOut = (node: Expr): boolean => fillOf(node) !== undefined;

const summed = (parts: readonly string[]): string =>
  parts.reduce((sum, part) => (sum === "" ? part : part.startsWith("-") ? `${sum} - ${part.slice(1)}` : `${sum} + ${part}`), "");
