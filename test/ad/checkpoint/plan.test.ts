/** Schedules against each other, against printed figures, and against a search over all there are. */
import { describe, expect, test } from "vitest";
import { optimal } from "../../../src/ad/checkpoint/costs.js";
import { online, placedFirst, placedNext } from "../../../src/ad/checkpoint/online.js";
import { lengthOf, type Plan, play, type Tick, ticksOf } from "../../../src/ad/checkpoint/plan.js";
import { beta, repetitions, revolve, revolveCost } from "../../../src/ad/checkpoint/revolve.js";
import { keepAll, squareRoot, uniform } from "../../../src/ad/checkpoint/uniform.js";

const played = (plan: Plan) => play(ticksOf(plan), lengthOf(plan));
const advancedCost = (plan: Plan, costs: readonly number[]): number =>
  ticksOf(plan).reduce(
    (total, tick) => (tick.kind === "advance" ? total + costs.slice(tick.from, tick.to).reduce((a, b) => a + b, 0) : total),
    0,
  );

/**
 * The least cost of any sequence of moves at all, by Dijkstra's method: at state `at`, with the states of a bit mask kept, steps from
 * `end` on reversed. A move advances a step, keeps the current state, drops one, goes back to one, or reverses the step just ahead.
 */
function searched(costs: readonly number[], slots: number): number {
  const l = costs.length;
  const best = new Map<string, number>();
  let frontier: { cost: number; at: number; kept: number; end: number }[] = [{ cost: 0, at: 0, kept: 1, end: l }];
  const count = (mask: number): number => mask.toString(2).replaceAll("0", "").length;
  while (frontier.length > 0) {
    frontier.sort((a, b) => b.cost - a.cost);
    const { cost, at, kept, end } = frontier.pop()!;
    const key = `${at} ${kept} ${end}`;
    if ((best.get(key) ?? Number.POSITIVE_INFINITY) <= cost) continue;
    best.set(key, cost);
    if (end === 0) return cost;
    const go = (next: Partial<{ cost: number; at: number; kept: number; end: number }>): number =>
      frontier.push({ cost, at, kept, end, ...next });
    if (at < end - 1) go({ cost: cost + costs[at]!, at: at + 1 });
    // The recording of a step and its reversal; the chain then stands nowhere.
    if (at === end - 1) go({ end: end - 1, at: l });
    if (at < l && count(kept) < slots) go({ kept: kept | (1 << at) });
    for (let k = 0; k < l; k++)
      if (kept & (1 << k)) {
        go({ at: k });
        go({ kept: kept & ~(1 << k) });
      }
    frontier = frontier.filter((one) => one.end >= 0);
  }
  return Number.POSITIVE_INFINITY;
}

describe("plans and ticks", () => {
  test("tick by tick", () => {
    const ticks: Tick[] = [
      { kind: "snapshot", state: 0 },
      { kind: "advance", from: 0, to: 2 },
      { kind: "record", step: 2 },
      { kind: "reverse", step: 2 },
      { kind: "restore", state: 0 },
      { kind: "free", state: 0 },
      { kind: "record", step: 0 },
      { kind: "record", step: 1 },
      { kind: "reverse", step: 1 },
      { kind: "reverse", step: 0 },
    ];
    expect(ticksOf({ first: 2, rest: 1 })).toEqual(ticks);
    const { live, ...cost } = play(ticks, 3);
    expect(cost).toEqual({ advanced: 2, snapshots: 1, states: 2 });
    expect(live).toEqual([[0], [0], [0, 2], [0], [0], [], [0], [0, 1], [0], []]);
  });

  test.each<[string, Tick[]]>([
    [
      "a step is missing",
      [
        { kind: "record", step: 0 },
        { kind: "reverse", step: 0 },
      ],
    ],
    [
      "the wrong order",
      [
        { kind: "record", step: 0 },
        { kind: "record", step: 1 },
        { kind: "reverse", step: 0 },
      ],
    ],
    [
      "a state that is not kept",
      [
        { kind: "advance", from: 0, to: 1 },
        { kind: "record", step: 1 },
        { kind: "reverse", step: 1 },
        { kind: "restore", state: 0 },
      ],
    ],
    [
      "a state left over",
      [
        { kind: "snapshot", state: 0 },
        { kind: "record", step: 0 },
        { kind: "record", step: 1 },
        { kind: "reverse", step: 1 },
        { kind: "reverse", step: 0 },
      ],
    ],
  ])("refused: %s", (_, ticks) => expect(() => play(ticks, 2)).toThrow(/schedule/));
});

describe("√n", () => {
  test.each([1, 2, 3, 4, 5, 9, 10, 17, 100, 1000])("%i steps: at most 2⌈√n⌉ states, at most one run more", (n) => {
    const { states, advanced } = played(squareRoot(n));
    expect(states).toBeLessThanOrEqual(2 * Math.ceil(Math.sqrt(n)));
    expect(advanced).toBeLessThan(n);
    expect(lengthOf(squareRoot(n))).toBe(n);
  });
  test("nothing is computed again where all is kept", () => {
    expect(played(keepAll(7))).toMatchObject({ advanced: 0, states: 7 });
    expect(played(uniform(7, 7)).advanced).toBe(0);
    expect(played(uniform(9, 3))).toMatchObject({ advanced: 6, states: 5 });
  });
});

describe("Revolve", () => {
  test.each([
    [10, 3, 15],
    [100, 5, 316],
    [35, 4, 84],
    [5, 1, 10],
    [1, 4, 0],
  ])("%i steps, %i snapshots: %i", (l, c, t) => {
    expect(revolveCost(l, c)).toBe(t);
    expect(played(revolve(l, c)).advanced).toBe(t);
  });
  test("binomials", () => {
    expect([beta(3, 2), beta(0, 5), beta(5, 0), beta(2, -1)]).toEqual([10, 1, 1, 0]);
    expect([repetitions(10, 3), repetitions(11, 3), repetitions(1, 3)]).toEqual([2, 3, 0]);
    // C(52, 26), the largest central one below 2⁵³.
    expect(beta(26, 26)).toBe(495918532948104);
  });
  test("keeps no more states than it may", () => {
    for (let c = 1; c <= 6; c++) for (let l = 2; l <= 50; l++) expect(played(revolve(l, c)).snapshots).toBeLessThanOrEqual(c);
  });
  test("no sequence of moves does with fewer steps", () => {
    for (let c = 1; c <= 3; c++)
      for (let l = 1; l <= 6; l++) expect([l, c, revolveCost(l, c)]).toEqual([l, c, searched(new Array(l).fill(1), c)]);
  });
});

describe("unequal costs", () => {
  test("for equal ones it is Revolve", () => {
    for (let c = 1; c <= 5; c++) for (let l = 1; l <= 30; l++) expect(optimal(new Array(l).fill(1), c).cost).toBe(revolveCost(l, c));
  });
  test.each([
    [[5, 1, 1, 1, 1, 1], 2],
    [[1, 2, 3, 4, 5, 6], 2],
    [[1, 9, 1, 9, 1], 3],
    [[3, 1, 4, 1, 5, 9], 1],
  ])("%j with %i: no sequence of moves costs less", (costs, c) => {
    const { plan, cost } = optimal(costs, c);
    expect(cost).toBe(searched(costs, c));
    expect(advancedCost(plan, costs)).toBe(cost);
    expect(played(plan).snapshots).toBeLessThanOrEqual(c);
  });
  test("a costly first step is not repeated", () => {
    const costs = [100, ...new Array(20).fill(1)];
    expect(optimal(costs, 3).cost).toBeLessThan(advancedCost(revolve(21, 3), costs));
  });
});

describe("unknown length", () => {
  test("where snapshots stand: three slots, by hand", () => {
    const placed = [placedFirst];
    for (let k = 0; k < 6; k++) placed.push(placedNext(placed.at(-1)!, 3));
    // 2 moves on to 3 and rises, which makes 1 dispensable; 4 moves on to 5, then to 6 and above 3, which is dispensable from then on.
    expect(placed.map((one) => one.map(({ state, level }) => [state, level]))).toEqual([
      [[0, Infinity]],
      [
        [0, Infinity],
        [1, 0],
      ],
      [
        [0, Infinity],
        [1, 0],
        [2, 0],
      ],
      [
        [0, Infinity],
        [1, 0],
        [3, 1],
      ],
      [
        [0, Infinity],
        [3, 1],
        [4, 0],
      ],
      [
        [0, Infinity],
        [3, 1],
        [5, 1],
      ],
      [
        [0, Infinity],
        [3, 1],
        [6, 2],
      ],
    ]);
  });
  test("no more slots, no fewer steps than where the length is known, and no step more than once more often", () => {
    for (let c = 1; c <= 6; c++)
      for (let l = 1; l <= 80; l++) {
        const { advanced, snapshots } = played(online(l, c));
        expect(snapshots).toBeLessThanOrEqual(c);
        expect(advanced).toBeGreaterThanOrEqual(revolveCost(l, c));
        expect(lengthOf(online(l, c))).toBe(l);
        const times = new Array<number>(l).fill(0);
        for (const tick of ticksOf(online(l, c))) if (tick.kind === "advance") for (let i = tick.from; i < tick.to; i++) times[i]!++;
        expect(Math.max(...times)).toBeLessThanOrEqual(repetitions(l, c) + 1);
      }
  });
});
