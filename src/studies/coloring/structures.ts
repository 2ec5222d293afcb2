/** Functions whose Jacobians and Hessians have a known structure, and their entries in closed form. */
import {
  add,
  concat,
  constant,
  type Expr,
  exp,
  gather,
  mul,
  pad,
  reshape,
  type Sparsity,
  scatterAdd,
  sin,
  slice,
  square,
  sub,
  sum,
} from "../../ad/index.js";
import { eachEntry } from "../../ad/jacobian/sparsity.js";

/** (row, column) to the entry at x; only where there is one. */
export type Entries = (x: Float64Array, see: (row: number, column: number, value: number) => void) => void;

export interface Structure {
  readonly id: string;
  readonly what: string;
  /** Of x. */
  readonly n: number;
  readonly f: (x: Expr) => Expr;
  /** Of J, or where f is a scalar of ∇²f. */
  readonly entries: Entries;
}

/** f_i = Σ_k w_k sin x_(i+k), k = −lower … upper, w_k = 1/(1 + lower + k). */
export function band(id: string, n: number, lower: number, upper: number): Structure {
  const offsets = Array.from({ length: lower + upper + 1 }, (_, k) => k - lower);
  const weight = (k: number): number => 1 / (1 + lower + k);
  return {
    id,
    what: lower + upper === 0 ? "diagonal" : lower === 1 && upper === 1 ? "tridiagonal" : `band, ${lower} below and ${upper} above`,
    n,
    f: (x) => {
      const padded = pad(sin(x), [lower], [upper]);
      return offsets.map((k) => mul(weight(k), slice(padded, k + lower, k + lower + n))).reduce((a, b) => add(a, b));
    },
    entries: (x, see) => {
      for (let i = 0; i < n; i++) for (const k of offsets) if (i + k >= 0 && i + k < n) see(i, i + k, weight(k) * Math.cos(x[i + k]!));
    },
  };
}

/** Bratu's equation on a grid, f = 4u − (the four neighbours) − λ e^u, 0 around. */
export function fivePoint(side: number): Structure {
  const lambda = 0.5;
  const n = side * side;
  return {
    id: "five-point",
    what: `five-point stencil, ${side} × ${side}`,
    n,
    f: (x) => {
      const u = reshape(x, [side, side]);
      const around = pad(u, [1, 1], [1, 1]);
      const at = (i: number, j: number): Expr => slice(around, [1 + i, 1 + j], [1 + i + side, 1 + j + side]);
      const neighbours = add(add(at(-1, 0), at(1, 0)), add(at(0, -1), at(0, 1)));
      return reshape(sub(sub(mul(4, u), neighbours), mul(lambda, exp(u))), [n]);
    },
    entries: (x, see) => {
      for (let i = 0; i < n; i++) {
        const [row, column] = [Math.floor(i / side), i % side];
        see(i, i, 4 - lambda * Math.exp(x[i]!));
        if (row > 0) see(i, i - side, -1);
        if (row < side - 1) see(i, i + side, -1);
        if (column > 0) see(i, i - 1, -1);
        if (column < side - 1) see(i, i + 1, -1);
      }
    },
  };
}

/** f₀ = Σ x_j², f_i = x₀ x_i. */
export const arrowhead = (n: number): Structure => ({
  id: "arrowhead",
  what: "arrowhead: a full row, a full column, the diagonal",
  n,
  f: (x) => concat([reshape(sum(square(x)), [1]), mul(slice(x, 0, 1), slice(x, 1, n))]),
  entries: (x, see) => {
    for (let j = 0; j < n; j++) see(0, j, 2 * x[j]!);
    for (let i = 1; i < n; i++) {
      see(i, 0, x[i]!);
      see(i, i, x[0]!);
    }
  },
});

/** f = x₀⁴ + Σ x₀² x_j²: a symmetric arrowhead. */
export const symmetricArrowhead = (n: number): Structure => ({
  id: "symmetric-arrowhead",
  what: "symmetric arrowhead",
  n,
  f: (x) => mul(square(reshape(slice(x, 0, 1), [])), sum(square(x))),
  entries: (x, see) => {
    const rest = x.subarray(1).reduce((s, v) => s + v * v, 0);
    see(0, 0, 12 * x[0]! * x[0]! + 2 * rest);
    for (let j = 1; j < n; j++) {
      const off = 4 * x[0]! * x[j]!;
      see(0, j, off);
      see(j, 0, off);
      see(j, j, 2 * x[0]! * x[0]!);
    }
  },
});

/** f = Σ x_i² x_(i+1)². */
export const symmetricTridiagonal = (n: number): Structure => ({
  id: "symmetric-tridiagonal",
  what: "symmetric tridiagonal",
  n,
  f: (x) => sum(square(mul(slice(x, 0, n - 1), slice(x, 1, n)))),
  entries: (x, see) => {
    const squared = (i: number): number => (i >= 0 && i < n ? x[i]! * x[i]! : 0);
    for (let i = 0; i < n; i++) {
      see(i, i, 2 * squared(i - 1) + 2 * squared(i + 1));
      if (i === 0) continue;
      see(i, i - 1, 4 * x[i]! * x[i - 1]!);
      see(i - 1, i, 4 * x[i]! * x[i - 1]!);
    }
  },
});

/** f_i = Σ_j w_ij sin x_j over the places of any pattern; w_ij = 1, 2, … 7 in turn. */
export function anyJacobian(pattern: Sparsity): Structure {
  const { rows, columns, indices } = pattern;
  const weights = Float64Array.from(indices, (_, at) => 1 + (at % 7));
  const rowOf = new Int32Array(indices.length);
  eachEntry(pattern, (i, _, at) => {
    rowOf[at] = i;
  });
  return {
    id: "given",
    what: `the pattern given, ${rows} × ${columns}`,
    n: columns,
    f: (x) => scatterAdd(mul(constant(weights), gather(sin(x), indices)), rowOf, rows),
    entries: (x, see) => eachEntry(pattern, (i, j, at) => see(i, j, weights[at]! * Math.cos(x[j]!))),
  };
}

/** f = Σ x_i⁴ + Σ x_i² x_j² over the pairs of a symmetric pattern. */
export function anyHessian(pattern: Sparsity): Structure {
  const n = pattern.rows;
  const [left, right]: [number[], number[]] = [[], []];
  eachEntry(pattern, (i, j) => {
    if (i >= j) return;
    left.push(i);
    right.push(j);
  });
  return {
    id: "given-symmetric",
    what: `the pattern given, symmetric, ${n} × ${n}`,
    n,
    f: (x) => {
      const squares = square(x);
      return add(sum(square(squares)), sum(mul(gather(squares, left), gather(squares, right))));
    },
    entries: (x, see) => {
      const diagonal = x.map((v) => 12 * v * v);
      for (const [k, i] of left.entries()) {
        const j = right[k]!;
        diagonal[i]! += 2 * x[j]! * x[j]!;
        diagonal[j]! += 2 * x[i]! * x[i]!;
        see(i, j, 4 * x[i]! * x[j]!);
        see(j, i, 4 * x[i]! * x[j]!);
      }
      diagonal.forEach((value, i) => see(i, i, value));
    },
  };
}
