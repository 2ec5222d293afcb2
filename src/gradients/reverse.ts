/** ∇f by one reverse sweep: f(x) and all n derivatives in one program. */
import { defineGradientSource } from "../core/gradient-source.js";

export default defineGradientSource({
  name: "reverse",
  summary: "reverse-mode AD: one sweep, whatever the dimension",
  reference: "Griewank & Walther (2008), Evaluating Derivatives, §3.2",
  defaults: {},
  needs: "ad",
  hvp: "exact",
  variance: () => 0,
  cost: () => ({ vjps: 1 }),
  make: (evaluations) => (x, g) => evaluations.vjp(x, g),
});
