/** G = c f(x + εv)/ε v has E‖G‖² ≈ c n f(x)²/ε²: what does not depend on v does not cancel. In the two-point estimate it does. */
import { claim } from "../../core/claim.js";
import { laws } from "../../numeric/sampling/directions.js";
import { logLogSlope } from "../../numeric/statistics/fit.js";
import { dot } from "../../numeric/vector.js";
import { estimateOf, meterOf } from "../methods.js";
import { lecture, share, type TwoPointPart, tolerated } from "./defaults.js";
import { sampled, wavy, wavyPoint } from "./sampling.js";

const LENGTHS = [1e-4, 3e-4, 1e-3, 3e-3, 1e-2];
const PART = 0.1;

export const onePoint: TwoPointPart = {
  id: "TP4",
  run: (context) => {
    const { params, rng } = context;
    const { dim: n, distribution } = params;
    const meter = meterOf(wavy(n));
    const x = wavyPoint(n, rng.split("point"));
    const exact = new Float64Array(n);
    const f = meter.vjp(x, exact);
    const measure = (name: string): number[] =>
      LENGTHS.map((h) => {
        const estimate = estimateOf(name, { distribution, h }, meter, rng.split("directions"));
        return sampled(estimate, x, exact, share(context, PART)).variance;
      });
    const [one, two] = [measure("one-point"), measure("two-point")];
    const theory = (h: number): number => (laws[distribution].factor(n) * n * f * f) / (h * h * dot(exact, exact));
    const h0 = LENGTHS[0]!;
    return {
      claims: [
        claim({
          id: "TP4.one-point",
          statement: "variance of the one-point estimate: log–log slope in ε",
          source: "Flaxman, Kalai & McMahan (2005), SODA, lemma 2.1",
          measured: logLogSlope(LENGTHS, one),
          expected: -2,
          absolute: tolerated(context, 0.1),
        }),
        claim({
          id: "TP4.size",
          statement: `variance of the one-point estimate at ε = ${h0}, in units of c n f(x)²/ε²`,
          source: "E‖v‖² = n/c",
          measured: one[0]! / theory(h0),
          expected: 1,
          absolute: tolerated(context, 0.02),
        }),
        claim({
          id: "TP4.two-point",
          statement: "variance of the two-point estimate: log–log slope in ε",
          source: lecture,
          measured: logLogSlope(LENGTHS, two),
          expected: 0,
          absolute: tolerated(context, 0.1),
        }),
      ],
      tables: [
        {
          name: "one-point",
          title: `E‖G − ∇f‖²/‖∇f‖² on Σ sin x + exp x, n = ${n}, ${distribution} directions`,
          columns: ["ε", "one-point", "c n f²/ε²‖∇f‖²", "two-point"],
          rows: LENGTHS.map((h, k) => [h, one[k]!, theory(h), two[k]!]),
        },
      ],
      figures: [
        {
          name: "one-point",
          title: "Variance of one-point and two-point estimates",
          x: { label: "ε", log: true },
          y: { label: "E‖G − ∇f‖²/‖∇f‖²", log: true },
          lines: [
            { name: "one-point", points: LENGTHS.map((h, k) => [h, one[k]!]) },
            { name: "two-point", points: LENGTHS.map((h, k) => [h, two[k]!]) },
            { name: "c n f²/ε²‖∇f‖²", points: LENGTHS.map((h) => [h, theory(h)]), style: "dashed", of: "one-point" },
          ],
          note: "A second value of f takes away what grows as ε shrinks.",
        },
      ],
    };
  },
};
