/** CP1: segments of ⌈√n⌉ steps keep at most 2⌈√n⌉ states and run each step at most twice. */
import { play, ticksOf } from "../../ad/checkpoint/plan.js";
import { squareRoot } from "../../ad/checkpoint/uniform.js";
import { claim } from "../../core/claim.js";
import { type CheckpointPart, lecture } from "./defaults.js";

/** √n up to 1. */
const root = (n: number): number => Math.ceil(Math.sqrt(n));

export const cp1: CheckpointPart = {
  id: "CP1",
  run: ({ params }) => {
    const lengths = Array.from({ length: params.longest }, (_, k) => k + 1);
    const played = lengths.map((n) => {
      const { states, advanced } = play(ticksOf(squareRoot(n)), n);
      return { n, states, advanced };
    });
    return {
      claims: [
        claim({
          id: "CP1.memory",
          statement: `segments of ⌈√n⌉ steps, all n ≤ ${params.longest}: the most by which the states that live at a time exceed 2⌈√n⌉`,
          source: lecture,
          measured: played.reduce((most, { n, states }) => Math.max(most, states - 2 * root(n)), Number.NEGATIVE_INFINITY),
          atMost: 0,
        }),
        claim({
          id: "CP1.recompute",
          statement: `… steps run beyond one run of each, in runs of the chain`,
          source: lecture,
          measured: played.reduce((most, { n, advanced }) => Math.max(most, advanced / n), 0),
          atMost: 1,
        }),
      ],
      figures: [
        {
          name: "square-root",
          title: "Checkpoints every ⌈√n⌉ steps",
          x: { label: "steps n", log: true },
          y: { label: "states that live at a time", log: true },
          lines: [
            { name: "all kept", points: lengths.map((n) => [n, n]), style: "dashed" },
            { name: "2⌈√n⌉", points: lengths.map((n) => [n, 2 * root(n)]), style: "dashed" },
            { name: "measured", points: played.map(({ n, states }) => [n, states]) },
          ],
          note: "Memory falls from n to about 2√n for less than one more run of the chain.",
        },
      ],
    };
  },
};
