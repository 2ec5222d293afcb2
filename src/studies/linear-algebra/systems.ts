/** Systems and least squares: cotangents of A and b are one more system with the same matrix, transposed. */
import { lstsq, solve } from "../../ad/index.js";
import { matrixLibrary } from "../../numeric/matrix/matrix-library.js";
import { type Case, weighed } from "./cases.js";
import { lecture } from "./defaults.js";

export const systems: readonly Case[] = [
  {
    id: "solve",
    f: "x = A⁻¹b",
    gradients: [
      ["A", "−A⁻ᵀx̄xᵀ"],
      ["b", "A⁻ᵀx̄"],
    ],
    source: lecture,
    draw: ({ n, normal, conditioned }) => {
      const [A, b, xBar] = [conditioned(n, n), normal(n, 1), normal(n, 1)];
      const inverse = matrixLibrary().inverse(A);
      const bBar = inverse.transpose().mmul(xBar);
      const x = inverse.mmul(b);
      return { at: [A, b], f: (a, right) => weighed(xBar, solve(a!, right!)), gradients: [bBar.mmul(x.transpose()).neg(), bBar] };
    },
  },
  {
    id: "lstsq",
    f: "the x of least ‖Ax − b‖, A of full rank",
    gradients: [
      ["A", "−zxᵀ + (b − Ax)yᵀ, y = (AᵀA)⁻¹x̄, z = Ay"],
      ["b", "z"],
    ],
    source: lecture,
    draw: ({ n, m, normal, conditioned }) => {
      const [A, b, xBar] = [conditioned(m, n), normal(m, 1), normal(n, 1)];
      const gram = matrixLibrary().inverse(A.transpose().mmul(A));
      const x = gram.mmul(A.transpose()).mmul(b);
      const y = gram.mmul(xBar);
      const z = A.mmul(y);
      const residual = b.clone().sub(A.mmul(x));
      return {
        at: [A, b],
        f: (a, right) => weighed(xBar, lstsq(a!, right!)),
        gradients: [residual.mmul(y.transpose()).sub(z.mmul(x.transpose())), z],
      };
    },
  },
];
