/** n inputs, one hidden value h = Σ x_i, m outputs y_k = atan2(c_k, h): n + m edges. Eliminating h takes n·m multiplications, sweeps take n(n + m) or m(n + m). */

import { eliminationRoute } from "../../ad/elimination/route.js";
import { atan2, constant, type Expr, input, jacobianCosts, sum, sweepMultiplications } from "../../ad/index.js";
import { claim } from "../../core/claim.js";
import { type JacobianPart, lecture } from "./defaults.js";

export const hidden: JacobianPart = {
  id: "JA3",
  run: ({ params: { inputs: n, outputs: m }, rng }) => {
    const c = Float64Array.from({ length: m }, () => 1 + rng.uniform());
    const f = (x: Expr): Expr => atan2(constant(c), sum(x));
    const x = input([n]);
    const { graph, elimination, numeric } = eliminationRoute(f(x), x);
    const costs = jacobianCosts(f, n);
    const sweeps = (mode: string): number => costs.find((one) => one.mode === mode)!.sweeps;
    const at = Float64Array.from({ length: n }, () => 0.5 + rng.uniform());
    const h = at.reduce((a, b) => a + b);
    const J = numeric(at);
    const worst = J.reduce((most, value, k) => {
      const ck = c[Math.floor(k / n)]!;
      return Math.max(most, Math.abs((value * (h * h + ck * ck)) / -ck - 1));
    }, 0);
    const exact = (id: string, statement: string, measured: number, expected: number) =>
      claim({ id: `JA3.${id}`, statement, source: lecture, measured, expected });
    const [forward, reverse] = [sweepMultiplications(graph, sweeps("forward")), sweepMultiplications(graph, sweeps("reverse"))];
    return {
      claims: [
        exact("forward", `${n} inputs, one hidden value, ${m} outputs: forward sweeps`, sweeps("forward"), n),
        exact("reverse", "reverse sweeps", sweeps("reverse"), m),
        exact("elimination", "multiplications when the hidden value is eliminated", elimination.multiplications, n * m),
        exact("forward-multiplications", "multiplications of the forward sweeps, one an edge", forward, n * (n + m)),
        exact("reverse-multiplications", "multiplications of the reverse sweeps, one an edge", reverse, m * (n + m)),
        claim({
          id: "JA3.entries",
          statement: "the Jacobian by elimination is ∂y_k/∂x_i = −c_k/(h² + c_k²): largest relative error",
          source: "closed form",
          measured: worst,
          atMost: 1e-14,
        }),
      ],
      tables: [
        {
          name: "hidden",
          title: `${n} inputs, one hidden value, ${m} outputs`,
          columns: ["mode", "sweeps", "multiplications"],
          rows: [
            ["forward", sweeps("forward"), forward],
            ["reverse", sweeps("reverse"), reverse],
            ["elimination", null, elimination.multiplications],
          ],
        },
      ],
    };
  },
};
