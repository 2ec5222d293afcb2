/** ω in E‖G − ∇f‖² = ω‖∇f‖²: c²E[(v·u)²‖v‖²] − 1 for a unit u; n − 1 on the sphere, n + 1 Gaussian, n/k − 1 for k that are orthonormal. */
import { claim } from "../../core/claim.js";
import type { Distribution } from "../../numeric/sampling/directions.js";
import { estimateOf, meterOf, paramsOf, sourceNamed } from "../methods.js";
import { lecture, share, type TwoPointPart, tolerated } from "./defaults.js";
import { linear, normalPoint, sampled } from "./sampling.js";

interface Case {
  readonly id: string;
  readonly distribution: Distribution;
  /** Directions an estimate; more than one are orthonormal. */
  readonly k: number;
  readonly law: string;
  readonly expected: number;
}

const single = (n: number): Case[] => [
  { id: "sphere", distribution: "sphere", k: 1, law: "d − 1", expected: n - 1 },
  { id: "gaussian", distribution: "gaussian", k: 1, law: "d + 1", expected: n + 1 },
  { id: "rademacher", distribution: "rademacher", k: 1, law: "d − 1", expected: n - 1 },
  { id: "coordinate", distribution: "coordinate", k: 1, law: "d − 1", expected: n - 1 },
];
/** Not n/2, for which G − ∇f is a reflection of ∇f, always as long as it is. */
const blocks = (n: number): Case[] =>
  [...new Set([2, Math.min(5, n - 1), n])]
    .filter((k) => k > 1)
    .flatMap((k) =>
      (["sphere", "coordinate"] as const).map((distribution) => ({
        id: `${distribution}-block${k}`,
        distribution,
        k,
        law: "d/k − 1",
        expected: n / k - 1,
      })),
    );

export const variance: TwoPointPart = {
  id: "TP2",
  weight: 4,
  run: (context) => {
    const { rng, params } = context;
    const n = params.dim;
    const gradient = normalPoint(n, rng.split("gradient"));
    const source = sourceNamed("two-point");
    const rows = [...single(n), ...blocks(n)].map((one) => {
      const given = { distribution: one.distribution, directions: one.k, orthogonal: one.k > 1, h: 1 };
      // A full block is exact each time: there is nothing to average.
      const count = one.k === n ? 1000 : share(context, 1);
      const estimate = estimateOf("two-point", given, meterOf(linear(gradient)), rng.split(one.id));
      const measured = sampled(estimate, new Float64Array(n), gradient, count).variance;
      return { ...one, measured, count, declared: source.variance(n, paramsOf(source, given)) };
    });
    return {
      claims: [
        ...rows.map(({ id, distribution, k, law, expected, measured }) =>
          claim({
            id: `TP2.${id}`,
            statement: `E‖G − ∇f‖²/‖∇f‖² = ${law} for ${k > 1 ? `blocks of ${k} orthonormal ${distribution}` : distribution} directions`,
            source: lecture,
            measured,
            expected,
            ...(expected === 0 ? { absolute: 1e-24 } : { relative: tolerated(context, 0.02) }),
          }),
        ),
        claim({
          id: "TP2.declared",
          statement: "the gradient source declares these variances, from which step sizes follow: largest difference",
          source: "src/gradients/two-point.ts",
          measured: Math.max(...rows.map(({ declared, expected }) => Math.abs(declared - expected))),
          expected: 0,
          absolute: 1e-12 * n,
        }),
      ],
      tables: [
        {
          name: "variance",
          title: `E‖G − ∇f‖²/‖∇f‖², n = ${n}`,
          columns: ["directions", "k", "law", "expected", "measured", "samples"],
          rows: rows.map(({ distribution, k, law, expected, measured, count }) => [distribution, k, law, expected, measured, count]),
        },
      ],
    };
  },
};
