/** The study coloring: every claim holds, with other parameters too; patterns of a reader's are read, and what is none is refused. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Params, resolve } from "../../src/core/params.js";
import type { Findings } from "../../src/core/study.js";
import coloring from "../../src/studies/coloring/index.js";
import { patternFromText } from "../../src/studies/coloring/pattern-text.js";
import { failing, findingsOf, measured } from "../support/findings.js";

function findings(part: string, given: Params = {}): Findings {
  return findingsOf(coloring, part, { given });
}

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "adbench-studies-"));
});
afterAll(() => rmSync(folder, { recursive: true }));
function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const matrixMarket = `%%MatrixMarket matrix coordinate real symmetric
% a path of four
4 4 5

1 1 2.0
2 1 -1
3 2 -1e0
4 3 -1
4 4 2
`;
const rowsOf = (text: string): string[] => {
  const { rows, columns, starts, indices } = patternFromText(text, "p");
  return Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (_, j) => (indices.subarray(starts[i]!, starts[i + 1]!).includes(j) ? "x" : ".")).join(""),
  );
};

describe("coloring", () => {
  test.each<[string, Params]>([
    ["JA5.jacobian", {}],
    ["JA5.jacobian", { dim: 4, lower: 3, upper: 5, side: 3 }],
    ["JA5.jacobian", { dim: 17, lower: 0, upper: 4, side: 7 }],
    ["JA5.hessian", {}],
    ["JA5.hessian", { dim: 4 }],
    ["JA5.hessian", { dim: 333 }],
  ])("%s holds with %o", (part, given) => expect(failing(findings(part, given))).toEqual([]));

  test("the five-point stencil takes 5, the fewest that are possible", () => {
    expect(measured(findings("JA5.jacobian", { side: 12 }), "JA5.jacobian.five-point.column")).toBe(5);
  });

  test("patterns of a reader's", () => {
    const symmetric = file("path.mtx", matrixMarket);
    for (const part of ["JA5.jacobian", "JA5.hessian"]) expect(failing(findings(part, { pattern: symmetric }))).toEqual([]);
    const [row] = findings("JA5.hessian", { pattern: symmetric }).tables![0]!.rows;
    expect(row!.slice(1)).toEqual([4, 10, 3, 3, 2]);
    const tall = file("tall.txt", "x.x\n.xx\nxx.\n..x\n");
    expect(failing(findings("JA5.jacobian", { pattern: tall }))).toEqual([]);
    expect(findings("JA5.hessian", { pattern: tall })).toEqual({ claims: [], tables: [] });
  });

  test("Matrix Market: coordinates, symmetry, dense arrays", () => {
    expect(rowsOf(matrixMarket)).toEqual(["xx..", "x.x.", ".x.x", "..xx"]);
    expect(rowsOf("%%MatrixMarket matrix coordinate pattern general\n2 3 2\n1 3\n2 1\n")).toEqual(["..x", "x.."]);
    expect(rowsOf("%%MatrixMarket matrix array real general\n2 2\n1\n0\n3\n4\n")).toEqual(["xx", ".x"]);
    expect(rowsOf("%%MatrixMarket matrix array real symmetric\n2 2\n1\n5\n0\n")).toEqual(["xx", "x."]);
  });
  test("marks, with and without spaces, numbers", () => {
    for (const text of ["x.*\n.X.", "1 0 1\n0 1 0", "2.5,0,-1\n0,1e3,0".replaceAll(",", " "), "# a comment\n101\n010\n"])
      expect(rowsOf(text)).toEqual(["x.x", ".x."]);
  });
  test.each<[string, RegExp]>([
    ["x.\nx", /row 2: 1 entries where the first row has 2/],
    ["x ?\nx .", /row 1, column 2: "\?" is no entry/],
    ["", /no rows/],
    ["%%MatrixMarket matrix coordinate real general\n2 2 3\n1 1 1\n", /row 2: it announces "3" entries and has 1/],
    ["%%MatrixMarket matrix coordinate real general\n2 2 1\n3 1 1\n", /row 3: "3 1" is no place in 2 rows and 2 columns/],
    ["%%MatrixMarket matrix coordinate real symmetric\n2 3 0\n", /the same/],
    ["%%MatrixMarket vector coordinate real general\n", /row 1: expected "%%MatrixMarket matrix/],
    ["%%MatrixMarket matrix coordinate pattern general\n1 1 1\n1 1 5\n", /row 3: expected a row and a column/],
  ])("%j is refused", (text, message) => expect(() => patternFromText(text, "p")).toThrow(message));
  test("a file that is none is refused before anything runs", () => {
    expect(() => resolve(coloring.defaults, { pattern: "nowhere.mtx" }, "study coloring")).toThrow(/cannot read nowhere.mtx/);
    expect(() => resolve(coloring.defaults, { pattern: file("odd.txt", "x.\nx") }, "study coloring")).toThrow(/odd.txt: row 2/);
  });
});
