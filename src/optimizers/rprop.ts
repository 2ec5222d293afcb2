/** x_i ← x_i − sign(g_i) Δ_i; Δ_i grows while the sign of g_i stays, shrinks when it turns, and then x_i rests for one iteration. */
import { defineUpdateRule } from "../core/optimizer.js";
import { number, positive } from "../core/params.js";

export default defineUpdateRule({
  name: "rprop",
  summary: "Rprop: the sign of each g_i, with a step of its own that grows and shrinks",
  reference: "Riedmiller & Braun (1993), IEEE Int. Conf. Neural Networks; the variant iRprop− of Igel & Hüsken (2000), NC'2000",
  defaults: {
    step: positive(0.01),
    shrink: number(0.5, { above: 0, below: 1 }),
    grow: number(1.2, { min: 1 }),
    least: positive(1e-6),
    most: positive(50),
  },
  rule: (n, { step, shrink, grow, least, most }) => {
    const delta = new Float64Array(n).fill(step);
    const before = new Float64Array(n);
    return (x, g) => {
      for (let i = 0; i < n; i++) {
        const turn = g[i]! * before[i]!;
        if (turn > 0) delta[i] = Math.min(most, delta[i]! * grow);
        else if (turn < 0) delta[i] = Math.max(least, delta[i]! * shrink);
        before[i] = turn < 0 ? 0 : g[i]!;
        x[i]! -= Math.sign(before[i]!) * delta[i]!;
      }
    };
  },
});
