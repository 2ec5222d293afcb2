/** L = w₂ log w₁ + √(w₂ log w₁), the lecture's example: traced as it is printed, and differentiated by hand. */
import { add, type Expr, input, log, mul, sqrt } from "../../ad/index.js";
import { type Step, type StepTable, stepTable } from "../../core/step-table.js";

/** Written out twice: sharing is what is to be found. */
export const example = (w1: Expr, w2: Expr): Expr => add(mul(w2, log(w1)), sqrt(mul(w2, log(w1))));

export interface Point {
  readonly w1: number;
  readonly w2: number;
}

export function exampleTable({ w1, w2 }: Point): StepTable {
  const [a, b] = [input([]), input([])];
  const inputs = [
    { name: "w1", node: a, value: w1 },
    { name: "w2", node: b, value: w2 },
  ];
  return stepTable({ inputs, f: example(a, b) }, { share: true });
}

export const stepNamed = ({ steps }: StepTable, id: string): Step => steps.find((step) => step.id === id)!;

interface ByHand {
  readonly value: number;
  /** ∂v/∂w₁ and ∂v/∂w₂. */
  readonly tangents: readonly [number, number];
  readonly adjoint: number;
}

/** Every row of the slides, by the rules of differentiation on paper: v₁ = log w₁, v₂ = w₂ v₁, v₃ = √v₂, v₄ = L = v₂ + v₃. */
export function byHand({ w1, w2 }: Point): Readonly<Record<string, ByHand>> {
  const logarithm = Math.log(w1);
  const product = w2 * logarithm;
  const root = Math.sqrt(product);
  const half = 1 / (2 * root);
  return {
    w1: { value: w1, tangents: [1, 0], adjoint: ((1 + half) * w2) / w1 },
    w2: { value: w2, tangents: [0, 1], adjoint: (1 + half) * logarithm },
    v1: { value: logarithm, tangents: [1 / w1, 0], adjoint: (1 + half) * w2 },
    v2: { value: product, tangents: [w2 / w1, logarithm], adjoint: 1 + half },
    v3: { value: root, tangents: [(w2 / w1) * half, logarithm * half], adjoint: 1 },
    v4: { value: product + root, tangents: [(w2 / w1) * (1 + half), logarithm * (1 + half)], adjoint: 1 },
  };
}
