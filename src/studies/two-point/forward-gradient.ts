/** (∇f·v)v is the limit ε → 0 of (f(x + εv) − f(x − εv))/2ε·v: along the same directions they differ by O(ε²), with no ε to choose. */
import { claim } from "../../core/claim.js";
import { logLogSlope } from "../../numeric/statistics/fit.js";
import { dot } from "../../numeric/vector.js";
import { estimateOf, meterOf } from "../methods.js";
import { share, type TwoPointPart, tolerated } from "./defaults.js";
import { wavy, wavyPoint } from "./sampling.js";

const LENGTHS = [1e-3, 3e-3, 1e-2, 3e-2, 1e-1];
const PART = 0.01;
const baydin = "Baydin et al. (2022), Gradients without backpropagation, arXiv:2202.08587";

export const forwardGradient: TwoPointPart = {
  id: "TP7",
  run: (context) => {
    const { params, rng } = context;
    const { dim: n, distribution } = params;
    const x = wavyPoint(n, rng.split("point"));
    const count = share(context, PART);
    const [a, b, d] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)];
    const rows = LENGTHS.map((h) => {
      const meter = meterOf(wavy(n));
      const difference = estimateOf("two-point", { distribution, h }, meter, rng.split("directions"));
      const derivative = estimateOf("forward-gradient", { distribution }, meter, rng.split("directions"));
      let [apart, size] = [0, 0];
      for (let k = 0; k < count; k++) {
        difference(x, a);
        derivative(x, b);
        for (let i = 0; i < n; i++) d[i] = a[i]! - b[i]!;
        apart += dot(d, d);
        size += dot(b, b);
      }
      return { h, apart: Math.sqrt(apart / size), cost: meter.cost };
    });
    const { values, jvps } = rows[0]!.cost;
    return {
      claims: [
        claim({
          id: "TP7.slope",
          statement: "rms ‖two-point − forward gradient‖ along the same directions: log–log slope in ε",
          source: baydin,
          measured: logLogSlope(
            LENGTHS,
            rows.map(({ apart }) => apart),
          ),
          expected: 2,
          absolute: tolerated(context, 0.05),
        }),
        claim({
          id: "TP7.cost",
          statement: "Jacobian-vector products and values, each gradient: one product replaces two values",
          source: "the meter's ledger",
          measured: `${jvps / count} and ${values / count}`,
          expected: "1 and 2",
        }),
      ],
      tables: [
        {
          name: "forward-gradient",
          title: `Two-point estimate and forward gradient along ${count} ${distribution} directions, n = ${n}`,
          columns: ["ε", "rms difference, relative"],
          rows: rows.map(({ h, apart }) => [h, apart]),
        },
      ],
      figures: [
        {
          name: "forward-gradient",
          title: "Two-point estimate and forward gradient along the same directions",
          x: { label: "ε", log: true },
          y: { label: "rms difference, relative", log: true },
          lines: [
            { name: "measured", points: rows.map(({ h, apart }) => [h, apart]) },
            { name: "ε²", points: LENGTHS.map((h) => [h, (rows.at(-1)!.apart * h * h) / 0.01]), style: "dashed", of: "measured" },
          ],
        },
      ],
    };
  },
};
