/** Errata of what makes large models possible: shapes of backpropagation, products with the Hessian, its trace, checkpoints, stability. */
import { cos, div, dot, input, pullback, sin, square, sub, sum, valueAndGrad } from "../../ad/index.js";
import { short, typed } from "../../report/numbers.js";
import { recursion } from "../backprop/jacobians.js";
import { backpropagation, networkOf } from "../backprop/network.js";
import { activations } from "../checkpointing/cp4.js";
import { form, traceOf, varianceOf } from "../hutchinson/matrices.js";
import type { Errata } from "./erratum.js";

const WIDTHS = [12, 9, 7, 4] as const;
const [INPUTS, UNITS] = WIDTHS;

/** Symmetric, and far from diagonal. */
const matrix = { name: "max(i, j)", n: 4, A: Float64Array.from({ length: 16 }, (_, k) => 1 + Math.max(Math.floor(k / 4), k % 4)) };
const VECTORS = 16;

/** The standard deviation of vᵀAv over all vectors of signs. */
function spread(): number {
  const { n } = matrix;
  const all = Array.from({ length: 1 << n }, (_, bits) => Float64Array.from({ length: n }, (_, i) => ((bits >> i) & 1 ? 1 : -1)));
  const trace = traceOf(matrix);
  return Math.sqrt(all.reduce((sum, v) => sum + (form(matrix, v) - trace) * (form(matrix, v) - trace), 0) / all.length);
}

/** GPT-2: 12 numbers of 2 bytes for each unit of each layer make the 60 GB. */
const gpt2 = { hidden: 1600, depth: 48, sequence: 1024, sequences: 32, kept: 12, bytes: 2 };
const QUOTED = 8;
/** GB of the inputs of all layers, and of what one layer needs. */
const derived = (gpt2.hidden * gpt2.sequences * gpt2.sequence * gpt2.bytes * (gpt2.depth + gpt2.kept)) / 1e9;

/** (1 − cos x)/x² = ½ (sin(x/2)/(x/2))², where nothing cancels; its derivative is −x/12 + O(x³). */
const SMALL = 1e-5;
const half = Math.sin(SMALL / 2) / SMALL;
const exact = 2 * half * half;

export const large: Errata = ({ params: { dim }, rng }) => {
  const params = { widths: WIDTHS.join("-"), activation: "tanh", batch: dim, b: 1, n: 10 } as const;
  const network = networkOf(params, rng.split("network"));
  const { v, dv, dw } = backpropagation(network);
  const [own, shared] = [recursion(network, v, 1, dv[2]!), recursion(network, v, 1, dv[2]!, () => 0)];
  const gap = own.dv.map((d, i) => Math.abs(d - shared.dv[i]!));
  const worst = gap.indexOf(Math.max(...gap));
  const x = input([dim]);
  const [value, slope] = valueAndGrad((at) => div(sub(1, cos(at)), square(at)))(SMALL);
  const product = dot(pullback(sum(sin(x)), [x])[0]!, input([dim]));
  return [
    {
      id: "backprop-rows",
      slide: "network",
      kind: "needs an assumption",
      says: "∂L/∂v_k = ∂L/∂v_(k+1) · ∂v_(k+1)/∂v_k, b × n_(k+1) times n_(k+1) × n_k",
      quantity: `An entry of ∂L/∂v_1, b = ${dim}, with one Jacobian for all rows, as that product has it, and with its own: they are one for b = 1`,
      printed: shared.dv[worst]!,
      computed: own.dv[worst]!,
      apart: { differenceAtLeast: 1e-3 * Math.max(...dv[1]!.map(Math.abs)) },
      shown: "BP1",
    },
    {
      id: "backprop-weights",
      slide: "network",
      kind: "wrong",
      says: "∂L/∂w_k has the shape b × n_(k−1)·n_k",
      quantity: `Entries of ∂L/∂w_1, b = ${dim}, w_1 of shape ${INPUTS} × ${UNITS}: the sum over the batch is missing`,
      printed: own.rows.length,
      computed: dw[0]!.length,
      apart: { times: dim },
      shown: "BP1",
    },
    {
      id: "hvp-scalar",
      slide: "hvp",
      edition: "CU, 2025",
      kind: "wrong",
      says: "g(x) = ∇f(x)ᵀv is a vector function",
      quantity: `Entries of g(x), n = ${dim}; other editions have it right`,
      printed: dim,
      computed: product.shape.reduce((entries, size) => entries * size, 1),
      apart: { times: dim },
      shown: "HV1",
    },
    {
      id: "hutchinson-mean",
      slide: "trace",
      kind: "wrong",
      says: "Tr X = (1/V) Σ v_iᵀ X v_i",
      quantity: `Standard deviation of the right side, V = ${VECTORS} vectors of signs, X_ij = max(i, j), 4 × 4; a later edition has ≈`,
      printed: 0,
      computed: spread() / Math.sqrt(VECTORS),
      apart: { difference: Math.sqrt(varianceOf(matrix, "rademacher") / VECTORS), relative: 1e-12 },
      shown: "HU2",
    },
    {
      id: "checkpoint-memory",
      slide: "checkpoints",
      kind: "loose",
      says: `checkpoints take 60 GB down to ${QUOTED} GB`,
      quantity: "GB as quoted, and as they follow from what makes the 60: the inputs of 48 layers and one layer at work",
      printed: QUOTED,
      computed: activations(gpt2).memory.checkpoints,
      apart: { difference: QUOTED - derived, relative: 1e-9 },
      shown: "CP4",
    },
    {
      id: "stability",
      slide: "not",
      kind: "needs an assumption",
      says: "AD (reverse mode) is numerically stable",
      quantity: `Derivative of (1 − cos x)/x² at ${typed(SMALL)}, −x/12, and by reverse mode: cancellation costs the value ${short(Math.abs(value / exact - 1))} of its size and the derivative all its digits, as reverse mode differentiates what is computed`,
      printed: -SMALL / 12,
      computed: slope,
      // sin x/x² − 2f/x has −2/x times the error of f.
      apart: { difference: (2 * Math.abs(value - exact)) / SMALL, relative: 1e-6 },
      shown: null,
    },
  ];
};
