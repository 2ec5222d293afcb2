/** MD10: `literal` Σ(‖W_i − W_j‖² − D_ij)² asks for distances √D, which no flat map has: 10.19 at best, where `sstress` comes to 2e-4. */
import { claim } from "../../core/claim.js";
import type { Findings } from "../../core/study.js";
import { mapProblem, onMap } from "./cities.js";
import { type Context, lecture, type MdsPart } from "./defaults.js";
import { marks, northUp } from "./map.js";
import { optimum } from "./md8.js";
import { minimum, spectrum } from "./minimum.js";

const CITIES = 34;
const published = { global: 10.1911, local: 10.2389, sstress: 1.8453e-4 };
const GTOL = 1e-7;
/** work; a tenth of it is enough. */
const ENOUGH = 20000;
const settled = { optimizers: "gd", gradients: "reverse", target: 0, gtol: GTOL, budget: ENOUGH } as const;

/** Where descent ends: with D as printed, not squared, from the standard start and from random ones, and with D² from the standard one. */
export const ends = (starts: number, seed: number) => ({
  standard: onMap(CITIES, settled, "literal")[0]!,
  many: onMap(CITIES, { ...settled, x0: "random", seeds: starts, seed }, "literal").map(({ f }) => f),
  sstress: onMap(CITIES, settled, "sstress")[0]!,
});

function findings({ params: { starts }, seed }: Context): Findings {
  const { standard, many, sstress } = ends(starts, seed);
  const best = Math.min(...many);
  const problem = mapProblem(CITIES, "literal");
  const end = minimum(problem, standard.step!.value as number, GTOL, ENOUGH);
  const eigenvalues = spectrum(problem, end);
  const relative = { relative: 1e-4 };
  const stated = (part: string, statement: string, measured: number) => ({ id: `MD10.${part}`, statement, source: lecture, measured });
  return {
    claims: [
      claim({
        ...stated("global", `literal, ${CITIES} cities: least loss from ${starts} random starts`, best),
        expected: published.global,
        ...relative,
      }),
      claim({
        ...stated("standard", `literal, ${CITIES} cities: loss from the standard start`, standard.f),
        expected: published.local,
        ...relative,
      }),
      claim({
        ...stated(
          "local",
          "which is a local minimum: least eigenvalue of the Hessian there, in parts of the largest",
          eigenvalues[0]! / eigenvalues.at(-1)!,
        ),
        atLeast: -1e-6,
      }),
      claim({
        ...stated("sstress", `sstress, ${CITIES} cities: loss from the standard start`, sstress.f),
        expected: published.sstress,
        ...relative,
      }),
    ],
    tables: [
      {
        name: "literal",
        title: `Where gradient descent ends, ${CITIES} cities`,
        columns: ["loss", "start", "runs", "least", "greatest", "runs within 1e-4 of the least"],
        rows: [
          ["literal", "standard", 1, standard.f, standard.f, null],
          ["literal", "random", many.length, best, Math.max(...many), many.filter((f) => f <= best * (1 + 1e-4)).length],
          ["sstress", "standard", 1, sstress.f, sstress.f, null],
        ],
      },
    ],
    figures: [
      {
        name: "map-literal",
        title: "What the loss as printed does to the map",
        x: { label: "thousands of km east", log: false },
        y: { label: "thousands of km north", log: false },
        lines: [marks("stress", northUp(optimum(CITIES))), marks("literal", northUp(end))],
        note: "Square roots of distances: near cities are pushed apart.",
      },
    ],
  };
}

export const md10: MdsPart = { id: "MD10", run: findings };
