/** ∇f by the problem's own closed form. It computes no f, and is charged as the reverse sweep it stands for. */
import { defineGradientSource } from "../core/gradient-source.js";

export default defineGradientSource({
  name: "analytic",
  summary: "the problem's closed-form gradient",
  reference: "Griewank & Walther (2008), Evaluating Derivatives, §1 (hand-coded derivatives)",
  defaults: {},
  needs: "closed-form",
  hvp: "exact",
  variance: () => 0,
  cost: () => ({ vjps: 1 }),
  make:
    (evaluations) =>
    (x, g, fx = Number.NaN) => {
      evaluations.analytic(x, g);
      return fx;
    },
});
