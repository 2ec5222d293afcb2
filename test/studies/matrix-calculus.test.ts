/** The study matrix-calculus: every claim holds, with other parameters too; what it rests on is right; bugs are found. */
import { determinant, Matrix } from "ml-matrix";
import { afterEach, describe, expect, test, vi } from "vitest";
import { abs, add, cosh, type Expr, mul, reshape, sin, slice, square, sum } from "../../src/ad/index.js";
import type { Params } from "../../src/core/params.js";
import type { Findings, Study } from "../../src/core/study.js";
import { stream } from "../../src/numeric/sampling/random.js";
import { numbersOf } from "../../src/studies/dense.js";
import { catalogue } from "../../src/studies/matrix-calculus/catalogue.js";
import matrixCalculus from "../../src/studies/matrix-calculus/index.js";
import { integerAdjugate, integerMatrix, singularMatrix } from "../../src/studies/matrix-calculus/integers.js";
import { hessianOf, jacobianOf } from "../../src/studies/matrix-calculus/known.js";
import { levelChord } from "../../src/studies/matrix-calculus/mc2.js";
import { classified } from "../../src/studies/matrix-calculus/mc3.js";
import { isContinuous } from "../../src/studies/matrix-calculus/mc5.js";
import { asymmetry, rowwiseHessian } from "../../src/studies/matrix-calculus/schwarz.js";
import { failing, findingsOf, measured } from "../support/findings.js";

interface Options {
  readonly given?: Params;
  readonly seed?: number;
  readonly study?: Study;
}
function findings(part: string, { given = {}, seed = 0, study = matrixCalculus }: Options = {}): Findings {
  return findingsOf(study, part, { given, seed, quick: false });
}

const parts = Array.from({ length: 12 }, (_, k) => `MC${k + 1}`);

describe("as claimed", () => {
  test("the parts", () => expect(matrixCalculus.parts.map(({ id }) => id)).toEqual(parts));
  test.each(parts)("%s holds", (part) => expect(failing(findings(part))).toEqual([]));

  test.each<[part: string, given: Params]>([
    ["MC1", { dim: 2, results: 1, points: 10 }],
    ["MC1", { dim: 9, results: 4, points: 1 }],
    ["MC2", { dim: 2, vectors: 500 }],
    ["MC2", { dim: 12, vectors: 500 }],
    ["MC4", { dim: 8 }],
    ["MC5", { outer: 1e-3, inner: 1e-5 }],
    ["MC6", { across: -0.5, back: 7 }],
    ["MC6", { across: 4, back: 4 }],
    ["MC7", { dim: 7, results: 12 }],
    ["MC8", { dim: 2, directions: 40 }],
    ["MC8", { dim: 12, directions: 20 }],
    ["MC10", { dim: 3, results: 7, cases: 200 }],
    ["MC11", { dim: 2, points: 20 }],
    ["MC11", { dim: 12, condition: 1e6 }],
    ["MC12", { dim: 2, points: 20 }],
    ["MC12", { dim: 12, condition: 1e3 }],
  ])("%s holds with %o", (part, given) => expect(failing(findings(part, { given, seed: 5 }))).toEqual([]));
});

describe("the published figures", () => {
  test("MC5: −0.99999998 and +0.99999998", () => {
    const found = findings("MC5");
    expect(measured(found, "MC5.yx")).toBeCloseTo(-0.99999998, 8);
    expect(measured(found, "MC5.xy")).toBeCloseTo(0.99999998, 8);
  });
  test("MC6: the rows of the two layouts", () => {
    const found = findings("MC6");
    expect([measured(found, "MC6.rows"), measured(found, "MC6.columns"), measured(found, "MC6.transposed")]).toEqual([
      "1 2; 3 -1",
      "1 3; 2 -1",
      false,
    ]);
  });
  test("MC7: four rows", () =>
    expect(findings("MC7").tables![0]!.rows.map((row) => row[4])).toEqual(["a number", "[5]", "[3, 5]", "[3, 5]"]));
  test("MC9: all four that have no derivative stay where they are", () => {
    const left = findings("MC9").tables![0]!.rows.filter((row) => row.at(-1) === "not differentiable");
    expect(left).toHaveLength(4);
    for (const [name, first, ...rest] of left)
      for (const other of rest.slice(0, -1)) expect(other, `${name}`).toBeCloseTo(first as number, 3);
  });
  test("MC11: a claim for each rule, X singular too", () => {
    const ids = findings("MC11").claims.map(({ id }) => id.replace("MC11.", ""));
    expect(ids).toEqual(
      [
        ["constant", "scaled", "product", "sum", "transpose", "trace", "leibniz", "square", "inner", "quotient"],
        ["det", "det-singular", "inverse", "logdet", "chain", "hessian"],
      ].flat(),
    );
  });
});

describe("what they rest on", () => {
  test("closed forms of gradients, Hessians and Jacobians against differences of the next lower one", () => {
    const { functions, maps, point } = catalogue(stream("closed forms"), 4, 3);
    const x = point();
    const h = 1e-5;
    const moved = (j: number, t: number): Float64Array => x.with(j, x[j]! + t);
    for (const known of functions) {
      const H = hessianOf(known, x);
      for (let j = 0; j < 4; j++) {
        const [above, below] = [known.gradient(moved(j, h)), known.gradient(moved(j, -h))];
        for (let i = 0; i < 4; i++) expect((above[i]! - below[i]!) / (2 * h), `${known.name} ${i}, ${j}`).toBeCloseTo(H[4 * i + j]!, 6);
      }
    }
    expect(functions.length + maps.length).toBe(40);
    for (const map of maps) expect(jacobianOf(map, x)).toHaveLength(4 * map.results);
  });

  test("adjugates in whole numbers: X adj X = det X I, and rank n − 1", () => {
    const rng = stream("integers");
    for (const X of [integerMatrix(rng, 5, 5), singularMatrix(rng, 5), new Matrix([[7]])]) {
      const n = X.rows;
      const product = X.mmul(integerAdjugate(X));
      const det = Math.round(determinant(X));
      expect(numbersOf(product.sub(Matrix.eye(n).mul(det))).every((entry) => entry === 0)).toBe(true);
    }
    expect(
      integerAdjugate(
        new Matrix([
          [1, 2],
          [3, 4],
        ]),
      ).to2DArray(),
    ).toEqual([
      [4, -2],
      [-3, 1],
    ]);
    expect(Math.round(determinant(singularMatrix(rng, 6)))).toBe(0);
    expect(numbersOf(integerAdjugate(singularMatrix(rng, 6))).some((entry) => entry !== 0)).toBe(true);
  });

  test("the chord of a level line: of a circle around (0, 0), at (3, 4)", () => {
    const chord = levelChord((x) => x[0]! * x[0]! + x[1]! * x[1]!, Float64Array.of(3, 4), 1e-4);
    expect(Math.abs(3 * chord[0]! + 4 * chord[1]!) / 5).toBeLessThan(1e-8);
    expect(Math.hypot(chord[0]!, chord[1]!)).toBeCloseTo(1, 14);
  });

  test("classes by eigenvalues", () => {
    const of = (...rows: number[][]): string => classified(rows.map((row) => Float64Array.from(row)));
    expect(of([1, 2], [3, 4])).toBe("convex");
    expect(of([-1, -2], [-3, -1e-3])).toBe("concave");
    expect(of([-1e-3, 2])).toBe("neither convex nor concave");
    expect(of([0, 2], [1, 4])).toBe("convex, Hessian singular at 0");
    expect(of([-1e-16, 2], [0, 4])).toBe("convex, Hessian singular everywhere");
  });

  test("what is C² and what is not, away from 0 as well", () => {
    const x = (p: Expr): Expr => reshape(slice(p, 0, 1), []);
    const y = (p: Expr): Expr => reshape(slice(p, 1, 2), []);
    // x|x| + y² has the second derivative ±2; x²|x| has 6|x|, which is continuous.
    const kink = (p: Expr): Expr => add(mul(x(p), abs(x(p))), square(y(p)));
    const corner = (p: Expr): Expr => mul(square(x(p)), abs(x(p)));
    expect([isContinuous(kink, Float64Array.of(0, 3)), isContinuous(kink, Float64Array.of(1, 3))]).toEqual([false, true]);
    expect([isContinuous(corner, new Float64Array(2)), isContinuous((p) => sum(cosh(p)), new Float64Array(2))]).toEqual([true, true]);
  });

  test("a Hessian by rows: entry (i, j) is ∂/∂x_j ∂f/∂x_i, and its asymmetry", () => {
    const H = rowwiseHessian((p) => mul(sin(reshape(slice(p, 0, 1), [])), square(reshape(slice(p, 1, 2), []))), 2);
    expect([...H(Float64Array.of(0.3, 2))]).toEqual([
      expect.closeTo(-4 * Math.sin(0.3), 14),
      expect.closeTo(4 * Math.cos(0.3), 14),
      expect.closeTo(4 * Math.cos(0.3), 14),
      expect.closeTo(2 * Math.sin(0.3), 14),
    ]);
    expect(asymmetry(Float64Array.of(1, 2, 3, 4), 2)).toBe(0.25);
  });
});

describe("a bug is found", () => {
  const files = ["ad/matrix/adjugate", "ad/ops/elementary", "ad/ops/matrix-solve", "ad/derive"].map((name) => `../../src/${name}.js`);
  afterEach(() => {
    for (const file of files) vi.doUnmock(file);
    vi.resetModules();
  });
  async function with_<M>(name: string, change: (module: M) => Partial<M>): Promise<(part: string) => string[]> {
    vi.resetModules();
    vi.doMock(`../../src/${name}.js`, async (importOriginal) => {
      const original = await importOriginal<M>();
      return { ...original, ...change(original) };
    });
    const study = (await import("../../src/studies/matrix-calculus/index.js")).default;
    return (part) => failing(findings(part, { study }));
  }

  test("the adjugate is not transposed", async () => {
    const wrong = await with_<typeof import("../../src/ad/matrix/adjugate.js")>("ad/matrix/adjugate", ({ adjugate }) => ({
      adjugate: (out, F, Es, n) => {
        adjugate(out, F, Es, n);
        const kept = out.slice();
        for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) out[i * n + j] = kept[j * n + i]!;
      },
    }));
    expect(wrong("MC11")).toEqual(["MC11.det", "MC11.det-singular"]);
  });

  test("the transposed system is solved without transposing", async () => {
    const wrong = await with_<typeof import("../../src/ad/ops/matrix-solve.js")>("ad/ops/matrix-solve", ({ solved }) => ({
      solved: (a, f, b, param) => solved(a, f, b, { ...param, transposed: false }),
    }));
    expect(wrong("MC11")).toEqual(["MC11.logdet"]);
    expect(wrong("MC12")).toEqual(["MC12.logdet"]);
  });

  test("softplus has a derivative that is half of what it should be", async () => {
    const wrong = await with_<typeof import("../../src/ad/ops/elementary.js")>("ad/ops/elementary", (original) => {
      const { softplus } = original;
      const half = (x: Expr): Expr => {
        const node = softplus(x);
        const rules = node.op.jvp.map((rule) => rule && ((...args: Parameters<typeof rule>) => mul(0.5, rule(...args))));
        return { ...node, op: { ...node.op, jvp: rules, vjp: rules } };
      };
      return { softplus: Object.assign((x: Expr) => half(x), softplus) as typeof softplus };
    });
    expect(wrong("MC1")).toEqual(["gradient.closed", "gradient.differences", "hessian.closed"].map((id) => `MC1.${id}`));
  });

  test("reverse mode forgets a factor that forward mode has", async () => {
    const wrong = await with_<typeof import("../../src/ad/derive.js")>("ad/derive", ({ pullback }) => ({
      pullback: (y, xs, seed) => pullback(y, xs, seed).map((g) => mul(1 + 1e-9, g)),
    }));
    expect(wrong("MC10")).toEqual(expect.arrayContaining(["MC10.adjoint", "MC10.first"]));
    expect(wrong("MC1")).toEqual(expect.arrayContaining(["MC1.gradient.jvp", "MC1.gradient.closed", "MC1.jacobian.jvp"]));
  });
});
