/** The study what-ad-is-not: the published figures, other parameters and seeds, and the parts it is measured with. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as ad from "../../src/ad/index.js";
import { formulaOf } from "../../src/ad/text/formula.js";
import type { Params } from "../../src/core/params.js";
import { stream } from "../../src/numeric/sampling/random.js";
import { families } from "../../src/studies/what-ad-is-not/examples.js";
import { explained } from "../../src/studies/what-ad-is-not/explained.js";
import {
  exponential,
  hyperbolicTangent,
  logarithm,
  narrow,
  one,
  over,
  type Wide,
  wide,
} from "../../src/studies/what-ad-is-not/fixed-point.js";
import { formulaCode } from "../../src/studies/what-ad-is-not/formula-code.js";
import study from "../../src/studies/what-ad-is-not/index.js";
import { differentiated, polynomials } from "../../src/studies/what-ad-is-not/polynomial.js";
import { digitsLost, referenceGradient } from "../../src/studies/what-ad-is-not/reference.js";
import { derivative, formulaOps, plain, simplified, symbols } from "../../src/studies/what-ad-is-not/symbolic.js";
import { cosineTerms, taylorSine, termAt, termsOf } from "../../src/studies/what-ad-is-not/taylor-sine.js";
import { ways } from "../../src/studies/what-ad-is-not/ways.js";
import { claimed, failing, findingsOf, measured } from "../support/findings.js";

const findings = (part: string, given: Params = {}, seed = 0) => findingsOf(study, part, { given, seed });
const small = { variables: 8, width: 2, levels: 6, steps: 64 };

describe("as claimed", () => {
  test.each<[part: string, given: Params, seed?: number]>([
    ["NO1", {}],
    ["NO1", { variables: 4, width: 2, levels: 4, points: 3, steps: 64 }, 3],
    ["NO1", { variables: 13, width: 3, levels: 9, steps: 400 }, 7],
    ["NO2", {}],
    ["NO2", { levels: 4, steps: 64 }],
    ["NO2", { levels: 13, steps: 100 }],
    ["NO3", {}],
    ["NO3", { x: 0, other: 20, tolerance: 1e-30 }],
    ["NO3", { x: -20, other: 0.5, tolerance: 1 }],
    ["NO3", { x: 1e-9, other: -3, tolerance: 1e-12 }],
  ])("%s holds with %o", (part, given, seed = 1) => {
    const found = findings(part, given, seed);
    expect(found.claims.length).toBeGreaterThan(5);
    expect(failing(found)).toEqual([]);
  });

  test("only times are volatile, and all else is the same twice", () => {
    const [once, again] = [findings("NO1", small), findingsOf(study, "NO1", { given: small, now: ticking() })];
    const gated = ({ claims }: typeof once) => claims.filter(({ volatile }) => !volatile);
    expect(once.claims.filter(({ volatile }) => volatile).map(({ id }) => id)).toEqual([
      "NO1.forward-difference.seconds",
      "NO1.symbolic.seconds",
    ]);
    expect(gated(again)).toEqual(gated(once));
    expect(again.tables).toEqual(once.tables);
    expect(again.figures![0]).toEqual(once.figures![0]);
  });
});

/** A clock that goes on by a millisecond at each look. */
function ticking(): () => number {
  let time = 0;
  return () => {
    time += 1e-3;
    return time;
  };
}

describe("the published figures", () => {
  test("NO3: seven terms at π, derivative −0.9998995297042177 there", () => {
    const found = findings("NO3");
    expect(measured(found, "NO3.x.terms")).toBe(7);
    expect(Math.abs((measured(found, "NO3.x.derivative") as number) + 0.9998995297042177)).toBeLessThanOrEqual(1e-15);
    expect(measured(found, "NO3.other.terms")).toBe(11);
  });
  test("NO2: slope 1.00, and at least twice the symbols with each level", () => {
    const found = findings("NO2");
    expect((measured(found, "NO2.automatic.slope") as number).toFixed(2)).toBe("1.00");
    for (const form of ["plain", "simplified", "factored", "expanded"]) expect(measured(found, `NO2.${form}`)).toBeGreaterThanOrEqual(2);
  });
  test("NO2: the derivatives of Baydin et al. (2018), table 1, multiplied out", () => {
    const [, l2, l3, l4] = polynomials(4).map(differentiated);
    expect(l2).toEqual([4n, -8n]);
    expect(l3).toEqual([1n, -10n, 24n, -16n].map((c) => 16n * c));
    expect(l4).toEqual([1n, -42n, 504n, -2640n, 7040n, -9984n, 7168n, -2048n].map((c) => 64n * c));
  });
  test("NO1: AD beside the gradient by hand, differences at half and a third of the digits", () => {
    const found = findings("NO1", small);
    expect(Math.abs(measured(found, "NO1.automatic.digits") as number)).toBeLessThan(0.3);
    expect(measured(found, "NO1.forward-difference.digits")).toBeLessThan(12);
    expect(measured(found, "NO1.central-difference.digits")).toBeLessThan(measured(found, "NO1.forward-difference.digits") as number);
    expect(claimed(found, "NO1.symbolic.ops.product").expected).toBe(48);
    expect(found.figures!.map(({ name, lines }) => [name, lines.length])).toEqual([
      ["operations", 5],
      ["seconds", 5],
    ]);
  });
});

describe("numbers with 400 binary digits", () => {
  const decimals = (x: Wide, count: number): string => String((x * 10n ** BigInt(count)) / one);
  test("exp, log and tanh to 60 decimals", () => {
    expect(decimals(exponential(one), 60)).toBe("2718281828459045235360287471352662497757247093699959574966967");
    expect(decimals(exponential(-one), 60)).toBe(decimals(over(one, exponential(one)), 60));
    expect(decimals(logarithm(2n * one), 60)).toBe("693147180559945309417232121458176568075500134360255254120680");
    expect(decimals(hyperbolicTangent(one), 50)).toBe("76159415595576488811945828260479359041276859725793");
    expect(narrow(hyperbolicTangent(-3n * one))).toBeCloseTo(Math.tanh(-3), 15);
  });
  test("doubles go in and out as they are", () => {
    for (const x of [0, 1, -1, 0.1, -Math.PI, 1e-30, 12345.678, 2 ** 60]) expect(narrow(wide(x))).toBe(x);
    expect(wide(0.5)).toBe(one / 2n);
  });
  test("the reference is the gradient to more digits than a double has", () => {
    const x = [ad.input([]), ad.input([])];
    const [a, b] = [1.1, 0.7];
    const [da, db] = referenceGradient(x, ad.mul(ad.mul(x[0]!, x[0]!), x[1]!))([a, b]);
    const exact = (wide(a) * wide(b) * 2n) / one;
    const distance = (p: Wide, q: Wide): number => Math.abs(Number(p - q));
    // 2⁻²³⁰: no double is as near to anything but itself.
    expect(distance(da!, exact)).toBeLessThan(Number(one >> 230n));
    expect(distance(db!, (wide(a) * wide(a)) / one)).toBeLessThan(Number(one >> 230n));
  });
  test("digits lost: none where a gradient is rounded correctly, eight of 1 + 10⁻⁸", () => {
    expect(digitsLost([0.1, 3], [wide(0.1), wide(3)])).toBe(0);
    expect(digitsLost([1 / 3], [over(one, 3n * one)])).toBe(0);
    expect(digitsLost([1 + 1e-8, 0], [one, 0n])).toBeCloseTo(8 - Math.log10(1.1102230246251565), 6);
    expect(digitsLost([Number.NaN], [one])).toBeNaN();
  });
});

describe("formulas", () => {
  const x = ad.input([]);
  const text = (e: ad.Expr): string => formulaOf(e, (node) => (node === x ? "x" : undefined));
  test("4 x (1 − x), by the rules and simplified", () => {
    const l = ad.mul(ad.mul(4, x), ad.sub(1, x));
    expect(text(derivative(l, x, plain))).toBe("(0 * x + 4 * 1) * (1 - x) + 4 * x * (0 - 1)");
    expect(text(derivative(l, x, simplified))).toBe("4 * (1 - x) - 4 * x");
    expect(symbols(l)).toBe(7);
    // 4 · (1 − x) − 4 · x
    expect(formulaOps(derivative(l, x, simplified))).toBe(4);
  });
  test("equal parts are counted as often as they occur", () => {
    const e = ad.exp(x);
    expect(formulaOps(ad.add(e, e))).toBe(21);
    expect(ad.opCount([x], [ad.add(e, e)])).toBe(11);
  });

  /** Trees over two variables and small integers; `choices` decides. */
  type Tree = (xs: readonly ad.Expr[]) => ad.Expr;
  const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 5, depthSize: "large" },
      fc.nat(1).map(
        (k): Tree =>
          (xs) =>
            xs[k]!,
      ),
      fc.integer({ min: -2, max: 2 }).map(
        (c): Tree =>
          () =>
            ad.constant(c),
      ),
      fc.tuple(fc.constantFrom(ad.neg, ad.square, ad.tanh, ad.exp, ad.log), tie("tree")).map(
        ([f, u]): Tree =>
          (xs) =>
            f(u(xs)),
      ),
      fc.tuple(fc.constantFrom(ad.add, ad.sub, ad.mul, ad.div), tie("tree"), tie("tree")).map(
        ([f, u, v]): Tree =>
          (xs) =>
            f(u(xs), v(xs)),
      ),
    ),
  }));
  test("both algebras give what reverse mode gives, on random trees", () => {
    const xs = [ad.input([]), ad.input([])];
    const at = Float64Array.of(0.37, -1.21);
    let compared = 0;
    fc.assert(
      fc.property(tree, (make) => {
        const e = make(xs);
        const program = ad.compile(xs, [e, ...ad.pullback(e, xs)], "interpreter");
        for (const [k, value] of at.entries()) program.inputs[k]![0] = value;
        program.run();
        const [value, ...gradient] = program.outputs.map((y) => y[0]!);
        if (![value, ...gradient].every((y) => Math.abs(y!) < 1e6)) return;
        compared++;
        for (const algebra of [plain, simplified]) {
          const found = new Float64Array(2);
          formulaCode(
            xs,
            xs.map((x) => derivative(e, x, algebra)),
          )(at, found);
          for (const [k, g] of gradient.entries()) {
            // By the rules alone 0 · ∞ may be left.
            if (algebra === plain && Number.isNaN(found[k])) continue;
            expect(Math.abs(found[k]! - g!)).toBeLessThan(1e-6 * Math.max(1, Math.abs(g!)));
          }
          expect(algebra === plain || symbols(derivative(e, xs[0]!, simplified)) <= symbols(derivative(e, xs[0]!, plain))).toBe(true);
        }
      }),
      { seed: 1, numRuns: 300 },
    );
    expect(compared).toBeGreaterThan(150);
  });
  test("code has the bits of the engine", () => {
    const e = ad.mul(ad.tanh(x), ad.exp(ad.log(x)));
    const program = ad.compile([x], [e]);
    const found = new Float64Array(1);
    const run = formulaCode([x], [e]);
    for (const at of [0.1, 0.7, 2.3, 19]) {
      program.inputs[0]![0] = at;
      program.run();
      run(Float64Array.of(at), found);
      expect(found[0]).toBe(program.outputs[0]![0]);
    }
  });
});

describe("ways", () => {
  test.each(families.map((family) => [family.name, family] as const))("%s: all five agree", (_, { make }) => {
    const example = make(4, stream("ways"));
    const at = example.draw();
    const inputs = Array.from({ length: example.n }, () => ad.input([]));
    const truth = referenceGradient(inputs, example.f(inputs))(at);
    for (const { id, make: way } of ways) {
      const g = new Float64Array(example.n);
      way(example).run(at, g);
      expect(digitsLost(g, truth), id).toBeLessThan(id.endsWith("difference") ? 12 : 4);
    }
  });
  test("a gradient that is off by 10⁻¹² is not explained by rounding", () => {
    const example = families[0]!.make(8, stream("explained"));
    const at = example.draw();
    const inputs = Array.from({ length: 8 }, () => ad.input([]));
    const truth = referenceGradient(inputs, example.f(inputs))(at);
    const share = explained(example);
    expect(share(at, truth)).toBeLessThan(1);
    expect(
      share(
        at,
        truth.map((t, k) => (k === 0 ? t + (t >> 40n) : t)),
      ),
    ).toBeGreaterThan(10);
  });
  test("operations that are counted by hand: x₁ x₂ x₃ x₄", () => {
    const example = families[0]!.make(4, stream("count"));
    const ops = Object.fromEntries(ways.map(({ id, make }) => [id, make(example).ops]));
    // Three products forwards and two for each of the last two backwards, one for the first; two products for each partial as a formula.
    expect(ops).toEqual({ automatic: 9, manual: 6, symbolic: 8, "forward-difference": 15, "central-difference": 24 });
  });
});

describe("a loop on numbers that leave a graph", () => {
  test("terms of the loop, and in 400 digits", () => {
    for (const x of [0, 0.5, 1, -2, Math.PI, 6, 17]) {
      const run = taylorSine(x, 1e-3);
      expect(run.result.terms).toBe(termsOf(x, 1e-3));
      expect(run.value).toBe(run.path(x)[0]);
    }
    expect([0, 1, Math.PI, 6].map((x) => termsOf(x, 1e-3))).toEqual([1, 4, 7, 11]);
  });
  test("the series sum to the functions", () => {
    expect(cosineTerms(2, 0, 60)).toBeCloseTo(Math.cos(2), 15);
    expect(cosineTerms(2, 1, 3)).toBe(-4 / 3);
    expect(termAt(3, 4)).toBe(81 / 24);
    expect(taylorSine(2, 1e-18).value).toBeCloseTo(Math.sin(2), 15);
  });
  test("a path knows one number of terms", () => {
    const { path, result } = taylorSine(0.5, 1e-3);
    expect(result.terms).toBe(3);
    // x − x³/6 + x⁵/120 and 1 − x²/2 + x⁴/24
    expect(path(2)[0]).toBeCloseTo(2 - 8 / 6 + 32 / 120, 15);
    expect(path(2)[1]).toBeCloseTo(1 - 2 + 16 / 24, 15);
  });
});
