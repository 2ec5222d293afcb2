import { expect, test } from "vitest";
import type { Findings } from "../../src/core/study.js";
import { stream } from "../../src/numeric/sampling/random.js";
import { resultOf, runTask, tasksOf } from "../../src/studies/run.js";
import { claimOf, figure, finding, part, runHere, studyOf, table } from "../support/studies.js";

const drawing = studyOf("draws", [
  part("A1", ({ rng }) => ({ claims: [claimOf("A1", { measured: rng.uniform() })] })),
  part("A2", ({ rng }) => ({ claims: [claimOf("A2", { measured: rng.uniform() })] })),
]);

test("a part draws from its own stream, <seed>/<study>/<part>, in whatever order the parts run", () => {
  const draw = (seed: number, id: string): number => stream(`${seed}/draws/${id}`).uniform();
  for (const seed of [0, 7]) {
    const chosen = { study: drawing, parts: drawing.parts, params: {} };
    const tasks = tasksOf([chosen], seed, false);
    const backwards = tasks.toReversed().map((task) => runTask(task, [drawing], () => 0));
    const result = resultOf(chosen, { seed, quick: false }, backwards.toReversed());
    expect(result.claims.map(({ measured }) => measured)).toEqual([draw(seed, "A1"), draw(seed, "A2")]);
    expect(runHere(drawing, { seed })).toEqual(result);
  }
});

test("the context: parameters, seed, effort, clock", () => {
  const seen: unknown[] = [];
  const study = studyOf("sees", [
    part("A1", ({ params, seed, quick, samples, tolerance, now }) => {
      seen.push(params, seed, quick, samples(160), tolerance(1), now());
      return { claims: [] };
    }),
  ]);
  const task = { study: "sees", part: "A1", params: { points: 5 }, seed: 3, quick: true };
  expect(runTask(task, [study], () => 42)).toEqual({ findings: { claims: [] } });
  expect(seen).toEqual([{ points: 5 }, 3, true, 10, 4, 42]);
});

test("a part that throws fails alone", () => {
  const study = studyOf("half", [
    part("A1", () => {
      throw new Error("singular matrix");
    }),
    part("A2"),
  ]);
  expect(runHere(study)).toMatchObject({
    claims: [{ id: "A2" }],
    failed: [{ part: "A1", message: "singular matrix" }],
    unfinished: [],
  });
});

test("what was interrupted is named", () => {
  const chosen = { study: drawing, parts: drawing.parts, params: {} };
  const outcomes = [undefined, { findings: { claims: [claimOf("A2")] } }];
  expect(resultOf(chosen, { seed: 0, quick: false }, outcomes)).toMatchObject({ claims: [{ id: "A2" }], failed: [], unfinished: ["A1"] });
});

test("a claim that lies about its own numbers is not believed", () => {
  const lie = { ...claimOf("A1", { measured: 2 }), pass: true };
  expect(runHere(finding({ claims: [lie] }))).toMatchObject({
    claims: [],
    failed: [{ part: "A1", message: expect.stringMatching(/pass = true/) }],
  });
  const modest = { ...claimOf("A1"), pass: false };
  expect(runHere(finding({ claims: [modest] })).failed).toHaveLength(1);
});

test.each<[what: RegExp, found: Findings]>([
  [/claim B1 does not begin with/, { claims: [claimOf("A1.x"), claimOf("B1")] }],
  [/claim A11 does not begin with/, { claims: [claimOf("A1"), claimOf("A11")] }],
  [/claim A1.x is there twice/, { claims: [claimOf("A1.x"), claimOf("A1.x")] }],
  [/table "a\/b": expected a name/, { claims: [], tables: [{ ...table, name: "a/b" }] }],
  [
    /table counts: row 2 has 2 cells for 3 columns/,
    {
      claims: [],
      tables: [
        {
          ...table,
          rows: [
            ["a", 1, 2],
            ["b", 1],
          ],
        },
      ],
    },
  ],
  [/figure "\.\.": expected a name/, { claims: [], figures: [{ ...figure, name: ".." }] }],
  [
    /the line "theory" is of "nobody", which is not there/,
    {
      claims: [],
      figures: [{ ...figure, lines: [...figure.lines, { name: "theory", points: [], style: "dashed", of: "nobody" }] }],
    },
  ],
  [
    /the line "back" goes back in h/,
    {
      claims: [],
      figures: [
        {
          ...figure,
          lines: [
            {
              name: "back",
              points: [
                [2, 1],
                [1, 1],
              ],
            },
          ],
        },
      ],
    },
  ],
])("what breaks the contract is a failure: %s", (what, found) => {
  const { failed, claims, tables, figures } = runHere(finding(found));
  expect(failed).toEqual([{ part: "A1", message: expect.stringMatching(what) }]);
  expect([claims, tables, figures]).toEqual([[], [], []]);
});

test("gaps in x and vertical lines are no steps back", () => {
  const points = [1, Number.NaN, 1, 2, 2].map((x) => [x, 1] as const);
  expect(runHere(finding({ claims: [], figures: [{ ...figure, lines: [{ name: "a", points }] }] })).failed).toEqual([]);
});

test.each<[string, Findings]>([
  ["a claim A1", { claims: [claimOf("A1")] }],
  ["a table counts", { claims: [], tables: [table] }],
  ["a figure curve", { claims: [], figures: [figure] }],
])("what two parts have both is kept once: %s", (what, found) => {
  const study = studyOf("twice", [part("A1", () => found), part("A1", () => found)]);
  expect(runHere(study)).toMatchObject({ failed: [{ part: "A1", message: `another part has ${what} too` }] });
});
