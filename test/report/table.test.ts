import { Chalk } from "chalk";
import { describe, expect, test } from "vitest";
import type { RunRecord } from "../../src/bench/record.js";
import { measures } from "../../src/report/axis.js";
import { sectionsOf } from "../../src/report/method.js";
import { renderTable } from "../../src/report/table.js";
import { columnsOf } from "../../src/report/text.js";
import { geometric, recordOf, typicalRuns } from "../support/records.js";

const measure = measures.work;
const table = (runs: readonly RunRecord[], width: number, wide = false): string =>
  renderTable(sectionsOf(runs, measure)[0]!, measure, { width, wide, paint: undefined }).lines.join("\n");

test("80 columns: best first, medians, – where not reached", () =>
  expect(`\n${table(typicalRuns(), 80)}\n`).toBe(`
                                    work     work   final   iter-
  method                 solved  to 1e-2  to 1e-8     gap  ations  stop
─────────────────────────────────────────────────────────────────────────
A gd/reverse                1/1      125      484  2.6e-7     186  target
B gd/forward-difference     1/1      528     2046  2.6e-7     186  target
C gd/central-difference     1/1     1008     3906  2.6e-7     186  target
D gd/two-point              0/5     1312        –  9.4e-5     899  budget
E nelder-mead               0/1        –        –    0.49     599  budget
`));

test("from 110 columns also quartiles, counts by kind and seconds", () => {
  const text = table(typicalRuns(), 110);
  expect(text).toContain("quartiles");
  expect(text).toMatch(/ values\/jvps\n.* \/vjps\/hvps +seconds\* +stop\n/);
  expect(text).toMatch(/gd\/reverse.* 484 .* 486\/0\/0\/0 +0\.25 +target/);
  for (const line of text.split("\n")) expect(columnsOf(line)).toBeLessThanOrEqual(110);
  expect(table(typicalRuns(), 109)).not.toContain("quartiles");
});

test("wide: all columns, whatever the width", () => expect(table(typicalRuns(), 40, true)).toBe(table(typicalRuns(), 200, true)));

test("narrow: what matters most stays", () => {
  const text = table(typicalRuns(), 40);
  expect(text).toMatch(/solved +to 1e-8 +gap\n/);
  expect(text).toMatch(/^B gd\/forward- +1\/1 +2046 +2\.6e-7\n {4}difference$/m);
});

test("long names are broken over lines, very long ones lose their middle", () => {
  const long = "gd[step=0.015,momentum=0.9]/two-point[distribution=gaussian,directions=8]";
  const f = geometric(200, 0.9);
  const text = table([recordOf({ method: long, f }), recordOf({ method: "gd/reverse", f })], 80);
  expect(text.replaceAll(/ {2}\d.*/g, "").replaceAll(/\s+/g, "")).toContain(long);
  const endless = `gd[${Array.from({ length: 40 }, (_, k) => `parameter${k}=${k}`).join(",")}]/reverse`;
  const lines = table([recordOf({ method: endless, f })], 80).split("\n");
  expect(lines.length).toBeLessThan(10);
  expect(lines.join("")).toContain("…");
  for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(80);
});

describe("order", () => {
  const order = (runs: readonly RunRecord[]): string[] => sectionsOf(runs, measure)[0]!.methods.map(({ name }) => name);
  test("work to the target, then runs solved, then the weaker target, then the gap, then the name", () => {
    expect(
      order([
        recordOf({ method: "e", f: [1, 0.5] }),
        recordOf({ method: "d", f: [1, 0.4] }),
        recordOf({ method: "c", f: [1, 1e-3] }),
        recordOf({ method: "b", f: [1, 1e-8], each: 9 }),
        recordOf({ method: "a", f: [1, 1e-8], each: 3 }),
        recordOf({ method: "g", f: [1, 0.5] }),
        recordOf({ method: "f", f: [NaN] }),
      ]),
    ).toEqual(["a", "b", "c", "d", "e", "g", "f"]);
  });
  test("one solved of three comes before none", () => {
    const solved = recordOf({ method: "z", f: [1, 1e-8] });
    const not = recordOf({ method: "z", f: [1, 0.9] });
    expect(order([recordOf({ method: "a", f: [1, 1e-7] }), solved, not, not])).toEqual(["z", "a"]);
  });
  test("by the axis that is asked for", () => {
    const runs = [
      recordOf({ method: "many-cheap", f: geometric(300, 0.9), each: 1 }),
      recordOf({ method: "few-dear", f: geometric(30, 0.1), each: 99 }),
    ];
    expect(sectionsOf(runs, measures.iterations)[0]!.methods[0]!.name).toBe("few-dear");
    expect(sectionsOf(runs, measures.work)[0]!.methods[0]!.name).toBe("many-cheap");
  });
});

describe("what is not known", () => {
  test("no f*: f, spent work, nothing about targets", () => {
    const text = table([recordOf({ method: "gd/reverse", f: [5, 4.25], over: { fstar: null, hits: [] } })], 80);
    expect(text).toMatch(/runs +f +ations +work +stop/);
    expect(text).toMatch(/gd\/reverse +1 +4\.25 +1 +2 /);
    expect(text).not.toMatch(/solved|gap|1e-/);
  });
  test("a run that failed is a row", () => {
    const failed = recordOf({ method: "gd/reverse", f: [NaN], over: { fstar: null, hits: [], stop: "error", message: "boom" } });
    expect(table([failed, recordOf({ method: "a", f: [1, 0] })], 80)).toMatch(/B gd\/reverse +0\/1 +– +– +– +0 +error/);
  });
  test("gaps of NaN are the worst; a method solved at its start costs what row 0 did", () => {
    const text = table([recordOf({ method: "a", f: [1, NaN] }), recordOf({ method: "b", f: [0] })], 80);
    expect(text).toMatch(/A b +1\/1 +1 +1 +0 +0 +target/);
    expect(text).toMatch(/B a +0\/1 +– +– +∞ /);
  });
});

test("instances are pooled, dimensions are not", () => {
  const on = (dim: number, instance: number): RunRecord => {
    const { spec, ...run } = recordOf({ method: "a", f: [1, 1e-8] });
    return { ...run, dim, spec: { ...spec, instance, problem: { name: "p", params: { dim } } } };
  };
  const sections = sectionsOf([on(2, 0), on(2, 1), on(3, 0)], measure);
  expect(sections.map(({ dim, runs, methods }) => [dim, runs.length, methods.length])).toEqual([
    [2, 2, 1],
    [3, 1, 1],
  ]);
  expect(sections[1]!.methods[0]!.letter).toBe("A");
});

test("colours change nothing but colours", () => {
  const section = sectionsOf(typicalRuns(), measure)[0]!;
  const painted = renderTable(section, measure, { width: 80, wide: false, paint: new Chalk({ level: 1 }) }).lines.join("\n");
  expect(painted).toContain("\u001b[36mA gd/reverse");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are control sequences
  expect(painted.replaceAll(/\u001b\[\d+m/g, "")).toBe(table(typicalRuns(), 80));
});
