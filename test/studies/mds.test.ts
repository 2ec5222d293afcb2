/** The study mds: every claim holds with the published figures, with other parameters too, and what is wrong is found out. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { square, sum } from "../../src/ad/index.js";
import { run } from "../../src/bench/run.js";
import type { Claim } from "../../src/core/claim.js";
import { evals } from "../../src/core/cost.js";
import { defineOptimizer } from "../../src/core/optimizer.js";
import { resolve } from "../../src/core/params.js";
import type { Findings } from "../../src/core/study.js";
import { stream } from "../../src/numeric/sampling/random.js";
import { descent, mapProblem, maps, scaledDistances } from "../../src/studies/mds/cities.js";
import { classicalScaling } from "../../src/studies/mds/classical.js";
import { guttmanIterations } from "../../src/studies/mds/guttman.js";
import study from "../../src/studies/mds/index.js";
import { northUp } from "../../src/studies/mds/map.js";
import { finalLosses, iterationCounts } from "../../src/studies/mds/md1-md2.js";
import { optimum, spectra, spectrumClaims } from "../../src/studies/mds/md8.js";
import { distanceFromScores, euclidean } from "../../src/studies/mds/md9.js";
import { minimum, spectrum } from "../../src/studies/mds/minimum.js";
import { aligned } from "../../src/studies/mds/procrustes.js";
import { restarted } from "../../src/studies/mds/restarts.js";
import { runTask } from "../../src/studies/run.js";

/** As the command does it; `given` beyond what the study accepts goes in unchecked, to see a claim fail. */
function findings(part: string, { given = {}, quick = false, unchecked = {} } = {}): Findings {
  const params = { ...resolve(study.defaults, given, "study mds"), ...unchecked };
  const outcome = runTask({ study: "mds", part, params, seed: 0, quick }, [study], () => 0);
  if ("error" in outcome) throw new Error(outcome.error);
  return outcome.findings;
}
const failing = (claims: readonly Claim[]): string[] => claims.filter(({ pass }) => !pass).map(({ id }) => id);
const named = (claims: readonly Claim[], id: string): Claim => claims.find((claim) => claim.id === id)!;

describe("as published", () => {
  test("the parts are MD1 to MD10", () =>
    expect(study.parts.map(({ id }) => id)).toEqual(Array.from({ length: 10 }, (_, k) => `MD${k + 1}`)));

  test.each<[part: string, figures: Readonly<Record<string, number>>, quick?: boolean]>([
    ["MD1", { "MD1.6": 28, "MD1.15": 47, "MD1.34": 66 }],
    ["MD2", { "MD2.6": 2.1141e-5, "MD2.15": 4.6487e-5, "MD2.34": 2.3694e-4 }],
    ["MD3", { "MD3.6": 28, "MD3.15": 29, "MD3.34": 33 }],
    ["MD4", { "MD4.equal": 1.11, "MD4.unequal": 0.7 }],
    ["MD5", { "MD5.6": 1, "MD5.15": 1, "MD5.34": 1 }, true],
    [
      "MD6",
      {
        "MD6.6": 1e-2,
        "MD6.15": 0.1,
        "MD6.34": 0.1,
        "MD6.15.about": 0.6,
        "MD6.34.about": 9,
        "MD6.adaptive.15": 1e-3,
        "MD6.adaptive.34": 1e-3,
      },
    ],
    ["MD7", { "MD7.6": 10, "MD7.15": 10, "MD7.34": 10, "MD7.growth": 1 }],
    ["MD8", { "MD8.6.zeros": 3, "MD8.15.zeros": 3, "MD8.34.zeros": 3, "MD8.34.largest": 136, "MD8.34.rank": 33 }],
    ["MD9", { "MD9.pca": 1e-10, "MD9.iterative": 2.369e-4, "MD9.classical": 5.806e-4 }],
    ["MD10", { "MD10.global": 10.1911, "MD10.standard": 10.2389, "MD10.sstress": 1.8453e-4 }],
  ])("%s", (part, figures, quick = false) => {
    const { claims } = findings(part, { quick });
    expect(failing(claims)).toEqual([]);
    for (const [id, expected] of Object.entries(figures)) expect(named(claims, id).expected).toBe(expected);
  });

  test("tolerances are those asked for", () => {
    for (const { tolerance } of findings("MD2").claims) expect(tolerance).toBe(1e-4);
    const { claims } = findings("MD8");
    expect(named(claims, "MD8.34.largest").tolerance).toBe(1e-10);
    expect(named(claims, "MD8.34.rank").tolerance).toBe(1e-3);
    expect(named(findings("MD10").claims, "MD10.global").tolerance).toBe(1e-4);
  });
});

describe("with other parameters", () => {
  test.each<[part: string, given: Readonly<Record<string, string>>]>([
    ["MD3", { step: "0.02", target: "0.001" }],
    ["MD3", { step: "0.45", target: "0.1" }],
    ["MD4", { step: "0.1", target: "0.1" }],
    ["MD5", { budget: "10", target: "0.1" }],
    ["MD6", { cap: "20" }],
    ["MD10", { starts: "10" }],
  ])("%s %j", (part, given) => expect(failing(findings(part, { given, quick: true }).claims)).toEqual([]));
});

describe("what is wrong fails", () => {
  const changed = maps.map((map) => ({ ...map, step: map.step * 0.9, frames: map.frames / 2 }));
  test("another step: MD1", () => expect(failing(iterationCounts(changed).claims)).toHaveLength(3));
  test("half the frames and another step: MD2", () => expect(failing(finalLosses(changed).claims)).toHaveLength(3));
  test("a step on the edge of stability depends on the map: MD3", () =>
    expect(failing(findings("MD3", { unchecked: { step: 0.49 } }).claims)).toContain("MD3.slope"));
  test("one random start in MD10 may end in the local minimum, and is then not the global one", () => {
    const outcomes = [0, 1, 2, 3, 4, 5].map((seed) => {
      const outcome = runTask({ study: "mds", part: "MD10", params: { starts: 1 }, seed, quick: false }, [study], () => 0);
      return "findings" in outcome && named(outcome.findings.claims, "MD10.global").pass;
    });
    expect(new Set(outcomes)).toEqual(new Set([true, false]));
  });
  test("a point that is no optimum has a turn that costs: MD8", () => {
    expect(failing(spectrumClaims(spectra((N) => mapProblem(N).x0)))).toEqual(
      expect.arrayContaining(["MD8.6.zeros", "MD8.15.zeros", "MD8.34.zeros"]),
    );
  });
  test("the largest eigenvalue of another loss is not 4N: MD8", () => {
    const rows = [
      { N: 6, start: spectrum(mapProblem(6, "literal"), mapProblem(6).x0), end: spectrum(mapProblem(6, "sstress"), optimum(6)) },
    ];
    expect(failing(spectrumClaims(rows))).toEqual(expect.arrayContaining(["MD8.6.largest", "MD8.6.start"]));
  });
  test("distances that are not Euclidean have no principal component scores: MD9", () => {
    const rng = stream("cloud");
    const P = Float64Array.from({ length: 60 }, () => rng.normal());
    const D = euclidean(P, 3);
    expect(distanceFromScores(D, P, 3)).toBeLessThan(1e-12);
    const bent = D.map((d) => d + 1e-6 * Math.sin(d));
    expect(distanceFromScores(bent, P, 3)).toBeGreaterThan(1e-8);
  });
});

describe("restarts", () => {
  /** k + 1 values by iteration k. */
  const walk = defineOptimizer({
    name: "walk",
    summary: "walks",
    reference: "none",
    defaults: {},
    uses: "value",
    *run(oracle, x0) {
      for (let k = 0; k < 7; k++) {
        const x = x0.map((xi) => xi - k);
        yield { x, f: oracle.value(x) };
      }
      return "finished" as const;
    },
  });
  const problem = {
    name: "box",
    summary: "-",
    reference: "-",
    defaults: { dim: 2 },
    make: () => ({ dim: 2, x0: Float64Array.of(9, 9), fmin: 0, f: (x: Parameters<typeof sum>[0]) => sum(square(x)) }),
  };
  const trace = (frames: number) =>
    run({ problem, optimizers: [restarted(walk, {}, frames)], target: 0, budget: 1e6, budgetUnit: "evals", trace: "all" })[0]!.trace;

  test("frame k costs what k iterations from x0 cost, and ends where they end", () => {
    const points = trace(4);
    expect(points.map(({ cost }) => evals(cost))).toEqual([0, 2, 2 + 3, 2 + 3 + 4, 2 + 3 + 4 + 5]);
    expect(points.map(({ f }) => f)).toEqual([0, 1, 2, 3, 4].map((k) => 2 * (9 - k) * (9 - k)));
  });
  test("a method that ends before its frame does stays where it is", () => {
    const points = trace(9);
    expect(points.slice(6).map(({ f }) => f)).toEqual([18, 18, 18, 18]);
  });
});

describe("majorisation", () => {
  // A right triangle: one Guttman transform of an equilateral one, by hand.
  const D = Float64Array.of(0, 3, 4, 3, 0, 5, 4, 5, 0);
  const equilateral = Float64Array.of(0, 0, 1, 0, 0.5, Math.sqrt(3) / 2);
  test("counts iterations, the start being none", () => {
    expect(guttmanIterations(equilateral, D, 1, 2 * (4 + 9 + 16) + 1e-9, 0)).toBe(0);
    expect(guttmanIterations(equilateral, D, 1, 2 * (4 + 9 + 16) - 1e-9, 0)).toBe(Number.POSITIVE_INFINITY);
    expect(guttmanIterations(equilateral, D, 1, 1e-12, 1000)).toBeLessThan(100);
  });
  test.each([0.5, 1, 1.7])("ω = %d is gradient descent with step ω/(4N), iteration by iteration", (omega) => {
    const { trace } = descent(15, omega / 60, 40);
    // Each loss on the way down is reached by majorisation at the same iteration, and not before.
    for (const { iteration, f } of trace.filter((_, k) => k % 5 === 0))
      expect(guttmanIterations(mapProblem(15).x0, scaledDistances(15), omega, f * (1 + 1e-9), 100)).toBe(iteration);
  });
});

describe("classical scaling", () => {
  const { sets } = JSON.parse(readFileSync(new URL("../data/mds.json", import.meta.url), "utf8"));
  const eurodist = sets.find((set: { name: string }) => set.name === "eurodist");
  const N = 21;
  const D = new Float64Array(N * N);
  let k = 0;
  for (let i = 0; i < N; i++) for (let j = i + 1; j < N; j++) D[i * N + j] = D[j * N + i] = eurodist.d[k++];
  const { X, eigenvalues } = classicalScaling(D);
  test("of road distances: R's eigenvalues", () => {
    for (const [i, eigenvalue] of eurodist.cmdscale.eig.entries())
      expect(Math.abs(eigenvalues[i]! - eigenvalue)).toBeLessThanOrEqual(1e-9 * eigenvalues[0]!);
  });
  test("and R's points, up to signs", () => {
    const R = Float64Array.from(eurodist.cmdscale.points.flat() as number[]);
    const moved = aligned(X, R);
    for (const [i, x] of R.entries()) expect(Math.abs(moved[i]! - x)).toBeLessThan(1e-6);
  });
});

describe("alignment", () => {
  const Y = Float64Array.of(0, 0, 4, 1, 2, 5, -1, 3);
  const turned = (mirror: number, angle: number) =>
    Float64Array.from({ length: 8 }, (_, k) => {
      const [a, b] = [Y[k - (k % 2)]!, mirror * Y[k - (k % 2) + 1]!];
      return k % 2 === 0 ? 7 + Math.cos(angle) * a - Math.sin(angle) * b : -3 + Math.sin(angle) * a + Math.cos(angle) * b;
    });
  test.each([
    [1, 0],
    [1, 2.5],
    [-1, 0.3],
    [-1, -3],
  ])("undoes mirror %d, turn %d and a shift", (mirror, angle) => {
    const back = aligned(turned(mirror, angle), Y);
    for (const [i, y] of Y.entries()) expect(back[i]).toBeCloseTo(y, 13);
  });
  test("does not stretch: half the size stays half the size about the same centre", () => {
    const back = aligned(
      Y.map((y) => y / 2),
      Y,
    );
    expect(Math.hypot(back[2]! - back[0]!, back[3]! - back[1]!)).toBeCloseTo(Math.sqrt(17) / 2, 13);
    expect(back[0]! + back[2]! + back[4]! + back[6]!).toBeCloseTo(5, 13);
  });
  test("the map of the cities: Moscow lies 1500 km east and some north of Berlin, Rome far south", () => {
    const map = northUp(optimum(34));
    const [moscow, berlin, rome] = [0, 4, 7].map((i) => [map[2 * i]!, map[2 * i + 1]!] as const);
    expect(moscow![0] - berlin![0]).toBeGreaterThan(1.4);
    expect(moscow![1]).toBeGreaterThan(berlin![1]);
    expect(berlin![1] - rome![1]).toBeGreaterThan(1);
    // Moscow to Berlin on the ellipsoid: 1.61 thousand km.
    expect(Math.hypot(moscow![0] - berlin![0], moscow![1] - berlin![1])).toBeCloseTo(1.61, 1);
  });
});

describe("minimum and spectrum", () => {
  const problem = { dim: 3, x0: Float64Array.of(1, 1, 1), f: (x: Parameters<typeof sum>[0]) => sum(square(square(x))) };
  test("∇² Σ x_i⁴ = diag 12 x_i², ascending", () => {
    expect([...spectrum(problem, Float64Array.of(2, 0, 1))]).toEqual([0, 12, 48].map((v) => expect.closeTo(v, 12)));
  });
  test("a minimum that is not reached is an error", () => expect(() => minimum(problem, 0.01, 1e-12, 50)).toThrow(/no iterate with/));
});
