/** All modes give one Jacobian; costs are those of the sweeps that are run; auto takes the cheapest. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { eliminationRoute } from "../../../src/ad/elimination/route.js";
import { size, toposort } from "../../../src/ad/expr.js";
import * as ad from "../../../src/ad/index.js";
import { sparsityOf } from "../../../src/ad/jacobian/sparsity.js";
import { sweepsOf } from "../../../src/ad/jacobian/sweeps.js";
import { stream } from "../../../src/numeric/sampling/random.js";
import { adding, build, elementwise, moving, recipes, reducedExtremes } from "../wasm/random-program.js";

type Expr = ad.Expr;
const modes = ["auto", "forward", "reverse", "sparse", "elimination"] as const;

const numbers = (name: string, length: number): Float64Array => {
  const rng = stream(name);
  return Float64Array.from({ length }, () => rng.normal());
};
const data = (...shape: number[]): Expr => ad.constant(numbers("data", size(shape)), shape);
const dot = (a: Float64Array, b: Float64Array): number => a.reduce((s, v, i) => s + v * b[i]!, 0);

/** The largest difference over the largest number. */
function apart(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  let [worst, largest] = [0, 0];
  for (let i = 0; i < a.length; i++) {
    if (Object.is(a[i], b[i])) continue;
    worst = Math.max(worst, Number.isNaN(a[i]! - b[i]!) ? Number.POSITIVE_INFINITY : Math.abs(a[i]! - b[i]!));
    largest = Math.max(largest, Math.abs(b[i]!));
  }
  return worst / Math.max(1, largest);
}

describe.each(modes)("%s", (mode) => {
  test("closed forms", () => {
    // f = (x₀ x₁, sin x₀, x₁² + x₂)
    const f = (x: Expr): Expr => {
      const at = (i: number): Expr => ad.slice(x, i, i + 1);
      return ad.concat([ad.mul(at(0), at(1)), ad.sin(at(0)), ad.add(ad.square(at(1)), at(2))]);
    };
    const J = ad.jacobian(f, { mode })([0.5, -2, 7]);
    expect(apart(J, [-2, 0.5, 0, Math.cos(0.5), 0, 0, 0, -4, 1])).toBeLessThan(1e-15);
  });
  test("d(X Xᵀ)_ij/dX_kl = δ_ik X_jl + δ_jk X_il", () => {
    const [m, n] = [3, 2];
    const x = numbers("X", m * n);
    const J = ad.jacobian(
      (e) => {
        const X = ad.reshape(e, [m, n]);
        return ad.matmul(X, ad.transpose(X));
      },
      { mode },
    )(x);
    const X = (i: number, l: number): number => x[i * n + l]!;
    const expected = Array.from({ length: m * m * m * n }, (_, at) => {
      const [i, j, k, l] = [Math.floor(at / (m * m * n)), Math.floor(at / (m * n)) % m, Math.floor(at / n) % m, at % n];
      return (i === k ? X(j, l) : 0) + (j === k ? X(i, l) : 0);
    });
    expect(apart(J, expected)).toBeLessThan(1e-15);
  });
  test("scalars, and shapes of what comes back", () => {
    expect(ad.jacobian((x) => ad.mul(3, x), { mode })(2)).toBe(3);
    expect(ad.jacobian((x) => ad.sum(ad.square(x)), { mode })([1, 2])).toEqual(Float64Array.of(2, 4));
    expect(
      ad.jacobian(
        (x) =>
          ad.mul(
            [1, 2].reduce<Expr>((e) => ad.add(e, x), x),
            ad.constant([1, 2]),
          ),
        { mode },
      )(5),
    ).toEqual(Float64Array.of(3, 6));
  });
  test("what is x itself, what is not of x, what is there twice", () => {
    const f = (x: Expr): Expr =>
      ad.concat([x, ad.constant([4]), ad.slice(x, 0, 1), ad.sin(ad.slice(ad.exp(x), 1, 2)), ad.slice(ad.exp(x), 1, 2)]);
    const [e, c] = [Math.exp(2), Math.cos(Math.exp(2))];
    expect(apart(ad.jacobian(f, { mode })([1, 2]), [1, 0, 0, 1, 0, 0, 1, 0, 0, c * e, 0, e])).toBeLessThan(1e-15);
  });
  test("within a traced function, and differentiated again: ∂/∂x Σ J² for f = A sin x is −2 Σ_i a_ij² sin x_j cos x_j", () => {
    const A = numbers("A", 6);
    const f = (x: Expr): Expr => ad.matmul(ad.constant(A, [3, 2]), ad.sin(x));
    const x = [0.3, 1.1];
    const inner = (at: Expr): Expr => ad.jacobian(f, { mode })(at);
    expect(inner(ad.input([2])).shape).toEqual([3, 2]);
    const g = ad.grad((at) => ad.sum(ad.square(inner(at))))(x);
    const expected = x.map((v, j) => -2 * Math.sin(v) * Math.cos(v) * [0, 1, 2].reduce((s, i) => s + A[2 * i + j]! * A[2 * i + j]!, 0));
    expect(apart(g, expected)).toBeLessThan(1e-14);
  });
  test("loops, joined arrays, extremes with ties, rows by index, running sums", () => {
    const f = (x: Expr): Expr => {
      const [last, all] = ad.scan((c, a) => [ad.add(ad.mul(0.5, c), ad.sin(ad.mul(a, c))), ad.square(c)], ad.constant(0.7), x);
      return ad.concat([
        ad.reshape(last, [1]),
        all,
        ad.reshape(ad.max(x), [1]),
        ad.gather(x, [2, 2, 0]),
        ad.scatterAdd(x, [1, 0, 1, 1], 2),
        ad.cumsum(x),
      ]);
    };
    const x = [1, 2, 2, -1];
    expect(apart(ad.jacobian(f, { mode })(x), ad.jacobian(f, { mode: "forward" })(x))).toBeLessThan(1e-15);
    // The two largest share the derivative.
    expect(Array.from(ad.jacobian(f, { mode })(x).subarray(20, 24))).toEqual([0, 0.5, 0.5, 0]);
  });
  test("a branch that is not selected contributes 0, never NaN", () => {
    const f = (x: Expr): Expr => ad.where(ad.lt(0, x), ad.mul(x, ad.log(ad.relu(x))), ad.square(x));
    expect([...ad.jacobian(f, { mode })([-3, 1])]).toEqual([-6, 0, 0, 1]);
    const within = ad.jacobian((x) => ad.reshape(ad.jacobian(f, { mode })(x), [4]), { mode: "forward" })([-3, 1]);
    expect([...within]).toEqual([2, 0, 0, 0, 0, 0, 0, 1]);
    // Elimination joins the zero with what lies between, before it meets 1/0.
    const quotient = (x: Expr): Expr => {
      const [a, b] = [ad.slice(x, 0, 1), ad.slice(x, 1, 2)];
      return ad.where(ad.lt(0, b), ad.mul(2, ad.div(a, b)), a);
    };
    expect([...ad.jacobian(quotient, { mode })([1, 0])].map((v) => v + 0)).toEqual([1, 0]);
  });
  test("an op that is a black box", () => {
    const f = (x: Expr): Expr => ad.inverse(ad.add(ad.reshape(x, [2, 2]), ad.constant([3, 0, 0, 3], [2, 2])));
    const at = [0.5, -1, 2, 1];
    // d(A⁻¹) = −A⁻¹ dA A⁻¹
    const det = 3.5 * 4 + 2;
    const B = [4 / det, 1 / det, -2 / det, 3.5 / det];
    const expected = Array.from({ length: 16 }, (_, k) => {
      const [i, j, p, q] = [k >> 3, (k >> 2) & 1, (k >> 1) & 1, k & 1];
      return -B[2 * i + p]! * B[2 * q + j]!;
    });
    expect(apart(ad.jacobian(f, { mode })(at), expected)).toBeLessThan(1e-14);
  });
  test("more directions than go through a program at once", () => {
    const [m, n] = [37, 41];
    const A = numbers("A", m * n);
    const J = ad.jacobian((x) => ad.matmul(ad.constant(A, [m, n]), x), { mode })(numbers("x", n));
    expect(J).toEqual(A);
  });
  test("f is traced once for each shape", () => {
    let traces = 0;
    const J = ad.jacobian(
      (x) => {
        traces++;
        return ad.square(x);
      },
      { mode },
    );
    expect([J([1, 2]), J([3, 4]), J([5])].map((M) => [...M])).toEqual([[2, 0, 0, 4], [6, 0, 0, 8], [10]]);
    expect(traces).toBe(2);
  });
  test("what is no expression is refused", () => {
    expect(() => ad.jacobian((() => "no") as unknown as (x: Expr) => Expr, { mode })([1])).toThrow(/must return an expression/);
  });
});

test("random programs: all modes agree, the structure has every entry that is not 0", () => {
  const ops = [...elementwise, ...moving, ...adding, ...reducedExtremes];
  let [programs, entries] = [0, 0];
  const property = fc.property(recipes(ops, 9, [2, 3, 5]), (recipe) => {
    const { inputs, last } = build(recipe, ops);
    const used = inputs.filter((x) => toposort([last]).includes(x));
    fc.pre(used.length === 1 && size(last.shape) > 0 && size(last.shape) <= 100 && size(used[0]!.shape) <= 60);
    const [x] = used as [Expr];
    const [m, n] = [size(last.shape), size(x.shape)];
    const at = numbers("x", n);
    const f = (e: Expr): Expr => {
      const to = new Map<Expr, Expr>([[x, ad.reshape(e, x.shape)]]);
      for (const node of toposort([last]))
        if (!to.has(node)) to.set(node, node.args.length === 0 ? node : { ...node, args: node.args.map((arg) => to.get(arg)!) });
      return to.get(last)!;
    };
    const J = ad.jacobian(f, { mode: "forward" })(at);
    fc.pre(J.every((v) => Number.isFinite(v)));
    for (const mode of modes) expect(apart(ad.jacobian(f, { mode })(at), J), mode).toBeLessThan(1e-10);
    const pattern = ad.jacobianSparsity(f, n);
    const inside = new Set(
      Array.from({ length: m }, (_, i) =>
        [...pattern.indices.subarray(pattern.starts[i]!, pattern.starts[i + 1]!)].map((j) => i * n + j),
      ).flat(),
    );
    J.forEach((v, k) => expect(v === 0 || inside.has(k)).toBe(true));
    programs++;
    entries += J.filter((v) => v !== 0).length;
  });
  fc.assert(property, { seed: 3, numRuns: 80 });
  expect(programs).toBeGreaterThan(60);
  expect(entries).toBeGreaterThan(400);
});

describe("costs", () => {
  test("operations of sweeps are those of the programs that run", () => {
    const x = ad.input([40]);
    const y = ad.tanh(ad.matmul(data(30, 40), x));
    for (const mode of ["forward", "reverse"] as const) {
      const count = mode === "forward" ? 40 : 30;
      const sweeps = sweepsOf(mode, y, x);
      const seeds = ad.input([count, count]);
      // In blocks of 16: the rest of the work, here tanh′, is done once for each block.
      const blocks = [16, 16, count - 32].filter((k) => k > 0);
      const along = (k: number): Expr => ad.input([k, count]);
      const expected = (mode === "forward" ? [16, 16, 8] : [16, 14]).reduce((sum, k) => {
        const v = along(k);
        return sum + ad.opCount([x, v], [sweeps.all(v)]);
      }, 0);
      expect(sweeps.ops(count)).toBe(expected);
      expect(blocks[0]).toBe(16);
      expect(sweeps.all(seeds).shape).toEqual([count, mode === "forward" ? 30 : 40]);
      expect(sweeps.ops(0)).toBe(0);
    }
  });
  test("Ax: n (2mn − m) and m (2mn − n); a tie goes to forward", () => {
    for (const [m, n] of [
      [1, 7],
      [7, 7],
      [8, 7],
      [50, 3],
    ] as const) {
      const costs = ad.jacobianCosts((x) => ad.matmul(ad.input([m, n]), x), n);
      const of = (mode: string) => costs.find((one) => one.mode === mode)!;
      expect(of("forward")).toEqual({ mode: "forward", sweeps: n, ops: n * (2 * m * n - m) });
      expect(of("reverse")).toEqual({ mode: "reverse", sweeps: m, ops: m * (2 * m * n - n) });
      expect(costs[0].mode).toBe(n <= m ? "forward" : "reverse");
    }
  });
  test("a band is cheapest by its structure, an arrowhead by both directions", () => {
    const n = 50;
    const band = (x: Expr): Expr => ad.sub(ad.square(ad.slice(x, 1, n)), ad.sin(ad.slice(x, 0, n - 1)));
    expect(ad.jacobianCosts(band, n)[0]).toMatchObject({ mode: "sparse", sweeps: 2 });
    const arrow = (x: Expr): Expr => ad.concat([ad.reshape(ad.sum(ad.square(x)), [1]), ad.mul(ad.slice(x, 0, 1), ad.slice(x, 1, n))]);
    expect(ad.jacobianCosts(arrow, n)[0]).toMatchObject({ mode: "sparse", sweeps: 3 });
    const x = numbers("x", n);
    expect(ad.jacobian(arrow)(x)).toEqual(ad.jacobian(arrow, { mode: "forward" })(x));
  });
  test("a full Jacobian is not coloured", () => {
    expect(ad.jacobianCosts((x) => ad.matmul(data(20, 20), ad.sin(x)), 20).map(({ mode }) => mode)).toEqual(["forward", "reverse"]);
  });
});

describe("the graph of scalars", () => {
  const graphOf = (f: (x: Expr) => Expr, n: number) => {
    const x = ad.input([n]);
    return eliminationRoute(f(x), x).graph;
  };
  test("the lecture's L = v₂ + √v₂, v₂ = w₂ log w₁: 4 ops, 6 edges; moving elements makes no vertex", () => {
    const at = (w: Expr, i: number): Expr => ad.reshape(ad.slice(w, i, i + 1), []);
    const product = (w: Expr): Expr => ad.mul(at(w, 1), ad.log(at(w, 0)));
    const graph = graphOf((w) => ad.add(product(w), ad.sqrt(product(w))), 2);
    expect(graph).toMatchObject({ vertices: 6, inputs: [0, 1], outputs: [5] });
    expect(graph.edges.map(([a, b]) => `${a}${b}`).sort()).toEqual(["02", "13", "23", "34", "35", "45"]);
  });
  test("x · x is one edge; a factor that is the constant 0 is none; what no output needs is not there", () => {
    expect(graphOf((x) => ad.mul(x, x), 3).edges).toHaveLength(3);
    expect(graphOf((x) => ad.mul(ad.constant([1, 0, 1]), x), 3).edges).toHaveLength(2);
    expect(graphOf((x) => ad.slice(ad.exp(x), 1, 2), 3)).toMatchObject({ vertices: 4, edges: [[1, 3]] });
  });
  test("an output that others are computed from has an edge of its own", () => {
    const graph = graphOf((x) => ad.concat([ad.exp(x), ad.sin(ad.exp(x))]), 1);
    // x → e, e → sin e, e → the copy of e
    expect(graph.edges).toHaveLength(3);
    expect(graph.outputs).toHaveLength(2);
  });
});

describe("structure", () => {
  const rows = (f: (x: Expr) => Expr, n: number): string[] => {
    const { rows: m, columns, starts, indices } = ad.jacobianSparsity(f, n);
    return Array.from({ length: m }, (_, i) => {
      const marks = new Array<string>(columns).fill(".");
      for (const j of indices.subarray(starts[i]!, starts[i + 1]!)) marks[j] = "x";
      return marks.join("");
    });
  };
  test("constants 0 in a matrix, products of matrices, black boxes that are linear", () => {
    expect(rows((x) => ad.matmul(ad.constant([1, 0, 0, 0, 2, 3], [2, 3]), x), 3)).toEqual(["x..", ".xx"]);
    const upper = ad.constant([1, 2, 0, 3], [2, 2]);
    expect(rows((x) => ad.matmul(upper, ad.reshape(x, [2, 2])), 4)).toEqual(["x.x.", ".x.x", "..x.", "...x"]);
    expect(rows((x) => ad.cumsum(ad.square(x)), 3)).toEqual(["x..", "xx.", "xxx"]);
  });
  test("what is held constant, selected by a constant mask, compared", () => {
    expect(rows((x) => ad.mul(x, ad.stopGradient(ad.flip(x))), 2)).toEqual(["x.", ".x"]);
    expect(rows((x) => ad.where(ad.constant([1, 0]), x, ad.flip(x)), 2)).toEqual(["x.", "x."]);
    expect(rows((x) => ad.lt(x, 0), 2)).toEqual(["..", ".."]);
  });
  test("loops are walked step by step, backwards too", () => {
    const f = (x: Expr): Expr => ad.scan((c, a) => [ad.mul(a, a), ad.add(c, a)], ad.constant(0), x)[1];
    expect(rows(f, 4)).toEqual(["x...", "xx..", ".xx.", "..xx"]);
    // Its Jacobian transposed: the adjoint loop runs backwards.
    const x = ad.input([4]);
    const u = ad.input([4]);
    const pattern = sparsityOf(ad.pullback(f(x), [x], u)[0]!, u);
    expect([...pattern.indices]).toEqual([0, 1, 1, 2, 2, 3, 3]);
  });
  test("Hessians are symmetric, and banded where sums are of neighbours", () => {
    const f = (x: Expr): Expr => ad.sum(ad.square(ad.sub(ad.slice(x, 0, 4), ad.square(ad.slice(x, 1, 5)))));
    const { starts, indices } = ad.hessianSparsity(f, 5);
    expect([...starts]).toEqual([0, 2, 5, 8, 11, 13]);
    expect([...indices]).toEqual([0, 1, 0, 1, 2, 1, 2, 3, 2, 3, 4, 3, 4]);
    expect(() => ad.hessianSparsity((x) => x, 3)).toThrow(/must return a scalar/);
  });
  test("sums of a hundred thousand variables", () => {
    const n = 100_000;
    const pattern = ad.jacobianSparsity((x) => ad.concat([ad.reshape(ad.sum(ad.square(x)), [1]), ad.slice(x, 0, 1)]), n);
    expect([...pattern.starts]).toEqual([0, n, n + 1]);
  });
});

test("J v and Jᵀ u of the modes are those of jvp and vjp", () => {
  const f = (x: Expr): Expr => ad.softmax(ad.matmul(data(5, 3), ad.sin(x)));
  const [x, v, u] = [numbers("x", 3), numbers("v", 3), numbers("u", 5)];
  const [, pull] = ad.vjp(f, x);
  const Jv = ad.jvp(f, x, v)[1] as Float64Array;
  for (const mode of modes) {
    const J = ad.jacobian(f, { mode })(x);
    for (let i = 0; i < 5; i++) expect(Math.abs(dot(J.subarray(3 * i, 3 * i + 3), v) - Jv[i]!)).toBeLessThan(1e-14);
    const Ju = pull(u) as Float64Array;
    for (let j = 0; j < 3; j++) expect(Math.abs(u.reduce((s, w, i) => s + w * J[3 * i + j]!, 0) - Ju[j]!)).toBeLessThan(1e-14);
  }
});
