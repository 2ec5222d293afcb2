/** The study backprop: every claim holds, with other parameters too; the numbers are those published; a wrong gradient is found. */
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Params } from "../../src/core/params.js";
import { stream } from "../../src/numeric/sampling/random.js";
import backprop from "../../src/studies/backprop/index.js";
import { recursion } from "../../src/studies/backprop/jacobians.js";
import * as networks from "../../src/studies/backprop/network.js";
import { shapes } from "../../src/studies/backprop/shapes.js";
import { claimed, failing, findingsOf } from "../support/findings.js";

const findings = (part: string, given: Params = {}, seed = 0) => findingsOf(backprop, part, { given, seed });

describe("as claimed", () => {
  test.each<[part: string, given: Params]>([
    ["BP1", {}],
    ["BP1", { widths: "3-1", batch: 1 }],
    ["BP1", { widths: "20-2-30-2-5", activation: "sigmoid", batch: 3 }],
    ["BP2", {}],
    ["BP2", { widths: "5-7", batch: 2 }],
    ["BP2", { widths: "8-8-8-8-8-8", batch: 8 }],
    ["BP3", {}],
    ["BP3", { b: 1, n: 10 }],
    ["BP3", { b: 64, n: 300, activation: "sigmoid" }],
  ])("%s %j", (part, given) => {
    const found = findings(part, given, 3);
    expect(found.claims.length).toBeGreaterThan(4);
    expect(failing(found)).toEqual([]);
  });
});

test("the published numbers: 8.2 GB, 256 MB, 256 kB; twice the products, less the first layer's", () => {
  const memory = findings("BP3");
  expect(["jacobian", "blocks", "vjp"].map((id) => claimed(memory, `BP3.${id}`).expected)).toEqual([8.192e9, 2.56e8, 2.56e5]);
  expect(claimed(memory, "BP3.jacobian").statement).toContain("8.19 GB");
  const products = findings("BP2");
  // 2·8·(12·9 + 9·7 + 7·4), and twice that less 2·8·12·9.
  expect(claimed(products, "BP2.forward.ops").measured).toBe(3184);
  expect(claimed(products, "BP2.backward.ops").measured).toBe(4640);
});

test("the table names every shape of the slide for every layer", () => {
  const [table] = findings("BP1").tables!;
  expect(table!.rows.length).toBe(3 * 7 + 2);
  expect(table!.rows.every((row) => row[4] === "yes")).toBe(true);
  expect(table!.rows.map(([what]) => what)).toContain("∂v_3/∂w_2, of a row");
});

test.each(["12", "12-0-3", "12-x", "65-3", "12--3"])("widths %s are refused", (widths) => {
  expect(() => findings("BP1", { widths })).toThrow(/expected two or more widths of 1 to 64 joined by hyphens, such as 12-9-7-4/);
});

describe("bugs are found", () => {
  afterEach(() => void vi.restoreAllMocks());
  const network = networks.networkOf({ widths: "4-3-2", activation: "tanh", batch: 3, b: 1, n: 10 }, stream("bugs"));

  test("backpropagation is right: differences of its own loss", () => {
    const { dw } = networks.backpropagation(network);
    const at = (k: number, i: number, h: number): number => {
      const weights = network.weights.map((w) => w.slice());
      weights[k]![i]! += h;
      return networks.backpropagation({ ...network, weights }).L;
    };
    for (const [k, i] of [
      [0, 0],
      [0, 11],
      [1, 4],
    ] as const)
      expect((at(k, i, 1e-5) - at(k, i, -1e-5)) / 2e-5).toBeCloseTo(dw[k]![i]!, 9);
  });

  test("a derivative of σ that is wrong", () => {
    vi.spyOn(networks.activations.tanh, "slope").mockImplementation((v) => 1 - v);
    const { claims } = shapes.run({ params: backpropDefaults, rng: stream("bug"), ...unused });
    expect(claims.filter(({ pass }) => !pass).map(({ id }) => id)).toEqual(["BP1.dv", "BP1.dw"]);
  });

  test("the Jacobian of another row", () => {
    const { v, dv } = networks.backpropagation(network);
    const right = recursion(network, v, 1, dv[2]!);
    const wrong = recursion(network, v, 1, dv[2]!, () => 0);
    right.dv.forEach((d, i) => void expect(d).toBeCloseTo(dv[1]![i]!, 14));
    expect([...wrong.dv.subarray(0, 3)]).toEqual([...right.dv.subarray(0, 3)]);
    expect(Math.max(...wrong.dv.map((d, i) => Math.abs(d - dv[1]![i]!)))).toBeGreaterThan(1e-3);
  });
});

const backpropDefaults = { widths: "12-9-7-4", activation: "tanh", batch: 8, b: 32, n: 1000 } as const;
const unused = { seed: 0, quick: false, samples: (full: number) => full, tolerance: (full: number) => full, now: () => 0 };
