/** E[G] = c E[vvᵀ] ∇f = ∇f: c = n where ‖v‖ = 1, c = 1 where the coordinates of v have variance 1. */
import { claim } from "../../core/claim.js";
import { type Distribution, laws } from "../../numeric/sampling/directions.js";
import { dot } from "../../numeric/vector.js";
import { estimateOf, meterOf } from "../methods.js";
import { lecture, share, type TwoPointPart, tolerated } from "./defaults.js";
import { linear, normalPoint, sampled, sigmas } from "./sampling.js";

const SIGMAS = 4;

export const unbiased: TwoPointPart = {
  id: "TP1",
  weight: 2,
  run: (context) => {
    const { rng, params } = context;
    const n = params.dim;
    const gradient = normalPoint(n, rng.split("gradient"));
    const norm = dot(gradient, gradient);
    const count = share(context, 1);
    // A linear f has no truncation error: h = 1 leaves the least rounding.
    const measure = (distribution: Distribution, factor: number, key: string) => {
      const estimate = estimateOf("two-point", { distribution, h: 1 }, meterOf(linear(gradient)), rng.split(key));
      const found = sampled(estimate, new Float64Array(n), gradient, count, factor);
      return {
        distribution,
        factor: factor * laws[distribution].factor(n),
        away: sigmas(found, gradient),
        ratio: dot(found.mean, gradient) / norm,
      };
    };
    const right = (["sphere", "coordinate", "gaussian", "rademacher"] as const).map((name) => measure(name, 1, name));
    const wrong = measure("gaussian", n, "gaussian times n");
    return {
      claims: [
        ...right.map(({ distribution, factor, away }) =>
          claim({
            id: `TP1.${distribution}`,
            statement: `E[G] = ∇f for ${distribution} directions with factor ${factor}: standard errors off, in the worst coordinate`,
            source: `${lecture}, gradient descent without gradients`,
            measured: away,
            atMost: SIGMAS,
          }),
        ),
        claim({
          id: "TP1.caught",
          statement: `Gaussian directions with factor d = ${n} are caught: standard errors off`,
          source: "Nesterov & Spokoiny (2017), Found. Comput. Math. 17, eq. (30): no factor",
          measured: wrong.away,
          atLeast: SIGMAS,
        }),
        claim({
          id: "TP1.ratio",
          statement: "Gaussian directions with factor d: E[G]·∇f/‖∇f‖² is d, not 1",
          source: "E[vvᵀ] = I",
          measured: wrong.ratio,
          expected: n,
          relative: tolerated(context, 0.02),
        }),
      ],
      tables: [
        {
          name: "unbiased",
          title: `Mean of ${count} estimates, n = ${n}`,
          columns: ["directions", "factor", "E[G]·∇f/‖∇f‖²", "standard errors off"],
          rows: [...right, wrong].map(({ distribution, factor, ratio, away }) => [distribution, factor, ratio, away]),
        },
      ],
    };
  },
};
