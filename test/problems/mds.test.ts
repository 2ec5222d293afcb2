import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { UsageError } from "../../src/core/errors.js";
import { resolve } from "../../src/core/params.js";
import type { Problem } from "../../src/core/problem.js";
import { makePrograms } from "../../src/core/programs.js";
import { stream } from "../../src/numeric/sampling/random.js";
import mds from "../../src/problems/mds.js";
import { noFiles } from "../support/spec.js";

const params = (given: Record<string, unknown>) => resolve(mds.defaults, given, "problem mds");
const make = (given: Record<string, unknown>, read = noFiles, key = "mds"): Problem => mds.make(params(given), stream(key), read);
const at = (problem: Problem, x: ArrayLike<number>): { f: number; g: Float64Array } => {
  const g = new Float64Array(problem.dim);
  const f = makePrograms(problem).call("vjp").run(Float64Array.from(x), g, g);
  return { f, g };
};
const shared = (name: string) => JSON.parse(readFileSync(new URL(`../data/${name}`, import.meta.url), "utf8"));

describe("the number of variables", () => {
  test.each([
    [{}, 40],
    [{ embed: 3 }, 60],
    [{ embed: 1 }, 20],
    [{ data: "europe" }, 68],
    [{ data: "eurodist" }, 42],
    [{ data: "eurodist", embed: 3 }, 63],
  ])("%j: %d by default, and so in the spec", (given, dim) => {
    expect(params(given)["dim"]).toBe(dim);
    expect(make(given).dim).toBe(dim);
  });
  const file = { data: "d.csv" };
  const read = () => ",a,b,c\na,0,3,4\nb,3,0,5\nc,4,5,0\n";
  test("a file: all of it by default, its first points on demand", () => {
    expect(make(file, read).dim).toBe(6);
    expect(make({ ...file, dim: 4 }, read)).toMatchObject({ dim: 4, labels: ["a", "b"] });
  });
  test.each([
    [{ dim: 7 }, "problem mds: dim 7 is not a multiple of embed = 2: 6 or 8 would be"],
    [{ dim: 7, embed: 3 }, "problem mds: dim 7 is not a multiple of embed = 3: 6 or 9 would be"],
    [{ data: "europe", dim: 69 }, "problem mds: dim 69 is not a multiple of embed = 2: 68 would be"],
    [{ dim: 2 }, "problem mds: dim 2 makes fewer than 2 points in 2 dimensions: dim at least 4"],
    [{ dim: 1 }, "problem mds: dim 1 makes fewer than 2 points in 2 dimensions: dim at least 4"],
    [{ data: "europe", dim: 70 }, "problem mds: dim 70 takes 35 points in 2 dimensions, data=europe has 34: dim at most 68"],
    [{ data: "europe", dim: 101 }, "problem mds: dim 101 takes 51 points in 2 dimensions, data=europe has 34: dim at most 68"],
    [{ data: "d.csv", dim: 8 }, "problem mds: dim 8 takes 4 points in 2 dimensions, data=d.csv has 3: dim at most 6"],
    [
      { dim: 1e6 },
      "problem mds: 500000 points have 500000 × 500000 distances, 1860 GiB for each such array: at most 16384 points, dim 32768",
    ],
    [{ dim: 0 }, "problem mds: dim=0: expected auto or an integer ≥ 1"],
    [{ loss: "l1" }, "problem mds: loss=l1: expected sstress, literal or stress"],
  ])("%j: %s", (given, message) => {
    expect(() => make(given, read)).toThrow(new UsageError(message));
  });
});

describe("files", () => {
  test("what is wrong with one is a usage error that names it", () =>
    expect(() => make({ data: "bad.csv" }, () => ",a,b\na,0,3\nb,x,0\n")).toThrow(
      new UsageError('problem mds: bad.csv: row 3, column 2: "x" is not a number'),
    ));
  test("one that cannot be read: what there is besides", () => {
    const read = (): string => {
      throw new UsageError("cannot read europ: no such file");
    };
    expect(() => make({ data: "europ" }, read)).toThrow(
      new UsageError("cannot read europ: no such file (data is random, europe, eurodist or a file)"),
    );
  });
  test("no scale in distances that are all 0", () => {
    expect(() => make({ data: "d.csv" }, () => "0,0\n0,0")).toThrow(UsageError);
    expect(
      at(
        make({ data: "d.csv", scale: "none" }, () => "0,0\n0,0"),
        [0, 0, 1, 0],
      ).f,
    ).toBe(2);
  });
  test("places by name are geodesic distances", () => {
    const problem = make({ data: "p.csv", loss: "stress", scale: "none" }, () => "name,lat,lon\nx,0,0\ny,0,1\n");
    expect(at(problem, [0, 0, 0, 0]).f).toBeCloseTo(2 * ((6378137 * Math.PI) / 180) ** 2, 0);
    expect(problem.labels).toEqual(["x", "y"]);
  });
});

describe("starts", () => {
  const numpy42 = [0.3745401188473625, 0.9507143064099162, 0.7319939418114051, 0.5986584841970366];
  test.each(["europe", "eurodist"])("%s: MT19937 seed 42, the same numbers for every n", (data) => {
    for (const dim of [4, 10, 42]) expect([...make({ data, dim }).x0.slice(0, 4)]).toEqual(numpy42);
  });
  test("random: from the instance, apart from the data, in [0, 1)", () => {
    const [a, b, c] = [make({}), make({}), make({}, noFiles, "another")];
    expect(a.x0).toEqual(b.x0);
    expect(a.x0).not.toEqual(c.x0);
    expect(a.xmin).not.toEqual(c.xmin);
    expect(a.x0).not.toEqual(a.xmin);
    expect([...a.x0].every((x) => x >= 0 && x < 1)).toBe(true);
  });
  test("drawn anew: [0, 1) whatever the data", () => {
    const x = make({ data: "europe" }).start!(stream("start"));
    expect(x).toHaveLength(68);
    expect([...x].every((xi) => xi >= 0 && xi < 1)).toBe(true);
  });
});

describe("best known values", () => {
  test.each([
    ["literal", 10.1911],
    ["sstress", 1.8453e-4],
    ["stress", 2.3694e-4],
  ] as const)("%s of 34 cities: %d", (loss, known) =>
    expect(Math.abs(make({ data: "europe", loss }).fbest! / known - 1)).toBeLessThan(1e-4),
  );
  test.each([
    ["stress", "raw_stress", 2],
    ["sstress", "sstress", 4],
  ] as const)("%s of the 21 road distances: the reference's %s", (loss, entry, degree) => {
    const { sets } = shared("mds.json");
    const reference = sets.find((set: { name: string }) => set.name === "eurodist")[entry].best_known;
    // In thousands of kilometres, each pair once.
    expect(make({ data: "eurodist", loss, scale: "none" }).fbest! / 1000 ** degree / 2 / reference).toBeCloseTo(1, 12);
    const largest = 4.532;
    expect((make({ data: "eurodist", loss }).fbest! * largest ** degree) / 2 / reference).toBeCloseTo(1, 12);
  });
  test.each(["sstress", "literal", "stress"])(
    "%s: one for each number of cities, 0 up to three, and none where it is not known",
    (loss) => {
      for (const [data, most] of [
        ["europe", 34],
        ["eurodist", 21],
      ] as const)
        for (let n = 2; n <= most; n++) {
          const { fbest } = make({ data, loss, dim: 2 * n });
          if (n <= 3) expect(fbest).toBe(0);
          else expect(fbest).toBeGreaterThan(0);
        }
      for (const given of [{}, { data: "europe", embed: 3 }, { data: "europe", embed: 1 }])
        expect(make({ ...given, loss }).fbest).toBeUndefined();
    },
  );
  test.each(["sstress", "literal", "stress"])("%s: descent ends there or above", (loss) => {
    const problem = make({ data: "europe", loss, dim: 16 });
    const vjp = makePrograms(problem).call("vjp");
    const x = problem.x0.slice();
    const g = new Float64Array(16);
    for (let k = 0; k < 20000; k++) {
      vjp.run(x, g, g);
      for (let i = 0; i < 16; i++) x[i]! -= 0.01 * g[i]!;
    }
    const f = vjp.run(x, g, g);
    expect(f).toBeGreaterThanOrEqual(problem.fbest! * (1 - 1e-12));
    expect(f).toBeLessThan(problem.fbest! * 1.01);
  });
});

describe("losses", () => {
  const W = (n: number, embed: number): number[] => Array.from({ length: n * embed }, (_, k) => Math.sin(3 * k + 1));
  const D = [0, 3, 4, 3, 0, 5, 4, 5, 0];
  const term = {
    sstress: (s: number, d: number) => (s - d * d) ** 2,
    literal: (s: number, d: number) => (s - d) ** 2,
    stress: (s: number, d: number) => (Math.sqrt(s) - d) ** 2,
  };
  const slope = {
    sstress: (s: number, d: number) => 2 * (s - d * d),
    literal: (s: number, d: number) => 2 * (s - d),
    stress: (s: number, d: number) => (Math.sqrt(s) - d) / Math.sqrt(s),
  };
  describe.each(["sstress", "literal", "stress"] as const)("%s", (loss) => {
    test.each([
      [1, "none"],
      [2, "none"],
      [3, "none"],
      [2, "max"],
    ] as const)("embed %d, scale %s: value and gradient by the definition", (embed, scale) => {
      const problem = make({ data: "d.csv", loss, embed, scale }, () => "0,3,4\n3,0,5\n4,5,0");
      const x = W(3, embed);
      const g = x.map(() => 0);
      let f = 0;
      for (let i = 0; i < 3; i++)
        for (let j = 0; j < 3; j++) {
          if (i === j) continue;
          const delta = Array.from({ length: embed }, (_, k) => x[i * embed + k]! - x[j * embed + k]!);
          const s = delta.reduce((sum, t) => sum + t * t, 0);
          const d = D[i * 3 + j]! / (scale === "max" ? 5 : 1);
          f += term[loss](s, d);
          for (let k = 0; k < embed; k++) {
            g[i * embed + k]! += slope[loss](s, d) * 2 * delta[k]!;
            g[j * embed + k]! -= slope[loss](s, d) * 2 * delta[k]!;
          }
        }
      const got = at(problem, x);
      expect(Math.abs(got.f - f)).toBeLessThanOrEqual(1e-13 * f);
      const size = Math.max(...g.map(Math.abs));
      for (const [i, gi] of g.entries()) expect(Math.abs(got.g[i]! - gi)).toBeLessThanOrEqual(1e-13 * size);
    });
    test("points that coincide: finite, with a gradient of 0 between them", () => {
      const problem = make({ data: "d.csv", loss, scale: "none" }, () => "0,3,4\n3,0,5\n4,5,0");
      const { f, g } = at(problem, [0, 0, 0, 0, 0, 0]);
      expect(f).toBe(loss === "sstress" ? 2 * (81 + 256 + 625) : 2 * (9 + 16 + 25));
      expect([...g].map(Math.abs)).toEqual([0, 0, 0, 0, 0, 0]);
      const hv = new Float64Array(6);
      makePrograms(problem)
        .call("hvp")
        .run(new Float64Array(6), Float64Array.of(1, 0, 0, 0, 0, 0), hv);
      expect([...hv].every(Number.isFinite)).toBe(true);
    });
    test("random data: the points themselves are the minimum, where it is known", () => {
      for (const given of [{}, { embed: 1 }, { embed: 3 }, { scale: "none" }]) {
        const problem = make({ loss, ...given });
        if (loss === "literal") expect(problem.fmin).toBeUndefined();
        else expect(at(problem, problem.xmin!).f).toBeLessThan(1e-25);
      }
    });
  });

  const { sets } = shared("mds.json");
  const eurodist = sets.find((set: { name: string }) => set.name === "eurodist");
  test("eurodist holds the published distances", () => {
    const problem = make({ data: "eurodist", loss: "stress", scale: "none" });
    expect(problem.labels).toEqual(eurodist.labels);
    expect(at(problem, new Float64Array(42)).f).toBe(2 * eurodist.d.reduce((s: number, d: number) => s + d * d, 0));
  });
  const circle = Array.from({ length: 21 }, (_, i) => [Math.cos((2 * Math.PI * i) / 21), Math.sin((2 * Math.PI * i) / 21)]).flat();
  const cmdscale: number[] = eurodist.cmdscale.points.flat().map((x: number) => Math.round(x) / 1000);
  // The reference has distances in thousands of kilometres and counts each pair once.
  test.each([
    ["stress", "raw_stress", "circle", circle, 2],
    ["stress", "raw_stress", "cmdscale_points_rounded3", cmdscale, 2],
    ["sstress", "sstress", "circle", circle, 4],
    ["sstress", "sstress", "cmdscale_points_rounded3", cmdscale, 4],
  ] as const)("%s against the reference %s at %s", (loss, entry, probe, x, degree) => {
    const unit = 1000;
    const { f, g } = at(
      make({ data: "eurodist", loss, scale: "none" }),
      x.map((xi) => xi * unit),
    );
    const expected = eurodist[entry].probes[probe];
    expect(Math.abs(f / unit ** degree / 2 - expected.f)).toBeLessThanOrEqual(1e-12 * expected.f);
    const size = Math.max(...expected.grad.map(Math.abs));
    for (const [i, gi] of expected.grad.entries())
      expect(Math.abs(g[i]! / unit ** (degree - 1) / 2 - gi)).toBeLessThanOrEqual(1e-12 * size);
  });
  test("europe holds the cities of the claims", () => {
    const { cities } = shared("europe_cities.json");
    expect(make({ data: "europe" }).labels).toEqual(cities.map(({ name }: { name: string }) => name));
  });
  test("gradient descent as in the lecture: 28 iterations to 1e-2, 2.1141e-5 after 75 for six cities", () => {
    const problem = make({ data: "europe", loss: "stress", dim: 12 });
    const vjp = makePrograms(problem).call("vjp");
    const x = problem.x0.slice();
    const g = new Float64Array(12);
    const path: number[] = [];
    for (let k = 0; k <= 75; k++) {
      path.push(vjp.run(x, g, g));
      for (let i = 0; i < 12; i++) x[i]! -= 0.06 * g[i]!;
    }
    expect(path.findIndex((f) => f <= 1e-2)).toBe(28);
    expect(path[75]! / 2.1141e-5).toBeCloseTo(1, 4);
  });
});
