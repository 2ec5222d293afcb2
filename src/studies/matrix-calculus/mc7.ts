/** MC7: f: X → Y has a derivative G with ⟨G, dx⟩ or G dx in Y: its shape is that of Y and X together, [...Y, ...X]. */
import { det, type Expr, grad, input, jacobian, matmul, mul, type Shape, sin, square, sum, transpose } from "../../ad/index.js";
import { claim } from "../../core/claim.js";
import { constantOf, matrixOf } from "../dense.js";
import { type CalculusPart, lecture } from "./defaults.js";

interface Row {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly example: string;
  readonly derivative: string;
  readonly shape: Shape;
  readonly expected: Shape;
}

const shown = (shape: Shape): string => (shape.length === 0 ? "a number" : `[${shape.join(", ")}]`);

function rows(n: number, m: number): Row[] {
  const B = constantOf(matrixOf(m, n, (i, j) => i - j + 0.5));
  const gram = (X: Expr): Expr => matmul(transpose(X), X);
  return [
    {
      id: "number",
      from: "R",
      to: "R",
      example: "x sin x",
      derivative: "f′",
      shape: grad((x) => mul(x, sin(x)))(input([])).shape,
      expected: [],
    },
    {
      id: "vector",
      from: "Rⁿ",
      to: "R",
      example: "Σ x²",
      derivative: "∇f",
      shape: grad((x) => sum(square(x)))(input([n])).shape,
      expected: [n],
    },
    {
      id: "map",
      from: "Rⁿ",
      to: "Rᵐ",
      example: "sin(Bx)",
      derivative: "J",
      shape: jacobian((x) => sin(matmul(B, x)))(input([n])).shape,
      expected: [m, n],
    },
    {
      id: "matrix",
      from: "Rᵐˣⁿ",
      to: "R",
      example: "det XᵀX",
      derivative: "∇f",
      shape: grad((X) => det(gram(X)))(input([m, n])).shape,
      expected: [m, n],
    },
  ];
}

export const mc7: CalculusPart = {
  id: "MC7",
  run: ({ params: { dim, results } }) => {
    const found = rows(dim, results);
    return {
      claims: found.map(({ id, from, to, example, derivative, shape, expected }) =>
        claim({
          id: `MC7.${id}`,
          statement: `${from} → ${to}, ${example}: the shape of ${derivative} for n = ${dim}, m = ${results}`,
          source: `${lecture}: the table of derivatives`,
          measured: shown(shape),
          expected: shown(expected),
        }),
      ),
      tables: [
        {
          name: "shapes",
          title: `X → Y ⇒ G, n = ${dim}, m = ${results}`,
          columns: ["X", "Y", "example", "G", "shape of G"],
          rows: found.map(({ from, to, example, derivative, shape }) => [from, to, example, derivative, shown(shape)]),
        },
      ],
    };
  },
};
