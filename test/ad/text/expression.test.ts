/** Expressions: what they mean, against JavaScript's own arithmetic; what is refused, and where. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as ad from "../../../src/ad/index.js";
import { parseExpression } from "../../../src/ad/text/expression.js";
import { ExpressionError } from "../../../src/ad/text/expression-syntax.js";
import { nearest } from "../../../src/core/suggest.js";

function evaluated(text: string, at: Readonly<Record<string, number>> = {}): number {
  const nodes = new Map(Object.keys(at).map((name) => [name, ad.input([])]));
  const program = ad.compile([...nodes.values()], [parseExpression(text).build(nodes)], "interpreter");
  for (const [k, value] of Object.values(at).entries()) program.inputs[k]!.set([value]);
  program.run();
  return program.outputs[0]![0]!;
}

describe("means", () => {
  test.each<[string, number]>([
    ["1+2*3", 7],
    ["(1+2)*3", 9],
    ["7-2-1", 4],
    ["8/4/2", 1],
    ["-x^2", -9],
    ["(-x)^2", 9],
    ["-x**2", -9],
    ["2^x^2", 512],
    ["(2^x)^2", 64],
    ["2**-x", 0.125],
    ["2^-x^2", 1 / 512],
    ["2*-x", -6],
    ["x--x", 6],
    ["x - -x", 6],
    ["--x", 3],
    ["+x", 3],
    ["-2^2", -4],
    ["x^-1", 1 / 3],
    ["-x*-x", 9],
    ["-x^2*2", -18],
    ["x^2*2", 18],
    ["2*x^2", 18],
    ["x^2/x^1", 3],
    ["(x)", 3],
    ["((x))^((2))", 9],
    [".5*x", 1.5],
    ["1e1+1.5E+1-2e-1", 24.8],
    ["cos(pi)", -1],
    ["log(e)", 1],
    ["max(x,1)-min( x , 1 )", 2],
    ["max(-x, 2^2)", 4],
    ["atan2(0,-1)", Math.PI],
    ["hypot(3,4)", 5],
    ["abs(-x)", 3],
    ["square(x)", 9],
    ["where(lt(x,0),1,2)", 2],
    ["relu(-x)", 0],
    ["logsumexp(1000,1000)", 1000 + Math.LN2],
    ["logsumexp(x)", 3],
    ["(1-4)^2", 9],
    ["(1-3)^3", -8],
  ])("%s = %d", (text, value) => expect(evaluated(text, text.includes("x") ? { x: 3 } : {})).toBeCloseTo(value, 12));

  test("spaces are nothing, names may be of any alphabet", () => {
    expect(evaluated(" α\t*\n β2 ", { α: 3, β2: 5 })).toBe(15);
    expect(evaluated("exponent*e1", { exponent: 2, e1: 7 })).toBe(14);
  });

  test("variables in the order in which they occur, each once", () => {
    expect(parseExpression("b*a+sin(b)*e^pi").variables).toEqual(["b", "a"]);
  });

  // Trees written with all the parentheses or none that are not needed: JavaScript evaluates both.
  const tree: fc.Arbitrary<string> = fc.letrec<{ tree: string; leaf: string }>((tie) => ({
    leaf: fc.oneof(fc.integer({ min: 0, max: 9 }).map(String), fc.constantFrom("x", "y")),
    tree: fc.oneof(
      { maxDepth: 6 },
      tie("leaf"),
      fc.tuple(tie("tree"), fc.constantFrom("+", "-", "*", "/"), tie("tree")).map(([a, o, b]) => `${a} ${o} ${b}`),
      tie("tree").map((a) => `(${a})`),
      tie("leaf").map((a) => `- ${a}`),
      fc.tuple(fc.constantFrom("x", "2", "(x - y)"), fc.constantFrom("2", "3")).map(([a, b]) => `${a} ** ${b}`),
    ),
  })).tree;
  test("as JavaScript does, where that has the same grammar", () => {
    fc.assert(
      fc.property(tree, (text) => {
        // A sign before a power is an error there.
        fc.pre(!/- (x|y|\d|\() \*\*/.test(text));
        const want = new Function("x", "y", `return ${text}`)(1.5, -2.25) as number;
        const got = evaluated(text, { x: 1.5, y: -2.25 } as Record<string, number>);
        const error = Math.abs(got - want);
        expect(
          Object.is(got, want) || got === want || error <= 1e-12 * Math.abs(want) || (Number.isNaN(got) && Number.isNaN(want)),
          text,
        ).toBe(true);
      }),
      { numRuns: 300, seed: 1 },
    );
  });
});

describe("is traced", () => {
  const x = ad.input([]);
  const built = (text: string) => parseExpression(text).build(new Map([["x", x]]));
  test("parts without variables are numbers", () => {
    expect(built("2^(1/2)").args).toEqual([]);
    expect(built("x^(3-1/2)").args[1]!.param).toEqual(Float64Array.of(2.5));
    expect(built("x^-1").args[1]!.param).toEqual(Float64Array.of(-1));
    expect(built("logsumexp(1,2)").args).toEqual([]);
  });
  test("x^2 is a square", () => expect(built("x^2").op.name).toBe("square"));
  test("nothing is shared that is written twice", () => {
    const { args } = built("sin(x)*sin(x)");
    expect(args[0]).not.toBe(args[1]);
  });
  test("integer powers have their derivatives at negative arguments", () => {
    const d = ad.grad((at) => parseExpression("x^3").build(new Map([["x", at]])));
    expect(d(-2)).toBe(12);
  });
});

describe("is refused", () => {
  /** The message, and the text with what is marked in brackets. */
  const refusal = (text: string): [string, string] => {
    try {
      parseExpression(text, nearest);
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      const { start, end } = error.span;
      return [error.message, `${text.slice(0, start)}[${text.slice(start, end)}]${text.slice(end)}`];
    }
    throw new Error(`${text} was taken`);
  };
  test.each<[text: string, says: RegExp, marked: string]>([
    ["", /expected an expression/, "[]"],
    ["  ", /expected an expression/, "[  ]"],
    ["w2*lgo(w1)", /unknown function "lgo", did you mean "log"\?/, "w2*[lgo](w1)"],
    ["nosuchthing(x)", /unknown function "nosuchthing"; known: abs, .*, where/, "[nosuchthing](x)"],
    ["x+log", /log is a function: expected log\(…\)/, "x+[log]"],
    ["1+sin()", /sin takes 1 argument, here it has 0/, "1+[sin()]"],
    ["atan2(x)", /atan2 takes 2 arguments, here it has 1/, "[atan2(x)]"],
    ["logsumexp()", /logsumexp takes at least 1 argument, here it has 0/, "[logsumexp()]"],
    ["x(3)", /unknown function "x"/, "[x](3)"],
    ["2x", /expected an operator before "x"/, "2[x]"],
    ["x y", /expected an operator before "y"/, "x [y]"],
    ["2 (x)", /expected an operator before "\("/, "2 [(]x)"],
    ["max(x y)", /expected an operator before "y"/, "max(x [y])"],
    ["x,y", /unexpected ","/, "x[,]y"],
    ["x;", /unexpected ";"/, "x[;]"],
    [",x", /unexpected ","/, "[,]x"],
    ["(x,y)", /unexpected ","/, "(x[,]y)"],
    ["x +", /expected something after \+ and found the end/, "x +[]"],
    ["x + * y", /expected something after \+ and found "\*"/, "x + [*] y"],
    ["x^", /expected something after \^ and found the end/, "x^[]"],
    ["x**)", /expected something after \*\* and found "\)"/, "x**[)]"],
    ["* x", /unexpected "\*"/, "[*] x"],
    ["sin(x", /expected a \) and found the end/, "sin(x[]"],
    ["((x)", /expected a \) and found the end/, "((x)[]"],
    ["x)", /unexpected "\)"/, "x[)]"],
    ["max(,x)", /unexpected ","/, "max([,]x)"],
    ["max(x,)", /unexpected "\)"/, "max(x,[)]"],
    ["()", /unexpected "\("/, "[(])"],
    ["x % 2", /there is no operator %: expected one of \+ - \* \/ \^ \*\*/, "x [%] 2"],
    ["x == y", /there is no operator ==/, "x [==] y"],
    ["x ? 1 : 2", /is not part of an expression/, "[x ? 1 : 2]"],
    ["x.y", /"x.y" is not part of an expression/, "[x.y]"],
    ["[1]", /is not part of an expression/, "[[1]]"],
    ["1+'a'", /is not part of an expression/, "1+['a']"],
    ["true", /is not part of an expression/, "[true]"],
    ["!x", /is not part of an expression/, "[!x]"],
    ["sin(x)(y)", /is not part of an expression/, "[sin(x)(y)]"],
    ["(sin)(x)", /is not part of an expression/, "[(sin)(x)]"],
    ["x @ y", /unexpected "@"/, "x [@] y"],
    ["x−1", /unexpected "−"/, "x[−]1"],
    ["1..2", /unexpected "\."/, "1.[.]2"],
    ["1e", /expected the digits of an exponent and found the end/, "1e[]"],
    [`${"(".repeat(100_000)}x`, /nested too deeply/, `[${"(".repeat(100_000)}x]`],
  ])("%.20s", (text, says, marked) => {
    const [message, place] = refusal(text);
    expect(message).toMatch(says);
    expect(place).toBe(marked);
  });
});
