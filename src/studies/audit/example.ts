/** Errata of forward and reverse mode by the example v₁ = log w₁, v₂ = w₂ v₁, v₃ = √v₂, L = v₂ + v₃: one symbol for two things, and a wrong line. */
import { byHand, exampleTable, stepNamed } from "../forward-reverse/slide.js";
import type { Errata } from "./erratum.js";

const ROUNDING = 1e-14;

export const example: Errata = ({ params }) => {
  const { w1, w2 } = params;
  const table = exampleTable(params);
  const step = (id: string) => stepNamed(table, id);
  const adjoint = (id: string): number => step(id).adjoint as number;
  const tangent = (id: string): number => step(id).tangent["w1"]!;
  const v1 = step("v1").value as number;
  /** ∂L/∂v₃ ∂v₃/∂v₂ */
  const half = 1 / (2 * byHand(params)["v3"]!.value);
  const at = `at (${w1}, ${w2})`;
  return [
    {
      id: "forward-chain",
      slide: "forward",
      edition: "HSE, 2024",
      kind: "loose",
      says: "∂v₁/∂w₂ = ∂v₁/∂w₂ · ∂w₂/∂w₂ = 0 · 1",
      quantity: `The first factor ${at}: v₁ = log w₁ has no argument w₂, so it is 1/w₁ · 0, as later editions have it; the product is the same`,
      printed: step("v1").tangent["w2"]!,
      computed: step("v1").partials[0]!,
      apart: { difference: 1 / w1, relative: ROUNDING },
      shown: "FR1",
    },
    {
      id: "total-partial",
      slide: "reverse",
      kind: "loose",
      says: "∂L/∂v₂ = ∂L/∂v₃ ∂v₃/∂v₂ + ∂L/∂L ∂L/∂v₂",
      quantity: `∂L/∂v₂ ${at}: on the right, and in forward mode, the partial derivative, on the left the total one`,
      printed: step("v4").partials[0]!,
      computed: adjoint("v2"),
      apart: { difference: half, relative: ROUNDING },
      shown: "FR1",
    },
    {
      id: "reverse-w2",
      slide: "reverse",
      kind: "wrong",
      says: "∂L/∂w₂ = ∂L/∂v₁ · v₁",
      quantity: `At (${w1}, ${w2}): v₂ = w₂ v₁ makes it ∂L/∂v₂ · v₁`,
      printed: adjoint("v1") * v1,
      computed: adjoint("v2") * v1,
      apart: { times: w2, relative: ROUNDING },
      shown: "FR2",
    },
    {
      id: "bar",
      slide: "algorithm",
      kind: "loose",
      says: "v̄_i is ∂v_i/∂w_k, and ∂L/∂v_i",
      quantity: `v̄₁ ${at}, in forward mode along w₁ and in reverse mode: one symbol for tangents and adjoints`,
      printed: tangent("v1"),
      computed: adjoint("v1"),
      apart: { difference: (1 + half) * w2 - 1 / w1, relative: ROUNDING },
      shown: "FR1",
    },
    {
      id: "descendants",
      slide: "algorithm",
      kind: "loose",
      says: "v̄_i = Σ ∂L/∂x_j ∂x_j/∂v_i over all descendants x_j",
      quantity: `v̄₁ ${at} over v₂, v₃ and L, and over v₂ alone, its only child: what is meant`,
      printed: ["v2", "v3", "v4"].reduce((sum, id) => sum + (adjoint(id) * tangent(id)) / tangent("v1"), 0),
      computed: adjoint("v1"),
      apart: { difference: (1 + 2 * half) * w2, relative: ROUNDING },
      shown: "FR1",
    },
  ];
};
