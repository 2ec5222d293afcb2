/** The reference data of matrix functions: values, gradients, first and second directional derivatives in both modes, on both engines. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import * as ad from "../../src/ad/index.js";

/** The data agree to 4e-15; condition numbers here are below 10. */
const TOLERANCE = 1e-12;

type Matrix = readonly (readonly number[])[];
interface Case {
  readonly name: string;
  readonly A: Matrix;
  readonly E: Matrix;
  readonly B?: Matrix;
  readonly W?: Matrix;
  readonly b?: readonly number[];
  readonly c?: readonly number[];
  readonly x?: readonly number[];
  readonly y?: readonly number[];
  readonly t?: readonly number[];
  readonly value: string;
  readonly dir1: string;
  readonly dir2: string;
  readonly grad: Matrix;
}

const cases = JSON.parse(readFileSync(new URL("../data/ad_matrix.json", import.meta.url), "utf8")).cases as Case[];

const {
  add,
  constant,
  det,
  dot,
  eigvalsh,
  exp,
  expm,
  inverse,
  log,
  logdet,
  logsumexp,
  lstsq,
  matmul,
  mul,
  neg,
  norm,
  prod,
  singularValues,
} = ad;
const { slice, solve, squaredDistances, sub, sum, square, tanh, trace, transpose } = ad;
const matrix = (rows: Matrix | undefined): ad.Expr => constant(rows!.flat(), [rows!.length, rows![0]!.length]);
const vector = (x: readonly number[] | undefined): ad.Expr => constant(x!);
const at = (x: ad.Expr, i: number): ad.Expr => ad.reshape(slice(x, i, i + 1), []);
const weighed = (w: Matrix | undefined, y: ad.Expr): ad.Expr => sum(mul(matrix(w), y));
const gram = (a: ad.Expr): ad.Expr => matmul(transpose(a), a);
const identity = (n: number): ad.Expr =>
  constant(
    Float64Array.from({ length: n * n }, (_, k) => (k % (n + 1) === 0 ? 1 : 0)),
    [n, n],
  );
/** ‖a_i − a_j‖ and weights 1 for i < j. */
const pairs = (n: number, f: (i: number, j: number) => number): ad.Expr =>
  constant(
    Float64Array.from({ length: n * n }, (_, k) => f(Math.floor(k / n), k % n)),
    [n, n],
  );

const functions: Readonly<Record<string, (a: ad.Expr, of: Case) => ad.Expr>> = {
  trace: (a) => trace(a),
  trace_product: (a, { B }) => trace(matmul(transpose(a), matrix(B))),
  trace_AXAt: (a, { B }) => trace(matmul(matmul(a, matrix(B)), transpose(a))),
  fro2: (a) => sum(square(a)),
  fro: (a) => norm(a),
  det3: (a) => det(a),
  det4: (a) => det(a),
  logabsdet: (a) => ad.slogdet(a).logabsdet,
  logdet_spd: (a) => logdet(a),
  inv: (a, { W }) => weighed(W, inverse(a)),
  trace_inv: (a) => trace(inverse(a)),
  solve: (a, { b, c }) => dot(vector(c), solve(a, vector(b))),
  solve_norm: (a, { b }) => sum(square(solve(a, vector(b)))),
  quad: (a, { x }) => dot(vector(x), matmul(a, vector(x))),
  lsq_loss: (a, { x, b }) => mul(0.5, sum(square(sub(matmul(a, vector(x)), vector(b))))),
  lsq_solution: (a, { b, c }) => dot(vector(c), lstsq(a, vector(b))),
  lsq_residual: (a, { b }) => sum(square(sub(matmul(a, lstsq(a, vector(b))), vector(b)))),
  ridge_solution: (a, { b, c }) => dot(vector(c), solve(add(gram(a), mul(0.5, identity(a.shape[1]!))), matmul(transpose(a), vector(b)))),
  logdet_gram: (a) => logdet(gram(a)),
  nuclear: (a) => sum(singularValues(a)),
  spectral: (a) => at(singularValues(a), 0),
  sigma_min: (a) => at(singularValues(a), a.shape[1]! - 1),
  cond: (a) => ad.div(at(singularValues(a), 0), at(singularValues(a), a.shape[1]! - 1)),
  eig_max: (a) => at(eigvalsh(a), a.shape[0]! - 1),
  eig_min: (a) => at(eigvalsh(a), 0),
  eig_fun: (a) => sum(mul(constant(a.shape[0] === 3 ? [1, 2, 3] : [1, 2, 3, 4]), exp(eigvalsh(a)))),
  chol: (a, { W }) => weighed(W, ad.cholesky(a)),
  matpow: (a, { B }) => trace(matmul(matmul(matmul(a, a), a), matrix(B))),
  expm: (a, { W }) => weighed(W, expm(mul(0.25, a))),
  tanh_layer: (a, { B, W }) => weighed(W, tanh(matmul(a, matrix(B)))),
  lse_affine: (a, { x, b }) => logsumexp(add(matmul(a, vector(x)), vector(b))),
  softmax_xent: (a, { t }) => sum(a.shape[0] === t!.length ? sub(logsumexp(a, 1), sum(mul(a, pick(t!, a.shape[1]!)), 1)) : a),
  mds_stress: (a) => {
    const n = a.shape[0]!;
    // 1 on the diagonal, which is left out: the root has no derivative at 0.
    const lengths = ad.sqrt(add(squaredDistances(a), identity(n)));
    return sum(
      mul(
        pairs(n, (i, j) => (i < j ? 1 : 0)),
        square(
          sub(
            lengths,
            pairs(n, (i, j) => 1 + Math.abs(i - j)),
          ),
        ),
      ),
    );
  },
  logistic: (a, { x, y }) => sum(log(add(1, exp(neg(mul(vector(y), matmul(a, vector(x)))))))),
  product: (a) => prod(a),
  gauss_kernel: (a) => sum(exp(mul(-0.5, squaredDistances(a)))),
};
const pick = (t: readonly number[], n: number): ad.Expr =>
  constant(
    t.flatMap((of) => Array.from({ length: n }, (_, j) => (j === of ? 1 : 0))),
    [t.length, n],
  );

test("there are 36", () => {
  expect(cases).toHaveLength(36);
  expect(Object.keys(functions).sort()).toEqual(cases.map(({ name }) => name).sort());
});

describe.each(["wasm", "interpreter"] as const)("%s", (engine) => {
  test.each(cases.map((c) => [c.name, c] as const))("%s", (name, c) => {
    const [A, E] = [matrix(c.A), matrix(c.E)];
    const x = ad.input(A.shape);
    const f = functions[name]!(x, c);
    const gradient = ad.pullback(f, [x])[0]!;
    const first = ad.pushforward(f, x, E);
    const along = sum(mul(gradient, E));
    // Second derivatives: forward over forward, forward over reverse, reverse over forward, reverse over reverse.
    const inner = (g: ad.Expr): ad.Expr => sum(mul(g, E));
    const seconds = [
      ad.pushforward(first, x, E),
      ad.pushforward(along, x, E),
      inner(ad.pullback(first, [x])[0]!),
      inner(ad.pullback(along, [x])[0]!),
    ];
    const program = ad.compile([x], [f, gradient, first, along, ...seconds], engine);
    program.inputs[0]!.set(c.A.flat());
    program.run();
    const outputs = program.outputs.map((y) => Array.from(y));
    const errors: string[] = [];
    const close = (got: number, text: string | number, scale: number, what: string): void => {
      const want = Number(text);
      if (!(Math.abs(got - want) <= TOLERANCE * Math.max(scale, Math.abs(want)))) errors.push(`${what}: ${got}, not ${text}`);
    };
    close(outputs[0]![0]!, c.value, 0, "value");
    const g = c.grad.flat();
    const largest = Math.max(...g.map(Math.abs));
    g.forEach((want, k) => close(outputs[1]![k]!, want, largest, `gradient ${k}`));
    close(outputs[2]![0]!, c.dir1, largest, "dir1, forward");
    close(outputs[3]![0]!, c.dir1, largest, "dir1, reverse");
    outputs.slice(4).forEach(([got], k) => close(got!, c.dir2, largest, `dir2, ${k}`));
    expect(errors).toEqual([]);
  });
});
