/** What is timed: a loss, its data, and what is asked of the engine (time ÷ plain C). */
import { constant, type Expr, reshape, slice } from "../src/ad/index.js";
import { stream } from "../src/numeric/sampling/random.js";
import { chain, logistic, mlp, rosenbrock, sstress } from "./workloads.js";

export interface Case {
  readonly name: string;
  readonly kind: "mds" | "mlp" | "logistic" | "rosenbrock" | "chain";
  readonly sizes: readonly number[];
  readonly must?: number;
  readonly stretch?: number;
  /** Most that value and gradient may take ÷ the value alone. */
  readonly mostRatio?: number;
  /** In this order also for C and the peers. */
  readonly arrays: () => Float64Array[];
  /** The loss as a function of inputs of these shapes, and which of the arrays they are. */
  readonly traced: (arrays: readonly Float64Array[]) => { loss: (...x: Expr[]) => Expr; shapes: number[][]; at: number[] };
}

const normals = (key: string, count: number, scale = 1): Float64Array => {
  const rng = stream(`bench/${key}`);
  return Float64Array.from({ length: count }, () => scale * rng.normal());
};
const uniforms = (key: string, count: number): Float64Array => {
  const rng = stream(`bench/${key}`);
  return Float64Array.from({ length: count }, () => 2 * rng.uniform() - 1);
};

function mds(n: number, d: number, must: number, stretch: number): Case {
  const name = `W1 mds ${n},${d}`;
  return {
    name,
    kind: "mds",
    sizes: [n, d],
    must,
    stretch,
    mostRatio: 2.2,
    arrays: () => {
      const points = normals(`${name}/points`, n * d);
      const D = new Float64Array(n * n);
      for (let i = 0; i < n; i++)
        for (let j = 0; j < n; j++) for (let k = 0; k < d; k++) D[i * n + j]! += (points[i * d + k]! - points[j * d + k]!) ** 2;
      return [normals(`${name}/start`, n * d), D];
    },
    traced: ([, D]) => ({ loss: sstress(constant(D!, [n, n])), shapes: [[n, d]], at: [0] }),
  };
}

function network(size: string, batch: number, widths: readonly number[], must: number, stretch: number): Case {
  const name = `W2 mlp ${size}`;
  const layers = widths.slice(1).map((to, k) => [widths[k]!, to] as const);
  const classes = widths[widths.length - 1]!;
  return {
    name,
    kind: "mlp",
    sizes: [batch, ...widths],
    must,
    stretch,
    mostRatio: 2.5,
    arrays: () => {
      const labels = stream(`bench/${name}/labels`);
      return [
        normals(`${name}/x`, batch * widths[0]!),
        Float64Array.from({ length: batch }, () => Math.floor(classes * labels.uniform())),
        ...layers.flatMap(([from, to], k) => [normals(`${name}/W${k}`, from * to, 1 / Math.sqrt(from)), normals(`${name}/b${k}`, to, 0.1)]),
      ];
    },
    traced: ([x, labels]) => {
      const hot = new Float64Array(batch * classes);
      labels!.forEach((label, i) => {
        hot[i * classes + label] = 1;
      });
      return {
        loss: mlp(constant(x!, [batch, widths[0]!]), constant(hot, [batch, classes])),
        shapes: layers.flatMap(([from, to]) => [[from, to], [to]]),
        at: layers.flatMap((_, k) => [2 + 2 * k, 3 + 2 * k]),
      };
    },
  };
}

function regression(m: number, n: number): Case {
  return {
    name: "W3 logistic",
    kind: "logistic",
    sizes: [m, n],
    must: 0.65,
    stretch: 0.5,
    mostRatio: 1.6,
    arrays: () => {
      const signs = stream("bench/W3/signs");
      return [normals("W3/w", n, 0.1), uniforms("W3/A", m * n), Float64Array.from({ length: m }, () => (signs.uniform() < 0.5 ? -1 : 1))];
    },
    traced: ([, A, y]) => ({ loss: logistic(constant(A!, [m, n]), constant(y!)), shapes: [[n]], at: [0] }),
  };
}

const valley = (n: number, targets: Pick<Case, "must" | "stretch" | "mostRatio">): Case => ({
  name: `W4 rosenbrock ${n}`,
  kind: "rosenbrock",
  sizes: [n],
  ...targets,
  arrays: () => [uniforms("W4/x", n)],
  traced: () => ({ loss: rosenbrock, shapes: [[n]], at: [0] }),
});

const pick = (x: Expr, k: number): Expr => reshape(slice(x, k, k + 1), []);

/** Six operations a block: 10⁴ of them. */
const BLOCKS = 1667;

export const cases: readonly Case[] = [
  mds(50, 2, 0.26, 0.18),
  mds(100, 10, 0.44, 0.33),
  mds(1000, 2, 0.28, 0.18),
  mds(1000, 100, 0.27, 0.16),
  network("small", 64, [64, 64, 64, 10], 0.78, 0.55),
  network("big", 256, [784, 512, 512, 10], 0.72, 0.45),
  regression(10000, 1000),
  valley(100000, { must: 0.68, stretch: 0.5, mostRatio: 2.2 }),
  valley(10, {}),
  {
    name: "W4 chain",
    kind: "chain",
    sizes: [BLOCKS],
    must: 2,
    stretch: 1.6,
    arrays: () => [Float64Array.of(1.5, 1)],
    traced: () => {
      const scalars = chain(BLOCKS);
      return { loss: (ab) => scalars(pick(ab!, 0), pick(ab!, 1)), shapes: [[2]], at: [0] };
    },
  },
];
