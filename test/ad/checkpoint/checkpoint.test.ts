/** checkpoint(f): the bits of the gradient without it, less memory, and the operations that a region computes again. */
import { describe, expect, test } from "vitest";
import { checkpointChain } from "../../../src/ad/checkpoint/chain.js";
import { keepAll, squareRoot } from "../../../src/ad/checkpoint/uniform.js";
import type { Engine } from "../../../src/ad/compile.js";
import {
  add,
  checkGrads,
  checkpoint,
  compile,
  constant,
  div,
  type Expr,
  exp,
  grad,
  hessian,
  hvp,
  input,
  jacrev,
  jvp,
  log,
  matmul,
  mul,
  opCount,
  pullback,
  relu,
  reshape,
  revolve,
  scan,
  sin,
  sqrt,
  square,
  sub,
  sum,
  tanh,
  where,
} from "../../../src/ad/index.js";
import { le } from "../../../src/ad/ops/arithmetic.js";

const engines: Engine[] = ["interpreter", "wasm"];
const point = (n: number): Float64Array => Float64Array.from({ length: n }, (_, i) => Math.sin(3 * i + 1));
const none = <X extends readonly Expr[]>(f: (...x: X) => Expr): ((...x: X) => Expr) => f;
type Wrap = typeof checkpoint;

function run(inputs: readonly Expr[], outputs: readonly Expr[], engine: Engine, at: readonly Float64Array[]) {
  const program = compile(inputs, outputs, engine);
  for (const [k, values] of at.entries()) program.inputs[k]!.set(values);
  program.run();
  return { ...program, numbers: program.outputs.flatMap((y) => [...y]) };
}

/** Losses of x [6], built with regions or, by `none`, without. */
const losses: Record<string, (w: Wrap) => (x: Expr) => Expr> = {
  "one region": (w) => (x) => sum(w((z: Expr) => exp(sin(z)))(x)),
  "in a row": (w) => (x) => {
    const f = w((z: Expr) => tanh(mul(z, add(z, 1))));
    return sum(square(f(f(f(x)))));
  },
  nested: (w) => (x) => sum(w((z: Expr) => sin(w((u: Expr) => exp(w(sin)(u)))(tanh(z))))(x)),
  "an argument that is used several times, inside and outside": (w) => (x) => {
    const y = w((z: Expr) => add(mul(z, sin(z)), exp(z)))(x);
    return sum(add(mul(y, x), div(y, add(2, x))));
  },
  "several arguments": (w) => (x) => sum(w((a: Expr, b: Expr) => mul(sin(a), exp(mul(a, b))))(square(x), x)),
  "the same one twice": (w) => (x) => sum(w((a: Expr, b: Expr) => mul(sin(a), exp(mul(a, b))))(x, x)),
  "what it takes from outside": (w) => (x) => {
    const h = exp(x);
    return sum(w((z: Expr) => mul(sin(mul(z, h)), x))(square(x)));
  },
  "a value that leaks": (w) => (x) => {
    let inner = x;
    const y = w((z: Expr) => {
      inner = exp(z);
      return sin(inner);
    })(x);
    return sum(mul(y, square(inner)));
  },
  "an argument handed through": (w) => (x) => sum(mul(w((z: Expr) => z)(x), sin(x))),
  "a constant": (w) => (x) => sum(mul(w((_: Expr) => constant(2))(x), x)),
  "strong zeros": (w) => (x) =>
    sum(
      w((z: Expr) => {
        const positive = le(0, z);
        return add(where(positive, log(where(positive, z, 1)), sqrt(sub(0, z))), relu(z));
      })(sin(mul(x, 3))),
    ),
  "a gradient inside": (w) => (x) => sum(w((z: Expr) => grad((u) => sum(exp(sin(u))))(z))(x)),
  "a loop inside": (w) => (x) => sum(w((z: Expr) => scan((c) => [sin(mul(c, x)), c], z, 5)[0])(x)),
  "inside a loop": (w) => (x) => sum(scan((c) => [w((z: Expr) => sin(mul(exp(z), x)))(c), c], x, 5)[0]),
  "products of matrices": (w) => (x) => {
    const A = reshape(x, [2, 3]);
    const f = w((z: Expr) => tanh(matmul(z, matmul(reshape(x, [3, 2]), A))));
    return sum(f(f(A)));
  },
};

describe.each(Object.entries(losses))("%s", (_, loss) => {
  test.each(engines)("the same bits of value and gradient by the engine %s", (engine) => {
    const [plain, again] = [none as Wrap, checkpoint].map((w) => {
      const x = input([6]);
      const y = loss(w)(x);
      return run([x], [y, ...pullback(y, [x])], engine, [point(6)]);
    });
    expect(again!.numbers).toEqual(plain!.numbers);
    expect(again!.numbers.every(Number.isFinite)).toBe(true);
  });
  test("forward mode and second derivatives", () => {
    const [x, v] = [point(6), point(7).subarray(1)];
    const [plain, again] = [loss(none as Wrap), loss(checkpoint)];
    expect(jvp(again, x, v)).toEqual(jvp(plain, x, v));
    for (const mode of ["forward-over-reverse", "reverse-over-forward", "reverse-over-reverse"] as const) {
      const [a, b] = [hvp(again, x, v, { mode }), hvp(plain, x, v, { mode })];
      for (const k of a.keys()) expect(a[k]).toBeCloseTo(b[k]!, 9);
    }
    const [H, K] = [hessian(again)(x), hessian(plain)(x)];
    for (const k of H.keys()) expect(H[k]).toBeCloseTo(K[k]!, 9);
  });
});

test("against differences, to second order", () => {
  const loss = losses.nested!(checkpoint);
  expect(() => checkGrads(loss, point(6))).not.toThrow();
});

test("values of several rows: Jacobians by reverse mode", () => {
  const f = (w: Wrap) => (x: Expr) => w((z: Expr) => mul(exp(z), sin(z)))(x);
  expect(jacrev(f(checkpoint))(point(5))).toEqual(jacrev(f(none as Wrap))(point(5)));
});

describe("operations", () => {
  const x = input([10]);
  const ops = (f: (x: Expr) => Expr): number => {
    const y = sum(f(x));
    return opCount([x], [y, ...pullback(y, [x])]);
  };
  const f = (z: Expr): Expr => exp(sin(z));
  test("a region computes again what rules read, once", () => expect(ops(checkpoint(f)) - ops(f)).toBe(200));
  test("what no rule reads is not computed again", () =>
    expect(ops(checkpoint((z: Expr) => sin(exp(z)))) - ops((z) => sin(exp(z)))).toBe(100));
  test("a region within a region: once more", () => {
    const nested = checkpoint((z: Expr) => add(square(checkpoint(f)(z)), 1));
    // exp(sin z) for the outer region's own rule, that of the square, and once more for the inner region's rules.
    expect(ops(nested) - ops((z) => add(square(f(z)), 1))).toBe(400);
  });
  test("the value alone costs what it costs", () => expect(opCount([x], [checkpoint(f)(x)])).toBe(opCount([x], [f(x)])));
});

describe.each(engines)("memory by the engine %s", (engine) => {
  const [layers, width, batch] = [16, 4, 64];
  const bytesOf = (plan: Parameters<typeof checkpointChain>[0], xsFirst: boolean): number => {
    const x = input([batch, width]);
    const weights = Array.from({ length: layers }, () => input([width, width]));
    const y = sum(square(checkpointChain(plan, (h, i) => tanh(matmul(h, weights[i]!)))(x)));
    const wanted = xsFirst ? [x, ...weights] : [...weights, x];
    return compile([x, ...weights], [y, ...pullback(y, wanted)], engine).bytes;
  };
  // Whichever output the program makes first.
  test.each([true, false])("states that are dropped are not held (%s)", (xsFirst) => {
    const all = bytesOf(keepAll(layers), xsFirst);
    const [root, three] = [bytesOf(squareRoot(layers), xsFirst), bytesOf(revolve(layers, 3), xsFirst)];
    const state = 8 * batch * width;
    // 16 states live without, 7 and 4 with: of each, at least one array less.
    expect(all - root).toBeGreaterThan(9 * state);
    expect(all - three).toBeGreaterThan(12 * state);
  });
});

test("a function that returns no expression", () => {
  expect(() => checkpoint((() => undefined) as unknown as (x: Expr) => Expr)(input([]))).toThrow(/expected an Expr/);
});
