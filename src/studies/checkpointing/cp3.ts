/** CP3: gradients with and without checkpoints are the same bits; what memory is saved and what is computed again, by the compiled program. */
import { type Plan, play, type Tick, ticksOf } from "../../ad/checkpoint/plan.js";
import { revolve } from "../../ad/checkpoint/revolve.js";
import { keepAll, squareRoot } from "../../ad/checkpoint/uniform.js";
import { defaultEngine, type Engine } from "../../ad/index.js";
import { claim } from "../../core/claim.js";
import type { Figure, Findings } from "../../core/study.js";
import type { Rng } from "../../numeric/sampling/random.js";
import { type CheckpointPart, lecture } from "./defaults.js";
import { loop, type Measured, type Model, measured, perceptron } from "./models.js";

type Context = Parameters<CheckpointPart["run"]>[0];

/** Schedules are drawn up to so many snapshots. */
const MOST_SNAPSHOTS = 8;

const part = (id: string, name: string, make: (params: Context["params"], rng: Rng) => Model): CheckpointPart => ({
  id,
  weight: 4,
  run: ({ params, rng }) => findings(id, name, params.layers, make(params, rng)),
});

export const cp3Perceptron = part("CP3.mlp", "mlp", perceptron);
export const cp3Loop = part("CP3.scan", "scan", loop);

function findings(id: string, name: string, l: number, model: Model): Findings {
  const plans: readonly (readonly [name: string, plan: Plan])[] = [
    ["all kept", keepAll(l)],
    ["⌈√n⌉", squareRoot(l)],
    ...Array.from({ length: Math.min(l, MOST_SNAPSHOTS) }, (_, k) => [`Revolve ${k + 1}`, revolve(l, k + 1)] as const),
  ];
  const engines: readonly Engine[] = [...new Set<Engine>([defaultEngine(), "interpreter"])];
  const runs = engines.map((engine) => plans.map(([, plan]) => measured(model, plan, engine)));
  const [compiled] = runs as [Measured[], ...Measured[][]];
  const [all] = compiled as [Measured, ...Measured[]];
  const rows = plans.map(([plan, schedule], k) => {
    const ticks = ticksOf(schedule);
    const { advanced, states } = play(ticks, l);
    const advances = ticks.filter(({ kind }) => kind === "advance").length;
    const { bytes, ops } = compiled[k]!;
    return { plan, states, advanced, bytes, again: ops - all.ops, planned: advanced * model.stepOps - advances * model.endOps };
  });
  const relative = (k: number): readonly [number, number] => [compiled[k]!.ops / all.ops, compiled[k]!.bytes / all.bytes];
  return {
    claims: [
      claim({
        id: `${id}.bits`,
        statement: `${model.title}: numbers of ${plans.length - 1} checkpointed gradients that differ from the plain one, compiled and interpreted`,
        source: lecture,
        measured: runs.reduce((total, each) => total + each.reduce((sum, { numbers }) => sum + different(numbers, each[0]!.numbers), 0), 0),
        expected: 0,
      }),
      claim({
        id: `${id}.recompute`,
        statement: "… schedules of which the program does not compute again what the schedule says, operation by operation",
        source: lecture,
        measured: rows.filter(({ again, planned }) => again !== planned).length,
        expected: 0,
      }),
      claim({
        id: `${id}.memory`,
        statement: "… least peak of the arena among them, relative to that of the plain gradient",
        source: lecture,
        measured: Math.min(...compiled.slice(1).map(({ bytes }) => bytes / all.bytes)),
        atMost: 1,
      }),
    ],
    tables: [
      {
        name: `${name}-front`,
        title: `${model.title}: measured on the compiled program`,
        columns: ["schedule", "states", "steps again", "peak bytes", "operations again", "by the schedule"],
        rows: rows.map(({ plan, states, advanced, bytes, again, planned }) => [plan, states, advanced, bytes, again, planned]),
      },
    ],
    figures: [
      {
        name: `${name}-front`,
        title: model.title,
        x: { label: "operations, relative to all kept", log: false },
        y: { label: "peak bytes, relative to all kept", log: false },
        lines: [
          { name: "all kept", points: [relative(0)], style: "points" },
          { name: "⌈√n⌉", points: [relative(1)], style: "points" },
          {
            name: "Revolve",
            points: plans
              .slice(2)
              .map((_, k) => relative(k + 2))
              .sort(([a], [b]) => a - b),
          },
        ],
        note: "Each snapshot less costs more steps, and the last ones cost most.",
      },
      ...(name === "mlp"
        ? [liveFigure("square-root-live", "⌈√n⌉", squareRoot(l), l), liveFigure("revolve-live", "Revolve, 3 snapshots", revolve(l, 3), l)]
        : []),
    ],
  };
}

const different = (a: Float64Array, b: Float64Array): number => a.reduce((count, v, k) => (Object.is(v, b[k]) ? count : count + 1), 0);

/** Tick by tick, which states live, and where the chain stands. */
function liveFigure(name: string, title: string, plan: Plan, l: number): Figure {
  const ticks = ticksOf(plan);
  const { live } = play(ticks, l);
  return {
    name,
    title: `${title}: ${l} steps, tick by tick`,
    x: { label: "tick", log: false },
    y: { label: "state", log: false },
    lines: [
      { name: "lives", points: live.flatMap((states, tick) => states.map((state) => [tick, state] as const)), style: "points" },
      { name: "the chain", points: ticks.map((tick, k) => [k, positionAfter(tick)] as const) },
    ],
    note: "Forth to the end once; back in stretches, each begun at the last state that was kept.",
  };
}

function positionAfter(tick: Tick): number {
  switch (tick.kind) {
    case "advance":
      return tick.to;
    case "record":
      return tick.step + 1;
    case "reverse":
      return tick.step;
    default:
      return tick.state;
  }
}
