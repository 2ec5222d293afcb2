/** Elementary functions at 10⁵ points each, against double-double arithmetic; both engines give the same bits. */
import { describe, expect, test } from "vitest";
import type { Engine } from "../../src/ad/compile.js";
import * as ad from "../../src/ad/index.js";
import { type Rng, stream } from "../../src/numeric/sampling/random.js";
import { ulpsOff, wideFunctions } from "./reference/double-double.js";
import { table, ulp } from "./reference/read.js";

const POINTS = 100_000;
/** Promised are 2. */
const MOST_ULPS = 1.2;

type Draw = (rng: Rng) => number;
const uniform =
  (a: number, b: number): Draw =>
  (rng) =>
    a + (b - a) * rng.uniform();
/** Spread evenly over magnitudes. */
const spread =
  (a: number, b: number): Draw =>
  (rng) =>
    Math.exp(Math.log(a) + (Math.log(b) - Math.log(a)) * rng.uniform());
const signed =
  (draw: Draw): Draw =>
  (rng) =>
    (rng.uniform() < 0.5 ? -1 : 1) * draw(rng);
const around =
  (c: number, draw: Draw): Draw =>
  (rng) =>
    c + signed(draw)(rng);

const trigonometric = [
  uniform(-10, 10),
  signed(spread(1e-320, 1.6e9)),
  uniform(-1.6e9, 1.6e9),
  uniform(-0.8, 0.8),
  (rng: Rng) => Math.round(1e9 * rng.uniform()) * (Math.PI / 2),
];
/** Where the result is finite and not 0; in turn. */
const domains: Readonly<Record<string, readonly Draw[]>> = {
  exp: [uniform(-745, 709.78), uniform(-745, -700), uniform(700, 709.78), signed(spread(1e-320, 700)), uniform(-1, 1)],
  expm1: [uniform(-60, 709.78), signed(spread(1e-320, 40)), uniform(-1, 1), uniform(-0.4, 0.4)],
  log: [spread(5e-324, 1.79e308), spread(1e-323, 1e-300), uniform(0.5, 2), around(1, spread(1e-16, 0.5)), uniform(0, 10)],
  log1p: [
    spread(1e-323, 1.79e308),
    uniform(-1, 1),
    signed(spread(1e-320, 0.99)),
    around(-1, (rng) => -spread(1e-16, 0.5)(rng)),
    uniform(0, 3),
  ].map(
    (draw): Draw =>
      (rng) => {
        const y = draw(rng);
        return y <= -1 ? -2 - y : y;
      },
  ),
  tanh: [signed(spread(1e-320, 30)), uniform(-22, 22), uniform(-2, 2), uniform(-0.5, 0.5)],
  sech2: [uniform(-372, 372), signed(spread(1e-20, 300)), uniform(-2, 2)],
  sigmoid: [uniform(-745, 40), uniform(-5, 5), signed(spread(1e-20, 700)), uniform(-745, -700)],
  softplus: [uniform(-745, 40), uniform(-5, 5), signed(spread(1e-20, 700)), uniform(-745, -700), uniform(-40, -20)],
  sin: trigonometric,
  cos: trigonometric,
  sqrt: [spread(5e-324, 1.79e308), uniform(0, 10), spread(5e-324, 1e-300)],
};
/** [x, y] with x^y finite and not 0. */
const powers: readonly ((rng: Rng) => [number, number])[] = [
  (rng) => {
    const x = spread(1e-300, 1e300)(rng);
    return [x, uniform(-740, 709)(rng) / Math.log(x)];
  },
  (rng) => {
    const x = around(1, spread(1e-15, 0.4))(rng);
    return [x, uniform(-740, 709)(rng) / Math.log(x)];
  },
  (rng) => [uniform(0, 10)(rng), uniform(-10, 10)(rng)],
  (rng) => [spread(5e-324, 1e-308)(rng), uniform(-0.95, 1)(rng)],
  (rng) => [-uniform(0, 20)(rng), Math.round(uniform(-40, 40)(rng))],
  (rng) => [Math.round(uniform(2, 30)(rng)), Math.round(uniform(-9, 9)(rng))],
];

const functions: Readonly<Record<string, (x: ad.Expr, y: ad.Expr) => ad.Expr>> = {
  exp: ad.exp,
  expm1: ad.expm1,
  log: ad.log,
  log1p: ad.log1p,
  tanh: ad.tanh,
  sech2: ad.sech2,
  sigmoid: ad.sigmoid,
  softplus: ad.softplus,
  sin: ad.sin,
  cos: ad.cos,
  sqrt: ad.sqrt,
  pow: ad.pow,
};

function points(name: string, count: number): { readonly x: Float64Array; readonly y: Float64Array } {
  const rng = stream(`elementary/${name}`);
  const [x, y] = [new Float64Array(count), new Float64Array(count)];
  for (let i = 0; i < count; i++) {
    const draws = domains[name];
    if (draws) x[i] = draws[i % draws.length]!(rng);
    else [x[i], y[i]] = powers[i % powers.length]!(rng);
  }
  return { x, y };
}

function evaluate(engine: Engine, name: string, x: Float64Array, y: Float64Array): Float64Array {
  const inputs = [ad.input([x.length]), ad.input([x.length])] as const;
  const program = ad.compile(inputs, [functions[name]!(...inputs)], engine);
  expect(program.engine).toBe(engine);
  program.inputs[0]!.set(x);
  program.inputs[1]!.set(y);
  program.run();
  return program.outputs[0]!.slice();
}

function sameBits(name: string, a: Float64Array, b: Float64Array, x: Float64Array, y: Float64Array): void {
  const at = a.findIndex((v, i) => !Object.is(v, b[i]));
  if (at >= 0) expect.fail(`${name}(${x[at]}, ${y[at]}): interpreter ${a[at]}, wasm ${b[at]}`);
}

describe(`within ${MOST_ULPS} ulp at ${POINTS} points, the same bits from both engines`, () => {
  test.each(Object.keys(functions))("%s", (name) => {
    const { x, y } = points(name, POINTS);
    const result = evaluate("wasm", name, x, y);
    sameBits(name, evaluate("interpreter", name, x, y), result, x, y);
    let [most, at] = [0, 0];
    const exact = wideFunctions[name]!;
    for (let i = 0; i < POINTS; i++) {
      const off = ulpsOff(result[i]!, exact(x[i]!, y[i]!));
      if (!(off <= most)) [most, at] = [off, i];
    }
    expect(most, `${name}(${x[at]}, ${y[at]}) = ${result[at]}`).toBeLessThanOrEqual(MOST_ULPS);
  });
});

/** The reference is right: it agrees with mpmath's values. */
test.each(Object.keys(table("elementary")))("double-double %s agrees with mpmath", (name) => {
  for (const row of table("elementary")[name]!) {
    const [x, y] = row as [number, number];
    const [hi, lo] = row.slice(-2) as [number, number];
    const off = ulpsOff(hi, wideFunctions[name]!(x, y));
    // `lo` has three digits; where the value is subnormal it has fewer.
    expect(Math.abs(off - Math.abs(lo) / ulp(hi)), `${name}(${row.slice(0, -2)})`).toBeLessThanOrEqual(Math.abs(hi) < 1e-290 ? 1 : 0.006);
  }
});

/** Special values, limits, subnormals, the edges of overflow and underflow; odd lengths, so that both lanes and the last one see each. */
test.each(Object.keys(functions))("%s: the same bits from both engines at special values", (name) => {
  const edges = [0, 5e-324, 1e-310, 2.2250738585072014e-308, 1e-20, 1e-9, 0.5, 1, 1 + Number.EPSILON, Math.SQRT2, 2, 3, 20, 22, 40, 60, 80]
    .concat([371, 372.6, 373, 709.782712893384, 709.7827128933841, 710, 745.1332191019411, 745.1332191019412, 746, 1e5, 2 ** 31, 1e300])
    .concat([Number.MAX_VALUE, Infinity]);
  const values = [...edges.flatMap((v) => [v, -v]), NaN];
  const pairs = name === "pow" ? values.flatMap((x) => values.map((y) => [x, y] as const)) : values.map((x) => [x, 0] as const);
  for (const list of [pairs, [...pairs].reverse(), pairs.slice(1)]) {
    const [x, y] = [Float64Array.from(list, ([v]) => v), Float64Array.from(list, ([, v]) => v)];
    sameBits(name, evaluate("interpreter", name, x, y), evaluate("wasm", name, x, y), x, y);
  }
});
