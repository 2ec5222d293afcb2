/** Every op of the table, on sampled values of all its shapes: jvp against differences, the adjoint identity, second order, op counts. */
import { describe, expect, test } from "vitest";
import { isDiagonal, type Op, size, toposort } from "../../src/ad/expr.js";
import {
  AdError,
  checkGrads,
  compile,
  constant,
  type Expr,
  input,
  mul,
  opCount,
  opTable,
  pullback,
  reshape,
  sin,
  slice,
  sum,
} from "../../src/ad/index.js";
import { stream } from "../../src/numeric/sampling/random.js";

/** One vector cut into arguments of those shapes, so that derivatives with respect to all of them are checked at once. */
function joined(build: (...x: Expr[]) => Expr, shapes: readonly (readonly number[])[]): (x: Expr) => Expr {
  return (x) => {
    let start = 0;
    return build(
      ...shapes.map((shape) => {
        const end = start + size(shape);
        const part = reshape(slice(x, start, end), shape);
        start = end;
        return part;
      }),
    );
  };
}

describe.each(opTable.map((entry) => [entry.name, entry] as const))("%s", (name, entry) => {
  const rng = stream(`conformance/${name}`);
  const sample = (shapes: readonly (readonly number[])[]): number[] =>
    shapes.flatMap((shape, k) => {
      const [low, high] = entry.domains[k] ?? [-3, 3];
      return Array.from({ length: size(shape) }, () => low + (high - low) * rng.uniform());
    });
  // A mask is data: its derivative is 0 by declaration.
  const masked = name === "where";
  // The one op whose derivative is wrong on purpose.
  if (name === "stopGradient") {
    test("has derivative 0", () => expect(opCount([input([2])], [pullback(entry.build(input([2])), [input([2])])[0]!])).toBe(0));
    return;
  }
  test.each(entry.shapes.map((shapes) => [JSON.stringify(shapes), shapes] as const))("shapes %s: derivatives to order 2", (_, shapes) => {
    for (let k = 0; k < 3; k++) {
      const f = masked
        ? joined(
            (x, y) =>
              entry.build(
                constant(
                  Float64Array.from({ length: size(x!.shape) }, (_, i) => i % 2),
                  x!.shape,
                ),
                x!,
                y!,
              ),
            shapes.slice(1),
          )
        : joined(entry.build, shapes);
      checkGrads(f, sample(masked ? shapes.slice(1) : shapes), { order: 2 });
    }
  });
  test("costs a whole number of operations, no less than 0", () => {
    for (const shapes of entry.shapes) {
      const inputs = shapes.map((shape) => input(shape));
      const ops = opCount(inputs, [entry.build(...inputs)]);
      expect(Number.isInteger(ops) && ops >= 0).toBe(true);
    }
  });
  test("takes arrays without elements where it takes several", () => {
    const shapes = entry.shapes.find((one) => one.every((shape) => shape.length === 1 && shape[0]! > 1));
    if (!shapes || !isElementwise(entry.build)) return;
    const inputs = shapes.map(() => input([0]));
    const program = compile(inputs, [entry.build(...inputs)]);
    program.run();
    expect(program.outputs[0]).toHaveLength(0);
  });
});

const isElementwise = (build: unknown): boolean => typeof build === "function" && "op" in build;

test("every op that a registered function builds has a rule for each argument", () => {
  for (const entry of opTable)
    for (const node of toposort([entry.build(...entry.shapes[0]!.map((shape) => input(shape)))]))
      if (node.args.length > 0)
        expect([node.op.jvp.length, node.op.vjp.length], node.op.name).toEqual([node.args.length, node.args.length]);
});

describe("planted mistakes are caught", () => {
  const rules = sin.op.jvp as readonly NonNullable<Op["jvp"][number]>[];
  const planted = (jvp: Op["jvp"], vjp: Op["vjp"]): ((x: Expr) => Expr) => {
    const op: Op = { ...sin.op, name: "planted", jvp, vjp };
    return (x) => ({ op, args: [x], shape: x.shape, param: null });
  };
  const half: Op["jvp"] = [(t, y, x) => mul(0.5, rules[0]!(t, y, x!))];
  const x = [0.3, -1.2, 2];
  test("the unplanted op passes", () => checkGrads(planted(sin.op.jvp, sin.op.vjp), x));
  test("a jvp that is half of what it should be", () => expect(() => checkGrads(planted(half, half), x)).toThrow(AdError));
  test("a vjp that is not the transpose", () => expect(() => checkGrads(planted(sin.op.jvp, half), x)).toThrow(/not the transpose/));
  test("a rule that is right to first order only", () => {
    const wrong: Op["jvp"] = [(t, _, e) => mul(t, heldCosine(e!))];
    expect(() => checkGrads(planted(wrong, wrong), x, { order: 1 })).not.toThrow();
    expect(() => checkGrads(planted(wrong, wrong), x, { order: 2 })).toThrow(/the [jv].p of f/);
  });
  test("overwriting where contributions must add up", () => {
    // y = x + x with a rule that forgets the second use.
    const double: Op = {
      name: "double",
      kernel: { form: "elementwise", body: (b, a, c) => b.add(a!, c!) },
      ops: () => 1,
      jvp: [(t) => t, (t) => t],
      vjp: [(t) => t, null],
    };
    expect(() => checkGrads((e) => ({ op: double, args: [e, e], shape: e.shape, param: null }), x)).toThrow(AdError);
  });
});

/** cos x with derivative 0: what a rule looks like that computes numbers where it should build graph. */
function heldCosine(x: Expr): Expr {
  const op: Op = {
    name: "held",
    kernel: { form: "native", run: (out, [a]) => out.set(a!.map(Math.cos)) },
    ops: () => 0,
    jvp: [null],
    vjp: [null],
  };
  return { op, args: [x], shape: x.shape, param: null };
}

test("diagonal ops are known by their one list of rules", () => {
  expect(isDiagonal(sin.op)).toBe(true);
  expect(isDiagonal(sum(input([2])).op)).toBe(false);
  expect(pullback(sum(input([2])), [])).toEqual([]);
});
