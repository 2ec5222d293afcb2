/** Memory of a chain of k steps, by what is live at once: forward mode needs as much for any k, reverse mode keeps an array a step. */
import { compile, cos, type Expr, input, pullback, pushforward, sin, square, sum, tanh } from "../../ad/index.js";
import { claim } from "../../core/claim.js";
import type { Line } from "../../core/study.js";
import { linearFit } from "../../numeric/statistics/fit.js";
import { type ForwardReversePart, lecture } from "./defaults.js";

interface Chain {
  readonly name: string;
  readonly id: string;
  readonly step: (v: Expr, k: number) => Expr;
}

const chains: readonly Chain[] = [
  { name: "sin, sin, …", id: "sines", step: (v) => sin(v) },
  { name: "tanh, square, cos, …", id: "mixed", step: (v, k) => [tanh, square, cos][k % 3]!(v) },
];

/** Inputs and outputs of a program that runs the chain y of x. */
type Mode = (x: Expr, y: Expr) => readonly [inputs: Expr[], outputs: Expr[]];

const modes: Readonly<Record<"value" | "forward" | "reverse", Mode>> = {
  value: (x, y) => [[x], [sum(y)]],
  forward: (x, y) => {
    const v = input(x.shape);
    return [
      [x, v],
      [sum(y), sum(pushforward(y, x, v))],
    ];
  },
  reverse: (x, y) => {
    const f = sum(y);
    return [[x], [f, ...pullback(f, [x])]];
  },
};

/** Arrays that are live at once where most are, by the interpreter, which computes a step at a time. */
function arrays({ step }: Chain, mode: Mode, length: number, width: number): number {
  const x = input([width]);
  let y = x;
  for (let k = 0; k < length; k++) y = step(y, k);
  return compile(...mode(x, y), "interpreter").bytes / (8 * width);
}

const bounds = {
  value: { statement: "f alone", expected: 0, absolute: 0.02 },
  forward: { statement: "f and its tangent, forward", expected: 0, absolute: 0.02 },
  reverse: { statement: "f and its gradient, in reverse", expected: 1, absolute: 0.01 },
} as const;

export const fr3: ForwardReversePart = {
  id: "FR3",
  run: ({ params: { width, steps } }) => {
    const lengths = [32, 16, 8, 4, 2, 1].map((part) => Math.round(steps / part));
    const found = chains.flatMap((chain) =>
      (["value", "forward", "reverse"] as const).map((mode) => ({
        chain,
        mode,
        peaks: lengths.map((length) => arrays(chain, modes[mode], length, width)),
      })),
    );
    return {
      claims: found.map(({ chain, mode, peaks }) => {
        const { statement, ...wanted } = bounds[mode];
        return claim({
          id: `FR3.${chain.id}.${mode}`,
          statement: `arrays kept for each further step of ${chain.name}: ${statement}`,
          source: `${lecture}, forward mode needs no storage, reverse mode stores all values`,
          measured: linearFit(lengths, peaks).slope,
          ...wanted,
        });
      }),
      tables: [
        {
          name: "memory",
          title: `Arrays of ${width} numbers that are live at once`,
          columns: ["chain", "program", ...lengths.map((length) => `${length} steps`)],
          rows: found.map(({ chain, mode, peaks }) => [chain.name, bounds[mode].statement, ...peaks]),
        },
      ],
      figures: [
        {
          name: "memory",
          title: `Memory of the chain ${chains[0]!.name}`,
          x: { label: "steps", log: false },
          y: { label: "arrays live at once", log: false },
          lines: found
            .filter(({ chain }) => chain === chains[0])
            .map(({ mode, peaks }): Line => ({ name: mode, points: lengths.map((length, k) => [length, peaks[k]!]) })),
          note: "Reverse mode keeps every value until the way back has come to it; forward mode forgets a step as soon as the next is done.",
        },
      ],
    };
  },
};
