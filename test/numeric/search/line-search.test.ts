import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  backtrack,
  type Conditions,
  type Objective,
  type Point,
  pointAt,
  type Sample,
  strongWolfe,
  wolfeSearch,
} from "../../../src/numeric/search/line-search.js";
import { array } from "../../support/evaluations.js";

type Phi = readonly [f: (a: number) => number, slope: (a: number) => number];

/** A search from α = 0, with what it tried. */
function search([f, slope]: Phi, first: number, conditions: Conditions): { found: Sample | null; tried: number[] } {
  const tried: number[] = [];
  const phi = (alpha: number): Sample => {
    tried.push(alpha);
    return { alpha, f: f(alpha), slope: slope(alpha) };
  };
  return { found: strongWolfe(phi, { alpha: 0, f: f(0), slope: slope(0) }, first, conditions), tried };
}

const armijo = ([f, slope]: Phi, { alpha }: Sample, c1: number): boolean => f(alpha) <= f(0) + c1 * alpha * slope(0);
const curvature = ([, slope]: Phi, { alpha }: Sample, c2: number): boolean => Math.abs(slope(alpha)) <= c2 * Math.abs(slope(0));

/** The six functions of Moré & Thuente (1994), §5: eqs. (5.1) to (5.4). */
const rational: Phi = [(a) => -a / (a * a + 2), (a) => (a * a - 2) / ((a * a + 2) * (a * a + 2))];
const quintic: Phi = [(a) => (a + 0.004) ** 5 - 2 * (a + 0.004) ** 4, (a) => 5 * (a + 0.004) ** 4 - 8 * (a + 0.004) ** 3];
const wavy = ((b: number, l: number): Phi => [
  (a) =>
    (a <= 1 - b ? 1 - a : a >= 1 + b ? a - 1 : ((a - 1) * (a - 1)) / (2 * b) + b / 2) +
    ((2 * (1 - b)) / (l * Math.PI)) * Math.sin(((l * Math.PI) / 2) * a),
  (a) => (a <= 1 - b ? -1 : a >= 1 + b ? 1 : (a - 1) / b) + (1 - b) * Math.cos(((l * Math.PI) / 2) * a),
])(0.01, 39);
function yanai(b1: number, b2: number): Phi {
  const gamma = (b: number) => Math.sqrt(1 + b * b) - b;
  return [
    (a) => gamma(b1) * Math.sqrt((1 - a) * (1 - a) + b2 * b2) + gamma(b2) * Math.sqrt(a * a + b1 * b1),
    (a) => (-gamma(b1) * (1 - a)) / Math.sqrt((1 - a) * (1 - a) + b2 * b2) + (gamma(b2) * a) / Math.sqrt(a * a + b1 * b1),
  ];
}
/** Their tables 1 to 6, with the further digits of MINPACK's own routine: first α; trials, α, φ′(α). */
const tables: readonly (readonly [name: string, phi: Phi, c1: number, c2: number, rows: readonly (readonly number[])[]])[] = [
  [
    "1",
    rational,
    0.001,
    0.1,
    [
      [1e-3, 6, 1.365, -0.0091645],
      [0.1, 3, 1.4414, 0.0046645],
      [10, 1, 10, 0.0094195],
      [1e3, 4, 36.888, 7.3169e-4],
    ],
  ],
  [
    "2",
    quintic,
    0.1,
    0.1,
    [
      [1e-3, 12, 1.596, 3.8113e-9],
      [0.1, 8, 1.596, 1.0106e-10],
      [10, 8, 1.596, -4.9725e-9],
      [1e3, 11, 1.596, -2.3091e-8],
    ],
  ],
  [
    "3",
    wavy,
    0.1,
    0.1,
    [
      [1e-3, 12, 1, -5.144e-5],
      [0.1, 12, 1, -1.9224e-4],
      [10, 10, 1, -1.9892e-6],
      [1e3, 13, 1, -1.5789e-5],
    ],
  ],
  [
    "4",
    yanai(1e-3, 1e-3),
    1e-3,
    1e-3,
    [
      [1e-3, 4, 0.085, -6.8531e-5],
      [0.1, 1, 0.1, -4.933e-5],
      [10, 3, 0.3491, -2.9195e-6],
      [1e3, 4, 0.8294, 1.6436e-5],
    ],
  ],
  [
    "5",
    yanai(1e-2, 1e-3),
    1e-3,
    1e-3,
    [
      [1e-3, 6, 0.075011, 1.9025e-4],
      [0.1, 3, 0.07751, 7.3935e-4],
      [10, 7, 0.073142, -2.5691e-4],
      [1e3, 8, 0.076159, 4.4913e-4],
    ],
  ],
  [
    "6",
    yanai(1e-3, 1e-2),
    1e-3,
    1e-3,
    [
      [1e-3, 13, 0.9279, 5.2203e-4],
      [0.1, 11, 0.92615, 8.3588e-5],
      [10, 8, 0.92478, -2.3788e-4],
      [1e3, 11, 0.9244, -3.2498e-4],
    ],
  ],
];

describe("strong Wolfe, the published tables", () => {
  test.each(tables)("table %s", (_, phi, c1, c2, rows) => {
    for (const [first, trials, alpha, slope] of rows) {
      const { found, tried } = search(phi, first!, { c1, c2 });
      expect(tried).toHaveLength(trials!);
      expect(Math.abs(found!.alpha - alpha!)).toBeLessThanOrEqual(5.1e-5 * alpha!);
      // φ′ near its zero has what digits the cancellation leaves.
      expect(Math.abs(found!.slope - slope!)).toBeLessThanOrEqual(5.1e-5 * Math.abs(slope!) + 1e-13);
    }
  });
  // Starts from α = 1 backwards, where the first trial is far too long and the auxiliary function decides; values of MINPACK's routine.
  test.each([
    ["4", yanai(1e-3, 1e-3), 6, 0.0038522, 0.032049],
    ["5", yanai(1e-2, 1e-3), 6, 0.0040126, 0.038284],
    ["6", yanai(1e-3, 1e-2), 4, 0.043447, 0.016504],
  ] as const)("function %s from the other side", (_, [f, slope], trials, alpha, end) => {
    const { found, tried } = search([(a) => f(1 - a), (a) => -slope(1 - a)], 1, { c1: 0.1, c2: 0.9 });
    expect(tried).toHaveLength(trials);
    expect(Math.abs(found!.alpha - alpha)).toBeLessThanOrEqual(2e-4 * alpha);
    expect(Math.abs(-found!.slope - end)).toBeLessThanOrEqual(2e-4 * end);
  });
});

describe("strong Wolfe, any function", () => {
  const unit = fc.double({ min: 0.05, max: 1, noNaN: true });
  /** Bounded below, φ′(0) < 0: a parabola or quartic with waves on it. */
  const smooth = fc
    .record({
      slope: unit,
      bend: unit,
      quartic: fc.double({ min: 0, max: 1, noNaN: true }),
      height: unit,
      pitch: fc.double({ min: 0.1, max: 6, noNaN: true }),
    })
    .map(
      ({ slope, bend, quartic, height, pitch }): Phi => [
        (a) => -slope * a + bend * a * a + quartic * a * a * a * a + height * (1 - Math.cos(pitch * a)),
        (a) => -slope + 2 * bend * a + 4 * quartic * a * a * a + height * pitch * Math.sin(pitch * a),
      ],
    );
  const conditions = fc.constantFrom({ c1: 1e-4, c2: 0.9 }, { c1: 1e-4, c2: 0.1 }, { c1: 0.3, c2: 0.4 }, { c1: 0.01, c2: 0.02 });
  const firsts = fc.double({ min: -6, max: 4, noNaN: true }).map((e) => 10 ** e);

  test("what it returns has both conditions, and no α is tried twice", () => {
    fc.assert(
      fc.property(smooth, firsts, conditions, (phi, first, c) => {
        const { found, tried } = search(phi, first, c);
        expect(found).not.toBeNull();
        expect(armijo(phi, found!, c.c1)).toBe(true);
        expect(curvature(phi, found!, c.c2)).toBe(true);
        expect(found!.alpha).toBe(tried.at(-1));
        expect(new Set(tried).size).toBe(tried.length);
        expect(Math.min(...tried)).toBeGreaterThan(0);
      }),
      { seed: 1, numRuns: 2000 },
    );
  });
  test("a parabola takes a second trial at most, its minimum, as far as extrapolation goes", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.21, max: 1e6, noNaN: true }), fc.double({ min: 1e-3, max: 1e3, noNaN: true }), (ratio, minimum) => {
        const { found, tried } = search([(a) => a * a - 2 * minimum * a, (a) => 2 * a - 2 * minimum], ratio * minimum, {
          c1: 1e-4,
          c2: 1e-3,
        });
        expect(tried.length).toBeLessThanOrEqual(2);
        expect(Math.abs(found!.alpha - minimum)).toBeLessThanOrEqual(1e-3 * minimum);
        if (tried.length === 2) expect(Math.abs(found!.alpha - minimum)).toBeLessThanOrEqual(1e-9 * minimum * ratio);
      }),
      { seed: 2, numRuns: 1000 },
    );
  });
  test("not a number beyond some point: it comes back and ends with both conditions where there is such an α", () => {
    // −log(1 − α/w) − 3α/w has its minimum at ⅔ w and is not a number from w on.
    for (const w of [1e-8, 1e-3, 0.7, 1, 5]) {
      const phi: Phi = [
        (a) => (a < w ? -Math.log(1 - a / w) - (3 * a) / w : Number.POSITIVE_INFINITY),
        (a) => (a < w ? 1 / (w - a) - 3 / w : Number.NaN),
      ];
      const { found, tried } = search(phi, 1, { c1: 1e-4, c2: 0.1 });
      expect(found!.alpha).toBeLessThan(w);
      expect(armijo(phi, found!, 1e-4) && curvature(phi, found!, 0.1)).toBe(true);
      expect(tried.length).toBeLessThanOrEqual(14);
    }
  });
  test("falling for ever: it stops, with the lowest trial", () => {
    const { found, tried } = search([(a) => -a, () => -1], 1, { c1: 1e-4, c2: 0.9 });
    expect(tried).toHaveLength(20);
    expect(found!.alpha).toBe(Math.max(...tried));
    expect(tried.slice(0, 4)).toEqual([1, 5, 21, 85]);
  });
  test("−∞ is taken as it is", () => {
    const phi: Phi = [(a) => (a > 0.5 ? Number.NEGATIVE_INFINITY : -a), (a) => (a > 0.5 ? Number.NaN : -1)];
    expect(search(phi, 1, { c1: 1e-4, c2: 0.9 })).toMatchObject({ found: { alpha: 1 }, tried: [1] });
  });
  test("a kink has no small slope: the lowest trial of sufficient decrease, close to it", () => {
    const { found, tried } = search([(a) => Math.abs(a - 1), (a) => (a < 1 ? -1 : 1)], 0.3, { c1: 1e-4, c2: 0.9 });
    expect(Math.abs(found!.alpha - 1)).toBeLessThan(1e-2);
    expect(found!.f).toBe(Math.min(...tried.map((a) => Math.abs(a - 1))));
  });
  test("slopes that lie end in a bracket that cannot shrink, or out of trials", () => {
    const { found, tried } = search([(a) => a, () => -1], 1, { c1: 1e-4, c2: 0.9 });
    expect(found).toBeNull();
    expect(tried.length).toBeLessThanOrEqual(20);
  });
  test.each([
    ["uphill", 0, 1],
    ["flat", 0, 0],
    ["slope not a number", 0, Number.NaN],
    ["value not a number", Number.NaN, -1],
    ["value infinite", Number.POSITIVE_INFINITY, -1],
  ])("%s: nothing is tried", (_, f, slope) => {
    expect(search([() => f, () => slope], 1, { c1: 1e-4, c2: 0.9 })).toEqual({ found: null, tried: [] });
  });
});

describe("along a direction", () => {
  /** f = Σ c_i x_i², and what was asked. */
  function counted(c: readonly number[], seen: (f: number) => number = (f) => f): Objective & { asked: string[] } {
    const asked: string[] = [];
    const f = (x: Float64Array) => x.reduce((s, xi, i) => s + c[i]! * xi * xi, 0);
    return {
      asked,
      value: (x) => {
        asked.push(`value ${x}`);
        return f(x);
      },
      gradient: (x, g) => {
        asked.push(`gradient ${x}`);
        for (let i = 0; i < g.length; i++) g[i] = 2 * c[i]! * x[i]!;
        return seen(f(x));
      },
    };
  }
  const c = { c1: 1e-4, c2: 0.1 };
  const against = ({ g }: Point): Float64Array => g.map((gi) => -gi);

  test("the point it returns is x + αp with f and g there, and the one it came from is as it was", () => {
    const objective = counted([1, 10]);
    const from = pointAt(objective, array(3, -1));
    const before = structuredClone(from);
    const p = against(from);
    const { to, alpha, f, slope } = wolfeSearch(objective, 2, c)(from, p, 1)!;
    expect(from).toEqual(before);
    expect([...to.x]).toEqual([3 + alpha * p[0]!, -1 + alpha * p[1]!]);
    expect([...to.g]).toEqual([2 * to.x[0]!, 20 * to.x[1]!]);
    expect(to.f).toBe(to.x[0]! * to.x[0]! + 10 * to.x[1]! * to.x[1]!);
    expect([f, slope]).toEqual([to.f, to.g[0]! * p[0]! + to.g[1]! * p[1]!]);
    expect(objective.asked.filter((what) => what.startsWith("value"))).toEqual([]);
    expect(new Set(objective.asked).size).toBe(objective.asked.length);
  });
  test("given up, the lowest point has its own x and g, not the last one's", () => {
    const kink: Objective = {
      value: () => Number.NaN,
      gradient: (x, g) => {
        g[0] = x[0]! < 1 ? -1 : 1;
        return Math.abs(x[0]! - 1);
      },
    };
    const from = pointAt(kink, array(0));
    const { to, alpha } = wolfeSearch(kink, 1, c)(from, array(1), 0.3)!;
    expect(to.x[0]).toBe(alpha);
    expect(to.f).toBe(Math.abs(alpha - 1));
    expect(to.g[0]).toBe(alpha < 1 ? -1 : 1);
    expect(to.f).toBeLessThan(1e-2);
  });
  test("search after search, three points are enough", () => {
    const objective = counted([1, 100]);
    const search = wolfeSearch(objective, 2, c);
    let at = pointAt(objective, array(1, 1));
    for (let k = 0; k < 30; k++) {
      const before = structuredClone(at);
      const { to } = search(at, against(at), 1)!;
      expect(at).toEqual(before);
      expect(to.f).toBeLessThan(at.f);
      at = to;
    }
  });
  test("a source that never sees f has it evaluated once a point", () => {
    const objective = counted([1, 10], () => Number.NaN);
    const from = pointAt(objective, array(3, -1));
    expect(from.f).toBeNaN();
    wolfeSearch(objective, 2, c)(from, against(from), 1);
    const [values, gradients] = ["value", "gradient"].map((what) =>
      objective.asked.filter((a) => a.startsWith(what)).map((a) => a.slice(what.length)),
    );
    expect(values!.toSorted()).toEqual(gradients!.toSorted());
    expect(new Set(values).size).toBe(values!.length);
    expect(from.f).toBe(19);
  });
  test("where the gradient is not a number, f is not asked for, and the search comes back", () => {
    const valued: number[] = [];
    const tried: number[] = [];
    const objective: Objective = {
      value: (x) => {
        valued.push(x[0]!);
        return x[0]! * x[0]! - 1.8 * x[0]!;
      },
      gradient: (x, g) => {
        tried.push(x[0]!);
        g[0] = x[0]! > 1 ? Number.NaN : 2 * x[0]! - 1.8;
        return Number.NaN;
      },
    };
    const from = pointAt(objective, array(0));
    const { to } = wolfeSearch(objective, 1, c)(from, array(1), 12)!;
    expect(Math.abs(to.g[0]!)).toBeLessThanOrEqual(0.18);
    expect(tried.slice(0, 3)).toEqual([0, 12, 1.2000000000000002]);
    expect(valued).toEqual(tried.filter((x) => x <= 1));
  });
  test("f not a number, its gradient a number: as good as ∞", () => {
    const objective: Objective = {
      value: (x) => (x[0]! > 1 ? Number.NaN : x[0]! * x[0]! - 1.8 * x[0]!),
      gradient: (x, g) => {
        g[0] = 2 * x[0]! - 1.8;
        return Number.NaN;
      },
    };
    const from = pointAt(objective, array(0));
    expect(wolfeSearch(objective, 1, c)(from, array(1), 3)!.to.x[0]).toBeCloseTo(0.9, 1);
  });
  test("uphill: null, and nothing is asked", () => {
    const objective = counted([1]);
    const from = pointAt(objective, array(1));
    objective.asked.length = 0;
    expect(wolfeSearch(objective, 1, c)(from, from.g, 1)).toBeNull();
    expect(objective.asked).toEqual([]);
  });
});

describe("backtracking", () => {
  const from = (f: (x: number) => number, x: number) => {
    const asked: number[] = [];
    const objective = { value: ([t]: Float64Array) => asked.push(t!) && f(t!) };
    const go = (p: number, slope: number, first: number, c1 = 1e-4) => {
      const trial = array(0);
      const found = backtrack(objective, { x: array(x), f: f(x) }, array(p), slope, first, c1, trial);
      return { found, asked, trial: trial[0] };
    };
    return go;
  };
  const square = (x: number) => x * x;

  test("halves until the decrease is sufficient, one value a trial", () => {
    // From 1 along −1: f(1 − α) ≤ 1 − 2c1 α, so α ≤ 2 − 2c1.
    const { found, asked, trial } = from(square, 1)(-1, -2, 8);
    expect(found).toMatchObject({ alpha: 1, f: 0 });
    expect(asked).toEqual([-7, -3, -1, 0]);
    expect(trial).toBe(0);
    expect(from(square, 1)(-1, -2, 2 - 2e-4).found!.alpha).toBe(2 - 2e-4);
    expect(from(square, 1)(-1, -2, 2 - 1.9e-4).found!.alpha).toBe(1 - 0.95e-4);
  });
  test("a negative α goes down a direction that goes up", () => {
    expect(from(square, 1)(1, 2, -8).found).toMatchObject({ alpha: -1, f: 0 });
  });
  test("NaN and ∞ are shrunk away from, −∞ is taken", () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY])
      expect(from((x) => (x < 0.5 ? bad : square(x)), 1)(-1, -2, 1).found).toMatchObject({ alpha: 0.5 });
    expect(from((x) => (x < 0.5 ? Number.NEGATIVE_INFINITY : square(x)), 1)(-1, -2, 1).found).toMatchObject({ alpha: 1 });
  });
  test("null once x does not move, and at once where the direction does not go down", () => {
    const { found, asked } = from((x) => -square(x), 1)(-1, -2, 1);
    expect(found).toBeNull();
    expect(asked.length).toBe(54);
    for (const slope of [0, 2, Number.NaN]) expect(from(square, 1)(-1, slope, 1)).toMatchObject({ found: null, asked: [] });
  });
});
