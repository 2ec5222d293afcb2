/** BP3: the Jacobian of a layer v ↦ σ(v w), v [b, n], as a matrix [bn, bn], as one block a row [b, n, n], or never made: u ↦ u ∂σ(v w)/∂v. */
import { compile, constant, input, jacobian, pullback, reshape } from "../../ad/index.js";
import { claim } from "../../core/claim.js";
import type { Cell } from "../../core/study.js";
import type { Rng } from "../../numeric/sampling/random.js";
import { logLogSlope } from "../../numeric/statistics/fit.js";
import { type BackpropPart, lecture } from "./defaults.js";
import { type activations, layer } from "./network.js";

type Activation = keyof typeof activations;

/** Sizes at which Jacobians are made. */
const ROWS = [2, 4, 8];
const UNITS = [5, 10, 20];

const normals = (count: number, rng: Rng): Float64Array => Float64Array.from({ length: count }, () => rng.normal());

/** ∂σ(v w)/∂v, flattened. */
function jacobianOf(v: Float64Array, w: Float64Array, n: number, activation: Activation): Float64Array {
  const rows = v.length / n;
  return jacobian((e) => reshape(layer(reshape(e, [rows, n]), constant(w, [n, n]), activation), [v.length]))(v);
}

interface Made {
  /** [bn, bn] */
  readonly whole: Float64Array;
  /** [b, n, n] */
  readonly blocks: Float64Array;
  /** Largest |whole − block diagonal of blocks| where there are blocks, and of whole where there are none. */
  readonly inside: number;
  readonly outside: number;
}

function make(b: number, n: number, activation: Activation, rng: Rng): Made {
  const [v, w] = [normals(b * n, rng), normals(n * n, rng)];
  const whole = jacobianOf(v, w, n, activation);
  const blocks = new Float64Array(b * n * n);
  for (let row = 0; row < b; row++) blocks.set(jacobianOf(v.subarray(row * n, (row + 1) * n), w, n, activation), row * n * n);
  let [inside, outside] = [0, 0];
  whole.forEach((entry, k) => {
    const [i, j] = [Math.floor(k / (b * n)), k % (b * n)];
    const row = Math.floor(i / n);
    if (row === Math.floor(j / n)) inside = Math.max(inside, Math.abs(entry - blocks[(row * n + (i % n)) * n + (j % n)]!));
    else outside = Math.max(outside, Math.abs(entry));
  });
  return { whole, blocks, inside, outside };
}

/** Bytes at (b, n) by the exponents of b and n that they grow with where they were measured. */
function extrapolated(bytes: (b: number, n: number) => number, b: number, n: number) {
  const [b0, n0] = [ROWS[0]!, UNITS[0]!];
  const byRows = logLogSlope(
    ROWS,
    ROWS.map((rows) => bytes(rows, n0)),
  );
  const byUnits = logLogSlope(
    UNITS,
    UNITS.map((units) => bytes(b0, units)),
  );
  return { byRows, byUnits, at: bytes(b0, n0) * Math.exp(byRows * Math.log(b / b0) + byUnits * Math.log(n / n0)) };
}

/** Runs u ↦ u ∂σ(v w)/∂v at full size. `arena`: all that is live at once where one op runs at a time, w among it. */
function pulled(b: number, n: number, activation: Activation, rng: Rng): { readonly result: number; readonly arena: number } {
  const [v, w, u] = [input([b, n]), input([n, n]), input([b, n])];
  const outputs = pullback(layer(v, w, activation), [v], u);
  const program = compile([v, w, u], outputs);
  for (const array of program.inputs) array.set(normals(array.length, rng));
  program.run();
  return { result: program.outputs[0]!.byteLength, arena: compile([v, w, u], outputs, "interpreter").bytes };
}

/** 8192000000 as "8.19 GB". */
function readable(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB", "PB"];
  const k = Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3 + 1e-9));
  return `${Number((bytes / Number(`1e${3 * k}`)).toPrecision(3))} ${units[k]}`;
}

export const memory: BackpropPart = {
  id: "BP3",
  run: ({ params: { b, n, activation }, rng }) => {
    const made = new Map(
      ROWS.flatMap((rows) =>
        UNITS.map((units) => [`${rows}/${units}`, make(rows, units, activation, rng.split(`${rows}/${units}`))] as const),
      ),
    );
    const at = (rows: number, units: number): Made => made.get(`${rows}/${units}`)!;
    const whole = extrapolated((rows, units) => at(rows, units).whole.byteLength, b, n);
    const blocks = extrapolated((rows, units) => at(rows, units).blocks.byteLength, b, n);
    const vjp = pulled(b, n, activation, rng.split("vjp"));
    const all = [...made.values()];
    const bytes = (id: string, what: string, measured: number, expected: number) =>
      claim({
        id: `BP3.${id}`,
        statement: `b = ${b}, n = ${n}: bytes of ${what}, ${readable(expected)}`,
        source: lecture,
        measured,
        expected,
        relative: 1e-9,
      });
    return {
      claims: [
        bytes("jacobian", "the Jacobian of a layer as a matrix [bn, bn]", whole.at, 8 * b * n * b * n),
        bytes("blocks", "its blocks, one a row [b, n, n]", blocks.at, 8 * b * n * n),
        bytes("vjp", "what a product with it gives, the Jacobian never being made", vjp.result, 8 * b * n),
        claim({
          id: "BP3.zeros",
          statement: "outside of the blocks the Jacobian is 0: its largest entry there",
          source: lecture,
          measured: Math.max(...all.map(({ outside }) => outside)),
          expected: 0,
        }),
        claim({
          id: "BP3.diagonal",
          statement: "inside it is the Jacobians of single rows: largest difference",
          source: lecture,
          measured: Math.max(...all.map(({ inside }) => inside)),
          atMost: 1e-13,
        }),
        claim({
          id: "BP3.arena",
          statement: "all that the product needs at once besides w, u and v among it, in arrays of b × n",
          source: lecture,
          measured: (vjp.arena - 8 * n * n) / (8 * b * n),
          atMost: 6,
        }),
      ],
      tables: [
        {
          name: "memory",
          title: `Memory of the Jacobian of a layer, b = ${b}, n = ${n}`,
          columns: ["form", "bytes", "that is", "grows with b as", "with n as"],
          rows: [
            ["matrix [bn, bn]", whole.at, readable(whole.at), `b^${whole.byRows.toFixed(2)}`, `n^${whole.byUnits.toFixed(2)}`],
            ["blocks [b, n, n]", blocks.at, readable(blocks.at), `b^${blocks.byRows.toFixed(2)}`, `n^${blocks.byUnits.toFixed(2)}`],
            ["product [b, n]", vjp.result, readable(vjp.result), "b^1.00", "n^1.00"],
          ] satisfies Cell[][],
        },
      ],
    };
  },
};
