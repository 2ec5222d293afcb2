/** The study elimination: the published counts; graphs of a reader's are read, and what is none is refused. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Params, resolve } from "../../src/core/params.js";
import type { Findings } from "../../src/core/study.js";
import { graphFromText } from "../../src/studies/elimination/graph-text.js";
import elimination from "../../src/studies/elimination/index.js";
import { failing, findingsOf, measured } from "../support/findings.js";

function findings(part: string, given: Params = {}): Findings {
  return findingsOf(elimination, part, { given });
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

describe("elimination", () => {
  test("JA4 holds, with the published counts", () => {
    const found = findings("JA4");
    expect(failing(found)).toEqual([]);
    const counts = ["8-3-1-3-8", "4-2-3-5", "loss", "1-3-8-3-1"].map((id) =>
      ["forward", "reverse", "markowitz"].map((order) => measured(found, `JA4.${id}.${order}`)),
    );
    expect(counts).toEqual([
      [240, 240, 112],
      [84, 70, 70],
      [7, 4, 4],
      [51, 51, 69],
    ]);
  });

  test("graphs of a reader's: layers, JSON, a file, an order", () => {
    for (const graph of ["2,5,3,4,1", '{"layers": [20, 30, 20]}', file("graph.json", '{"edges": [["x", "a"], ["y", "a"], ["a", "f"]]}')]) {
      const found = findings("JA4", { graph });
      expect(failing(found)).toEqual([]);
      expect(found.tables).toHaveLength(1);
    }
    const text = '{"edges": [["x","a"],["a","b"],["b","c"],["a","c"],["c","f"],["c","g"]], "order": ["b","c","a"]}';
    const { rows } = findings("JA4", { graph: text }).tables![0]!;
    // b: 1·1, merged with a → c; c: 1·2; a: 1·2.
    expect(rows.find(([by]) => by === "given")).toEqual(["given", 5, 1, "b, c, a"]);
  });

  test.each<[string, RegExp]>([
    ["nowhere.json", /cannot read nowhere.json: no such file/],
    ["{", /graph: no JSON/],
    ["[1]", /expected an object with "layers" or "edges"/],
    ['{"layers": [1, 2], "edges": []}', /either "layers" or "edges"/],
    ['{"layers": [1, "two"]}', /"layers": expected a list of numbers/],
    ["3,0,1", /at least one vertex/],
    ['{"edges": [[1, 2, 3]]}', /"edges": expected a list of pairs/],
    ['{"edges": [["a", "b"], ["b", "a"]]}', /graph: there is a cycle through some of the vertices a, b$/],
    ['{"edges": [["a", "b"]], "vertices": ["a"]}', /"vertices" does not list b/],
    ['{"edges": [["a", "b"], ["b", "c"]], "order": ["a"]}', /"order": expected each inner vertex once: b/],
    [" ", /expected published, layers such as 8,3,1,3,8/],
  ])("%s is refused before anything runs", (graph, message) =>
    expect(() => resolve(elimination.defaults, { graph }, "study elimination")).toThrow(message),
  );

  test("names: in the order of vertices, of numbers, of their first edge", () => {
    expect(graphFromText('{"edges": [["b", "c"], ["a", "c"]]}', "g").names).toEqual(["b", "a", "c"]);
    expect(graphFromText('{"edges": [["b", "c"], ["a", "c"]], "vertices": ["a", "b", "c"]}', "g").names).toEqual(["a", "b", "c"]);
    expect(graphFromText('{"edges": [[10, 30], [9, 30]]}', "g").names).toEqual(["9", "10", "30"]);
  });
});
