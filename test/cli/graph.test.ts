/** adbench graph as a process: tables, data, pictures, and what is wrong with an expression. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { makeScratch } from "../support/cli.js";

const scratch = makeScratch();
const example = ["graph", "w2*log(w1)+sqrt(w2*log(w1))", "--at", "w1=2,w2=3"];

interface Json {
  readonly schema: number;
  readonly value: number;
  readonly gradient: Readonly<Record<string, number | number[]>>;
  readonly hessian?: number[][];
  readonly derivatives?: number[];
  readonly nodes: readonly {
    id: string;
    op: string;
    inputs: string[];
    value: unknown;
    tangent: object;
    adjoint: unknown;
    range?: number[];
  }[];
}
async function json(...args: readonly string[]): Promise<Json> {
  const { code, out, err } = await scratch.adbench(["graph", ...args, "--json", "-"]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return JSON.parse(out) as Json;
}

test("docs/graph.md shows what is printed", async () => {
  const doc = readFileSync(join(import.meta.dirname, "../../docs/graph.md"), "utf8");
  const blocks = [...doc.matchAll(/```text\n(.*?)```/gs)].map(([, block]) => block!);
  const { code, out, err } = await scratch.adbench(example);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(blocks[0]).toBe(out);
  const wrong = await scratch.adbench(["graph", "w2*lgo(w1)", "--at", "w1=2,w2=3"]);
  expect(blocks[1]).toBe(wrong.err);
});

test("as data: the published figures", async () => {
  const { value, gradient, nodes, schema } = await json(...example.slice(1));
  expect(schema).toBeGreaterThan(0);
  expect({ value, gradient }).toEqual({ value: 3.521468428280719, gradient: { w1: 2.0201012595319114, w2: 0.9334849949934259 } });
  expect(nodes.filter(({ inputs }) => inputs.length > 0).map(({ id, op, inputs }) => [id, op, inputs])).toEqual([
    ["v1", "log", ["w1"]],
    ["v2", "mul", ["w2", "v1"]],
    ["v3", "sqrt", ["v2"]],
    ["v4", "add", ["v2", "v3"]],
  ]);
  expect(nodes.find(({ id }) => id === "v2")).toMatchObject({ tangent: { w1: 1.5, w2: Math.LN2 }, adjoint: 1.3467341730212743 });
  expect((await json(...example.slice(1), "--no-share")).nodes.filter(({ inputs }) => inputs.length > 0)).toHaveLength(6);
});

test("--order: all derivatives of one variable, the Hessian of several, in the order of --at", async () => {
  expect((await json("x^3", "--at", "x=-2", "--order", "4")).derivatives).toEqual([12, -12, 6, 0]);
  expect((await json("x^3", "--at", "x=-2")).derivatives).toEqual([12]);
  expect((await json("x*y^2", "--at", "y=3,x=2", "--order", "2")).hessian).toEqual([
    [4, 6],
    [6, 0],
  ]);
  const { out } = await scratch.adbench(["graph", "sin(x)", "--at", "x=0", "--order", "5"]);
  expect(out).toMatch(/f′\(x\) +1\n.*f″\(x\) +0\n.*f‴\(x\) +-1\n.*f\^\(4\)\(x\) +0\n.*f\^\(5\)\(x\) +1\n/);
  const hessian = (await scratch.adbench(["graph", "x*y^2", "--at", "y=3", "--at", "x=2", "--order", "2"])).out;
  expect(hessian).toMatch(/Hessian ∂²f\/∂x∂y\n +y +x\ny +4 +6\nx +6 +0\n/);
});

test("values may be constants; infinities and NaN are spelled", async () => {
  const { value, gradient } = await json("log(x)*atan2(y,1)", "--at", "x=0,y=atan2(0,1)");
  expect({ value, gradient }).toEqual({ value: "NaN", gradient: { x: "NaN", y: "-Infinity" } });
  expect((await json("x-pi/4", "--at", "x=pi/4")).value).toBe(0);
  expect((await json("2+3")).value).toBe(5);
});

test("a problem and a file, at x0: arrays with their shapes", async () => {
  scratch.write({
    "ridge.mjs": `import { add, defineProblem, mul, square, sum } from "adbench";
export default defineProblem({ name: "ridge", summary: "-", reference: "-", defaults: { dim: 3, penalty: 0.5 },
  make: ({ dim, penalty }) => ({ dim, x0: Float64Array.from({ length: dim }, (_, i) => i + 1), f: (x) => mul(penalty, sum(square(x))) }) });
`,
    "black.mjs": `import { defineProblem } from "adbench";
export default defineProblem({ name: "black", summary: "-", reference: "-", defaults: { dim: 2 },
  make: ({ dim }) => ({ dim, x0: new Float64Array(dim), value: () => 0 }) });
`,
  });
  const { value, gradient, nodes } = await json("ridge.mjs", "-p", "penalty=2");
  expect({ value, gradient }).toEqual({ value: 28, gradient: { x: [4, 8, 12] } });
  expect(nodes.map(({ op }) => op)).toEqual(["input", "constant", "square", "sum", "mul"]);
  expect(nodes[2]).toMatchObject({ shape: [3], value: [1, 4, 9], range: [1, 9], adjoint: [2, 2, 2] });
  const { out } = await scratch.adbench(["graph", "rosenbrock", "-n", "1000"]);
  expect(out).toMatch(/^rosenbrock, n = 1000\nf = \d/);
  expect(out).toMatch(/v1 = x\[1:1000\] +999/);
  const black = await scratch.adbench(["graph", "black.mjs"]);
  expect(black).toMatchObject({ code: 2, out: "" });
  expect(black.err).toMatch(/black box: it has no graph/);
});

test("DOT, SVG, WebAssembly; alone on standard output", async () => {
  const files = ["--dot", "g.dot", "--svg", "g.svg", "--json", "g.json", "--wat", "-"];
  const { code, out, err } = await scratch.adbench([...example, ...files]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toMatch(/^;; x0 \[\] at \d+\n[\s\S]*\(module\n[\s\S]*f64x2\.sqrt[\s\S]*\)\n$/);
  const dot = scratch.read("g.dot");
  expect(dot).toMatch(/^digraph "f" \{\n/);
  expect(dot).toContain('"v2" -> "v3" [label=" 0.3467341730"];');
  expect(dot.match(/ -> /g)).toHaveLength(6);
  const svg = scratch.read("g.svg");
  expect(svg).toMatch(/^<svg /);
  expect(svg).not.toMatch(/<!--|<\?xml|DOCTYPE/);
  for (const text of ["v2 = w2 * v1", "2.079441542", "v̄2 = 1.346734173"]) expect(svg).toContain(text);
  expect(svg.match(/class="edge"/g)).toHaveLength(6);
  expect(scratch.read("g.json")).toContain('"value": 3.521468428280719');
});

test("names cannot break the picture", async () => {
  const { code } = await scratch.adbench(["graph", "ж*$a_1", "--at", "ж=1,$a_1=2", "--svg", "odd.svg"]);
  expect(code).toBe(0);
  expect(scratch.read("odd.svg")).toContain("ж * $a_1");
});

test("--listing", async () => {
  const { out } = await scratch.adbench(["graph", "quadratic", "-n", "4", "--listing"]);
  expect(out).toMatch(/Compiled: \(f, ∇f\)\nfor j < /);
  expect(out).toMatch(/results: /);
});

test("fits 80 columns in a pipe", async () => {
  const long = "exp(-(alpha-1)^2/2)*hypot(alpha,beta)+atan2(beta,alpha)*logsumexp(alpha,beta,gamma)-max(alpha,gamma)";
  const at = ["--at", "alpha=1.234567,beta=0.1,gamma=-3", "--order", "2"];
  const { code, out } = await scratch.adbench(["graph", long, ...at]);
  expect(code).toBe(0);
  for (const line of out.split("\n")) expect([...line.replaceAll(/[\u0304\u0307]/g, "")].length, line).toBeLessThanOrEqual(80);
});

describe("bad input: exit 2, nothing on standard output", () => {
  test.each<[args: readonly string[], ...says: (RegExp | string)[]]>([
    [
      ["w2*lgo(w1)", "--at", "w1=2,w2=3"],
      /^adbench: character 4: unknown function "lgo", did you mean "log"\?\n/,
      "  w2*lgo(w1)\n     ^^^\n",
    ],
    [["x +", "--at", "x=1"], /character 4: expected something after \+/, "  x +\n     ^\n"],
    [[`${"x+".repeat(60)}+*x`, "--at", "x=1"], /character 122: expected something after \+ and found "\*"/, /^ {2}….*\n {37}\^\n/m],
    [["x+y", "--at", "x=1"], /no value for y: expected --at x=…,y=…/],
    [["alpha", "--at", "alpa=1"], /unknown variable "alpa", did you mean "alpha"/],
    [["2", "--at", "x=1"], /the expression has no variables/],
    [["x", "--at", "x"], /--at x: expected name=value/],
    [["x", "--at", "x=1,x=2"], /x is given twice/],
    [["x", "--at", "x=y"], /--at x=y: expected a number/],
    [["x", "--at", "x=1+"], /--at x=1\+: expected something after/],
    [["x", "--at", "pi=3"], /pi is a constant/],
    [["mdss"], /unknown problem "mdss", did you mean "mds"/, /--at mdss=…/],
    [["mds", "--at", "x=1"], /--at belongs to expressions/],
    [["x^2", "--at", "x=1", "-n", "3"], /--dim belongs to problems/],
    [["mds", "-n", "4,6"], /expected one number of variables/],
    [["mds", "--order", "2"], /higher order/],
    [["x", "--at", "x=1", "--order", "0"], /--order 0/],
    [["x", "--at", "x=1", "--order", "31"], /from 1 to 30/],
    [["lgamma(x)", "--at", "x=1", "--order", "9"], /polygamma: order 6 is not there/],
    [["nosuch.ts"], /nosuch.ts: no such file/],
    [["x", "--at", "x=1", "--svg", "nowhere/a.svg"], /--svg nowhere/],
    [["x", "--at", "x=1", "--svg", "-", "--dot", "-"], /standard output carries one/],
    [[], /missing/],
  ])("%o", async (args, ...says) => {
    const { code, out, err } = await scratch.adbench(["graph", ...args]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    for (const what of says) typeof what === "string" ? expect(err).toContain(what) : expect(err).toMatch(what);
    expect(err).not.toMatch(/node_modules|\.js:\d/);
  });
});
