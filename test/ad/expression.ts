/** Expressions of the reference data (`x**2 * log(y)`) as graphs: a parser for tests only. */
import * as ad from "../../src/ad/index.js";

type Scope = Readonly<Record<string, ad.Expr>>;
const functions = ad as unknown as Readonly<Record<string, (...x: ad.Expr[]) => ad.Expr>>;

/** + − * / ** (right associative, tighter than unary minus), parentheses, numbers, pi, calls. */
export function parseExpression(text: string, scope: Scope): ad.Expr {
  const tokens = text.match(/\d+\.?\d*(?:e[+-]?\d+)?|\w+|\*\*|[-+*/(),]/g) ?? [];
  let at = 0;
  const next = (): string => tokens[at++]!;
  const accept = (token: string): boolean => tokens[at] === token && ++at > 0;
  const sum = (): ad.Expr => {
    let left = product();
    for (;;) {
      if (accept("+")) left = ad.add(left, product());
      else if (accept("-")) left = ad.sub(left, product());
      else return left;
    }
  };
  const product = (): ad.Expr => {
    let left = unary();
    for (;;) {
      if (accept("*")) left = ad.mul(left, unary());
      else if (accept("/")) left = ad.div(left, unary());
      else return left;
    }
  };
  const unary = (): ad.Expr => (accept("-") ? ad.neg(unary()) : power());
  const power = (): ad.Expr => {
    const base = atom();
    return accept("**") ? ad.pow(base, unary()) : base;
  };
  const atom = (): ad.Expr => {
    const token = next();
    if (token === "(") {
      const inner = sum();
      next();
      return inner;
    }
    if (/^\d/.test(token)) return ad.constant(Number(token));
    if (token === "pi") return ad.constant(Math.PI);
    if (!accept("(")) return scope[token]!;
    const args = [sum()];
    while (accept(",")) args.push(sum());
    next();
    if (token === "logsumexp") return ad.logsumexp(ad.concat(args.map((a) => ad.reshape(a, [1]))));
    return functions[token]!(...args);
  };
  return sum();
}
