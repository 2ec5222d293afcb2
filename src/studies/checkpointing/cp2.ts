/** CP2: l steps reversed with c snapshots cost r l − C(c + r, r − 1) steps beyond the recording ones, and no schedule costs less. */
import { optimal } from "../../ad/checkpoint/costs.js";
import { online } from "../../ad/checkpoint/online.js";
import { type Plan, play, ticksOf } from "../../ad/checkpoint/plan.js";
import { revolve, revolveCost } from "../../ad/checkpoint/revolve.js";
import { claim } from "../../core/claim.js";
import { type CheckpointPart, griewankWalther } from "./defaults.js";
import { leastSteps } from "./least-steps.js";

const published = [
  { l: 10, c: 3, t: 15 },
  { l: 100, c: 5, t: 316 },
  { l: 35, c: 4, t: 84 },
] as const;
/** Compared with the dynamic program for all lengths and snapshots up to these. */
const [MOST_STEPS, MOST_SNAPSHOTS] = [120, 8];

const played = (plan: Plan, l: number) => play(ticksOf(plan), l);

export const cp2: CheckpointPart = {
  id: "CP2",
  weight: 2,
  run: ({ params: { steps: l, snapshots: c } }) => {
    const least = leastSteps(Math.max(l, MOST_STEPS), Math.max(c, MOST_SNAPSHOTS));
    let [different, tooMany] = [0, 0];
    for (let slots = 1; slots <= MOST_SNAPSHOTS; slots++)
      for (let steps = 1; steps <= MOST_STEPS; steps++) {
        const { advanced, snapshots } = played(revolve(steps, slots), steps);
        if (advanced !== least[slots]![steps] || advanced !== revolveCost(steps, slots)) different++;
        if (snapshots > slots) tooMany++;
      }
    const own = played(revolve(l, c), l);
    // Steps that become cheaper along the chain: n, n − 1, …, 1.
    const costs = Float64Array.from({ length: Math.min(l, MOST_STEPS) }, (_, i) => i + 1).reverse();
    const unequal = { best: optimal(costs, c), revolve: costOf(revolve(costs.length, c), costs) };
    const slots = Array.from({ length: Math.min(c, l) }, (_, k) => k + 1);
    const row = (k: number) => [
      k,
      played(revolve(l, k), l).advanced,
      k < 2 ? null : played(online(l, k), l).advanced,
      revolveCost(l, k),
      least[k]![l]!,
    ];
    const rows = slots.map(row);
    return {
      claims: [
        ...published.map((one) =>
          claim({
            id: `CP2.t${one.l}-${one.c}`,
            statement: `${one.l} steps, ${one.c} snapshots: forward steps beyond the recording ones`,
            source: griewankWalther,
            measured: played(revolve(one.l, one.c), one.l).advanced,
            expected: one.t,
          }),
        ),
        claim({
          id: "CP2.least",
          statement: `${l} steps, ${c} snapshots: forward steps beyond the recording ones, against a dynamic program`,
          source: griewankWalther,
          measured: own.advanced,
          expected: least[c]![l]!,
        }),
        claim({
          id: "CP2.formula",
          statement: `… against r l − C(c + r, r − 1), r minimal such that C(c + r, c) ≥ l`,
          source: griewankWalther,
          measured: own.advanced,
          expected: revolveCost(l, c),
        }),
        claim({
          id: "CP2.snapshots",
          statement: "… states kept at a time, the first one included",
          source: griewankWalther,
          measured: own.snapshots,
          atMost: c,
        }),
        claim({
          id: "CP2.all",
          statement: `schedules of l ≤ ${MOST_STEPS} steps, c ≤ ${MOST_SNAPSHOTS} snapshots that differ from the formula or the dynamic program`,
          source: griewankWalther,
          measured: different,
          expected: 0,
        }),
        claim({ id: "CP2.kept", statement: "… that keep more than c states", source: griewankWalther, measured: tooMany, expected: 0 }),
        claim({
          id: "CP2.unequal",
          statement: `${costs.length} steps of unequal cost, ${c} snapshots: the schedule made for their costs, cost relative to Revolve's`,
          source: "Griewank & Walther (2008), Evaluating Derivatives, chapter 12",
          measured: unequal.revolve === 0 ? 1 : unequal.best.cost / unequal.revolve,
          atMost: 1,
        }),
      ],
      tables: [
        {
          name: "revolve",
          title: `${l} steps: forward steps beyond the recording ones`,
          columns: ["snapshots", "Revolve", "length unknown", "formula", "dynamic program"],
          rows,
        },
      ],
      figures: [
        {
          name: "snapshots",
          title: `Reversing ${l} steps`,
          x: { label: "snapshots", log: false },
          y: { label: "forward steps beyond the recording ones", log: true },
          lines: [
            { name: "r l − C(c + r, r − 1)", points: rows.map(([k, , , t]) => [k!, t!]), style: "dashed" },
            { name: "Revolve", points: rows.map(([k, t]) => [k!, t!]) },
            { name: "length unknown", points: rows.flatMap(([k, , t]) => (t === null ? [] : [[k!, t!] as const])) },
          ],
          note: "A few snapshots do nearly what many do; not knowing the length in advance costs little.",
        },
      ],
    };
  },
};

/** What a schedule costs where steps cost differently. */
function costOf(plan: Plan, costs: Float64Array): number {
  let total = 0;
  for (const tick of ticksOf(plan)) if (tick.kind === "advance") for (let i = tick.from; i < tick.to; i++) total += costs[i]!;
  return total;
}
