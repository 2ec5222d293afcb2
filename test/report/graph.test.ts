/** Graphs in characters, for Graphviz and as data: what is shown of a document. */
import { Chalk } from "chalk";
import { describe, expect, test } from "vitest";
import type { Step, StepTable } from "../../src/core/step-table.js";
import { alignedColumn, digits } from "../../src/report/digits.js";
import { type GraphDocument, renderGraph } from "../../src/report/graph.js";
import { graphDot } from "../../src/report/graph-dot.js";
import { graphJson } from "../../src/report/graph-json.js";
import { columnsOf } from "../../src/report/text.js";

const step = (over: Partial<Step>): Step => ({
  id: "v1",
  tangentId: "dv1",
  adjointId: "bv1",
  op: "mul",
  inputs: [],
  shape: [],
  ops: 1,
  varying: true,
  inline: false,
  formula: "",
  forward: "",
  reverse: "",
  value: 1,
  tangent: {},
  adjoint: 1,
  partials: [],
  ...over,
});
const input = (id: string, value: number, tangent: Step["tangent"]): Step =>
  step({ id, tangentId: `d${id}`, adjointId: `b${id}`, op: "input", ops: 0, value, tangent, reverse: "bv1 * …", adjoint: 7 });

/** x · y at (3, −0.5), with so many inputs besides. */
function product(more: number): GraphDocument {
  const inputs = ["x", "y", ...Array.from({ length: more }, (_, k) => `extra${k}`)];
  const tangent = (value: number) => Object.fromEntries(inputs.map((name) => [name, value]));
  const table: StepTable = {
    inputs,
    steps: [
      ...inputs.map((name, k) => input(name, [3, -0.5][k] ?? 1 / 3, tangent(k))),
      step({ id: "c1", op: "constant", varying: false, inline: true, value: 2 }),
      step({
        formula: "x * y",
        forward: "dx * y + dy * x",
        inputs: ["x", "y"],
        value: -1.5,
        tangent: tangent(1e-9 / 3),
        partials: [-0.5, 3],
      }),
    ],
    result: "v1",
    nodes: { shared: 1, written: 1 },
    ops: { value: 1, jvp: 4, gradient: 3, hvp: 7 },
  };
  return { title: "f(x, y) = x*y", at: "x = 3, y = -0.5", table, shared: true };
}
const plain = { width: 80, paint: undefined };

test("values, tangents, adjoints", () => {
  expect(renderGraph(product(0), plain)).toBe(`f(x, y) = x*y
f = -1.5 at x = 3, y = -0.5

Values
            ops  v
x                 3
y                -0.5
v1 = x * y  1    -1.5

Forward mode: v\u0307, the derivative of v by each input
                       ∂/∂x             ∂/∂y
dx                     0                0
dy                     1                1
dv1 = dx * y + dy * x  3.333333333e-10  3.333333333e-10

Reverse mode: v\u0304 = ∂f/∂v, from the last step to the inputs
              v\u0304
bv1           1
bx = bv1 * …  7
by = bv1 * …  7

1 step where equal subexpressions are shared, 1 as written. Operations: f 1, f
and a tangent 4 (4×), f and its gradient 3 (3×), these and a Hessian-vector
product 7 (7×).
`);
});

test("columns that find no room are set below, formulas are broken before that", () => {
  for (const width of [40, 50, 80, 120]) {
    const text = renderGraph(product(9), { width, paint: undefined });
    for (const line of text.split("\n")) expect(columnsOf(line), line).toBeLessThanOrEqual(width);
    for (const name of ["x", "y", "extra0", "extra8"]) expect(text).toContain(`∂/∂${name}`);
  }
});

test("colours are only colours", () => {
  const painted = renderGraph(product(2), { width: 80, paint: new Chalk({ level: 1 }) });
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape codes begin with one
  expect(painted.replaceAll(/\u001b\[\d+m/g, "")).toBe(renderGraph(product(2), plain));
  expect(painted).not.toBe(renderGraph(product(2), plain));
});

test("derivatives and the Hessian; a listing is wrapped", () => {
  const one = product(0);
  const single = {
    ...one,
    table: { ...one.table, inputs: ["x"] },
    derivatives: [1, 2, 3, 4, 1e-12],
    listing: `for j < 1\n  ${"a + ".repeat(40)}b`,
  };
  const text = renderGraph(single, plain);
  expect(text).toMatch(/Derivatives\n +value\nf′\(x\) +1\nf″\(x\) +2\nf‴\(x\) +3\nf\^\(4\)\(x\) +4\nf\^\(5\)\(x\) +1e-12\n/);
  for (const line of text.split("\n")) expect(columnsOf(line), line).toBeLessThanOrEqual(80);
  const hessian = [
    [1, 2.5],
    [2.5, -3],
  ];
  expect(renderGraph({ ...one, hessian }, plain)).toContain("Hessian ∂²f/∂x∂y\n   x    y\nx  1     2.5\ny  2.5  -3\n");
});

describe("digits", () => {
  test.each<[number, string]>([
    [2, "2"],
    [-0, "0"],
    [0.1, "0.1"],
    [1 / 3, "0.3333333333"],
    [0.93348499499, "0.9334849950"],
    [123456789.25, "123456789.3"],
    [12345678901, "1.234567890e10"],
    [1e10, "1e10"],
    [2e-5, "2e-5"],
    [1 / 30000, "3.333333333e-5"],
    [Number.NaN, "NaN"],
    [Number.NEGATIVE_INFINITY, "-∞"],
  ])("%d is %s", (value, text) => expect(digits(value)).toBe(text));
  test("points are below one another", () => {
    expect(alignedColumn(["1", "-2.25", "30.5", "∞", "1.5e-7", ""])).toEqual([
      " 1     ",
      "-2.25  ",
      "30.5   ",
      "      ∞",
      " 1.5e-7",
      "       ",
    ]);
  });
});

test("DOT: inline constants are in formulas, arrows carry partial derivatives, quotes are escaped", () => {
  const dot = graphDot({ ...product(0), title: 'a "title"' });
  expect(dot).not.toContain('"c1"');
  expect(dot).toContain('label="a \\"title\\"\\l');
  expect(dot).toContain('"x" -> "v1" [label=" -0.5"];\n  "y" -> "v1" [label=" 3"];');
  expect(dot).toContain('"v1" [label="v1 = x * y\\n-1.5\\nbv1 = 1", fillcolor="#dafbe1"];');
});

test("JSON: arrays as lists, long ones by their range; NaN as a text", () => {
  const long = Float64Array.from({ length: 300 }, (_, k) => k - 100);
  const base = product(0);
  const table: StepTable = {
    ...base.table,
    inputs: ["x"],
    steps: [
      step({ id: "x", op: "input", shape: [300], value: long, adjoint: long }),
      step({ shape: [2], inputs: ["x"], value: Float64Array.of(Number.NaN, 1), adjoint: null }),
    ],
  };
  const { gradient, at, nodes } = JSON.parse(graphJson({ ...base, table }, 2)) as {
    gradient: { x: number[] };
    at: { x: number[] };
    nodes: { value: unknown; range: unknown; adjoint: unknown }[];
  };
  expect(gradient.x).toEqual([...long]);
  expect(at.x).toEqual([...long]);
  expect(nodes[0]).toMatchObject({ value: null, range: [-100, 199] });
  expect(nodes[1]).toMatchObject({ value: ["NaN", 1], adjoint: null });
});
