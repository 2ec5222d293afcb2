/** Text → tree: + − * / from the left, ^ and ** from the right and tighter than a sign, calls, parentheses. Every part knows its place. */
import jsep from "jsep";

/** Characters of the text, the end not included. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type Operator = "+" | "-" | "*" | "/" | "^";

export type Syntax = Span &
  (
    | { readonly kind: "number"; readonly value: number }
    | { readonly kind: "name"; readonly name: string }
    | { readonly kind: "sign"; readonly sign: "+" | "-"; readonly of: Syntax }
    | { readonly kind: "binary"; readonly operator: Operator; readonly left: Syntax; readonly right: Syntax }
    | { readonly kind: "call"; readonly callee: Span & { readonly name: string }; readonly args: readonly Syntax[] }
  );

/** What is wrong with an expression, and where. */
export class ExpressionError extends Error {
  override name = "ExpressionError";
  readonly span: Span;
  constructor(message: string, span: Span) {
    super(message);
    this.span = span;
  }
}

type Node = jsep.Expression & { span?: Span };
interface Scope extends jsep.HookScope {
  /** The token that comes next is to be taken as it is. */
  bare?: boolean;
}

/**
 * jsep gives signs the tightest hold, and reads ^ as a bit operation. Here a token takes the powers behind it along, and a sign takes a
 * token: −x^2 is −(x^2), 2^−x^2 is 2^(−(x^2)), x^y^z is x^(y^z).
 */
jsep.hooks.add("gobble-token", function (this: Scope, env: { node?: Node }) {
  if (this.bare) {
    this.bare = false;
    return;
  }
  const start = this.index;
  const node = this.char === "-" || this.char === "+" ? signed(this) : powered(this);
  if (node) env.node = marked(node, this, start);
});

function signed(scope: Scope): Node {
  const operator = scope.char;
  scope.index++;
  const argument = scope.gobbleToken() || scope.throwError(`expected something after ${operator}`);
  return { type: "UnaryExpression", operator, argument, prefix: true };
}

function powered(scope: Scope): Node | undefined {
  const start = scope.index;
  scope.bare = true;
  const left = scope.gobbleToken() as Node | undefined;
  scope.bare = false;
  if (!left) return undefined;
  marked(left, scope, start);
  scope.gobbleSpaces();
  const power = /^(\*\*|\^)/.exec(scope.expr.slice(scope.index, scope.index + 2))?.[0];
  if (power === undefined) return left;
  scope.index += power.length;
  const right = scope.gobbleToken() || scope.throwError(`expected something after ${power}`);
  return { type: "BinaryExpression", operator: "^", left, right };
}

function marked(node: Node, { expr, index }: Scope, start: number): Node {
  node.span = { start, end: start + expr.slice(start, index).trimEnd().length };
  return node;
}

/** Throws ExpressionError. */
export function parseSyntax(text: string): Syntax {
  const everything = { start: 0, end: text.length };
  if (text.trim() === "") throw new ExpressionError("expected an expression", everything);
  try {
    const syntax = new Reader(text).read(jsep(text));
    const [before, after] = [text.slice(0, syntax.start), text.slice(syntax.end)];
    // jsep passes over separators at both ends.
    if (before.trim() !== "") throw unexpected(text, before.search(/\S/));
    if (after.trim() !== "") throw unexpected(text, syntax.end + after.search(/\S/));
    return syntax;
  } catch (error) {
    if (error instanceof RangeError) throw new ExpressionError("this is nested too deeply", everything);
    const { index, description = "" } = error as { readonly index?: number; readonly description?: string };
    if (index === undefined) throw error;
    // Of a token it has read on.
    const at = /^Unexpected token/.test(description) ? index - 1 : index;
    throw new ExpressionError(complaint(description, text, at), { start: at, end: Math.min(at + 1, text.length) });
  }
}

const unexpected = (text: string, at: number): ExpressionError =>
  new ExpressionError(`unexpected "${text[at]}"`, { start: at, end: at + 1 });

/** What jsep says, in the words used here. */
function complaint(said: string, text: string, index: number): string {
  const found = text.slice(index).trim() === "" ? "the end" : `"${text[index]}"`;
  if (/^Variable names/.test(said)) return `expected an operator before ${found}`;
  if (/^(Unclosed \(|Expected \))/.test(said)) return `expected a ) and found ${found}`;
  if (/^Expected comma/.test(said)) return `expected , or ) and found ${found}`;
  const operator = /^Expected expression after (.+)/.exec(said)?.[1];
  if (operator !== undefined) return `expected something after ${operator} and found ${found}`;
  if (/^expected/.test(said)) return `${said} and found ${found}`;
  if (/^Expected exponent/.test(said)) return `expected the digits of an exponent and found ${found}`;
  return `unexpected ${found}`;
}

const OPERATORS: readonly string[] = ["+", "-", "*", "/", "^"];
const NAME = /^[\p{L}_$][\p{L}\p{M}\p{N}_$]*$/u;

/** jsep's tree as ours; what the grammar does not have is refused. */
class Reader {
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }

  read(node: Node): Syntax {
    const syntax = this.#read(node);
    // A pair of parentheses around it belongs to it.
    return node.span ? { ...syntax, ...node.span } : syntax;
  }

  #read(node: Node): Syntax {
    const span = node.span ?? { start: 0, end: this.#text.length };
    switch (node.type) {
      case "Literal": {
        const { value } = node as jsep.Literal;
        if (typeof value !== "number") break;
        return { kind: "number", value, ...span };
      }
      case "Identifier":
        return { kind: "name", ...this.#name(node) };
      case "UnaryExpression": {
        const { operator, argument } = node as jsep.UnaryExpression;
        if (operator !== "-" && operator !== "+") break;
        return { kind: "sign", sign: operator, of: this.read(argument), ...span };
      }
      case "BinaryExpression":
        return this.#binary(node as jsep.BinaryExpression);
      case "CallExpression": {
        const { callee, arguments: given } = node as jsep.CallExpression;
        const name = String(callee["name"]);
        if (callee.type !== "Identifier" || !this.#text.startsWith(name, span.start)) break;
        const args = given.map((arg) => this.read(arg));
        for (const [k, arg] of args.slice(1).entries()) this.#separated(args[k]!.end, arg.start);
        return {
          kind: "call",
          callee: this.#name({ ...callee, span: { start: span.start, end: span.start + name.length } }),
          args,
          ...span,
        };
      }
      case "Compound":
        return this.#several((node as jsep.Compound).body);
      case "SequenceExpression":
        return this.#several((node as jsep.SequenceExpression).expressions);
      default:
    }
    throw new ExpressionError(`"${this.#text.slice(span.start, span.end)}" is not part of an expression`, span);
  }

  #name(node: Node): Span & { readonly name: string } {
    const [name, span] = [String(node["name"]), node.span!];
    if (NAME.test(name)) return { name, ...span };
    const at = span.start + [...name].findIndex((char, k) => !/[\p{L}_$]/u.test(char) && !(k > 0 && /[\p{M}\p{N}]/u.test(char)));
    throw unexpected(this.#text, at);
  }

  #binary({ operator, left, right }: jsep.BinaryExpression): Syntax {
    const [a, b] = [this.read(left), this.read(right)];
    const span = { start: a.start, end: b.end };
    if (OPERATORS.includes(operator)) return { kind: "binary", operator: operator as Operator, left: a, right: b, ...span };
    const at = this.#text.indexOf(operator, a.end);
    throw new ExpressionError(`there is no operator ${operator}: expected one of + - * / ^ **`, { start: at, end: at + operator.length });
  }

  /** jsep takes arguments without commas between them. */
  #separated(end: number, start: number): void {
    if (!this.#text.slice(end, start).includes(",")) throw this.#joined(start);
  }

  /** Where one expression ends and there is more. */
  #several([first]: readonly Node[]): never {
    const end = first ? this.read(first).end : 0;
    const start = end + this.#text.slice(end).search(/\S/);
    throw first && !/[,;]/.test(this.#text[start]!) ? this.#joined(start) : unexpected(this.#text, start);
  }

  #joined(start: number): ExpressionError {
    return new ExpressionError(`expected an operator before "${this.#text[start]}"`, { start, end: start + 1 });
  }
}
