/** Erratum: the last line of the slides' reverse sweep is printed as ∂L/∂w₂ = ∂L/∂v₁ · v₁; v₂ = w₂ v₁ makes it ∂L/∂v₂ · v₁. */
import { claim } from "../../core/claim.js";
import { type ForwardReversePart, lecture } from "./defaults.js";
import { byHand, exampleTable, type Point, stepNamed } from "./slide.js";

/** h ≈ ε^(1/3) balances truncation and rounding of a central difference. */
const H = 6e-6;

/** (L(w₁, w₂ + h) − L(w₁, w₂ − h))/2h: nothing in it knows a rule of differentiation. */
function difference({ w1, w2 }: Point): number {
  const h = H * w2;
  const value = (at: number): number => byHand({ w1, w2: at })["v4"]!.value;
  return (value(w2 + h) - value(w2 - h)) / (2 * h);
}

export const fr2: ForwardReversePart = {
  id: "FR2",
  run: ({ params }) => {
    const table = exampleTable(params);
    const adjoint = (id: string): number => stepNamed(table, id).adjoint as number;
    const v1 = stepNamed(table, "v1").value as number;
    const [printed, corrected] = [adjoint("v1") * v1, adjoint("v2") * v1];
    const source = `${lecture}, reverse mode, last line of the example`;
    return {
      claims: [
        claim({
          id: "FR2.corrected",
          statement: "∂L/∂v₂ · v₁ is what central differences of L say ∂L/∂w₂ is",
          source: "v₂ = w₂ v₁",
          measured: corrected,
          expected: difference(params),
          relative: 1e-8,
        }),
        claim({
          id: "FR2.forward",
          statement: "and what forward mode says",
          source: "v₂ = w₂ v₁",
          measured: corrected,
          expected: stepNamed(table, "v4").tangent["w2"]!,
          relative: 4e-15,
        }),
        claim({
          id: "FR2.printed",
          statement: "the printed line, ∂L/∂v₁ · v₁, is w₂ (1 + 1/(2 √v₂)) v₁",
          source,
          measured: printed,
          expected: params.w2 * byHand(params)["w2"]!.adjoint,
          relative: 4e-15,
        }),
        claim({
          id: "FR2.factor",
          statement: "so it is w₂ times too large: printed ÷ corrected",
          source,
          measured: printed / corrected,
          expected: params.w2,
          relative: 4e-15,
        }),
      ],
      tables: [
        {
          name: "erratum",
          title: "The last line of the reverse sweep",
          columns: ["", "formula", "∂L/∂w₂"],
          rows: [
            ["printed", "∂L/∂v₁ · v₁", printed],
            ["corrected", "∂L/∂v₂ · v₁", corrected],
            ["central difference", "(L(w₂ + h) − L(w₂ − h))/2h", difference(params)],
          ],
        },
      ],
    };
  },
};
