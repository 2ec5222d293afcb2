/** ER1: the places where the lecture contradicts itself or the computation, each by the two numbers that contradict. */
import { defineStudy } from "../../core/study.js";
import { calculus } from "./calculus.js";
import { defaults } from "./defaults.js";
import { claimOf, type Errata, lecture, ledgerOf } from "./erratum.js";
import { example } from "./example.js";
import { iterations } from "./iterations.js";
import { large } from "./large.js";
import { scaling } from "./scaling.js";
import { withoutGradient } from "./without-gradient.js";

/** In the order of the slides. */
export const errata: Errata = (context) =>
  [calculus, scaling, withoutGradient, iterations, example, large].flatMap((find) => find(context));

export default defineStudy({
  name: "audit",
  summary: "errata of the lecture, each shown by two numbers that contradict (ER1)",
  reference: lecture,
  defaults,
  parts: [
    {
      id: "ER1",
      weight: 5,
      run: (context) => {
        const found = errata(context);
        return { claims: found.map(claimOf), tables: [ledgerOf(found)] };
      },
    },
  ],
});
