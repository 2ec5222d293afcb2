/** NO1: four ways to a gradient, by the digits that they lose and the operations that they take. */
import { type Claim, claim } from "../../core/claim.js";
import type { Cell, Figure, Line, Table } from "../../core/study.js";
import { mean } from "../../numeric/statistics/fit.js";
import { lecture, type NotPart } from "./defaults.js";
import { type Family, families } from "./examples.js";
import { type Found, measured } from "./measured.js";
import { otherLines } from "./other-lines.js";
import { type Way, ways } from "./ways.js";

/** Of a difference of order p truncation and rounding are even at ε^(p/(p + 1)); of products and quadratics there is rounding alone. */
const SPARED = 1;
const digits = (order: number): number => -Math.log10(Number.EPSILON / 2) / (order + 1) - SPARED;

function accuracy(all: readonly Found[]): Claim[] {
  const lost = (id: Way["id"]): number => mean(all.flatMap(({ of }) => of[id].lost));
  const exact = (id: "automatic" | "symbolic", statement: string): Claim =>
    claim({ id: `NO1.${id}.digits`, statement, source: lecture, measured: lost(id) - lost("manual"), atMost: 0.3 });
  const coarse = (id: "forward-difference" | "central-difference", order: number, statement: string): Claim =>
    claim({ id: `NO1.${id}.digits`, statement, source: lecture, measured: lost(id), atLeast: digits(order) });
  return [
    exact(
      "automatic",
      "AD is exact: digits that reverse mode loses beyond a gradient written by hand, mean over functions, sizes and points",
    ),
    claim({
      id: "NO1.automatic.stable",
      statement: "reverse mode is numerically stable: its error over what rounding of each of its operations explains, at most",
      source: "Linnainmaa (1976), BIT 16(2)",
      measured: Math.max(...all.map(({ explained: share }) => share)),
      atMost: 1,
    }),
    exact("symbolic", "so are formulas: digits that they lose beyond a gradient written by hand, mean"),
    coarse(
      "forward-difference",
      1,
      `AD is not finite differences: forward ones lose half of 16 digits, less ${SPARED} where there is no truncation: mean`,
    ),
    coarse("central-difference", 2, `and central ones a third, less ${SPARED}: mean`),
  ];
}

function costs(all: readonly Found[]): Claim[] {
  const wrong = (id: "forward-difference" | "central-difference", values: (n: number) => number): number =>
    all.filter(({ n, value, of }) => of[id].ops !== values(n) * value).length;
  const last = (family: Family): Found => all.findLast((found) => found.family === family)!;
  return [
    claim({
      id: "NO1.automatic.ops",
      statement: "reverse mode is time-efficient: ops(f, ∇f)/ops(f), the largest",
      source: "Baur & Strassen (1983), Theor. Comput. Sci. 22; Griewank & Walther (2008), Evaluating Derivatives, §4.6",
      measured: Math.max(...all.map(({ value, of }) => of.automatic.ops / value)),
      atMost: 4,
    }),
    claim({
      id: "NO1.forward-difference.ops",
      statement: "forward differences take n + 1 times the operations of f: functions and sizes where they do not",
      source: lecture,
      measured: wrong("forward-difference", (n) => n + 1),
      expected: 0,
    }),
    claim({
      id: "NO1.central-difference.ops",
      statement: "central differences take 2n times the operations of f: functions and sizes where they do not",
      source: lecture,
      measured: wrong("central-difference", (n) => 2 * n),
      expected: 0,
    }),
    ...families.flatMap((family) => {
      const { formulas } = family;
      if (!formulas) return [];
      const { size, of } = last(family);
      return [
        claim({
          id: `NO1.symbolic.ops.${family.id}`,
          statement: `AD is not symbolic: operations of the formulas of ∇f, f = ${family.formula}, ${family.sized(size)}: ${formulas.law}`,
          source: "the product and the chain rule, by hand",
          measured: of.symbolic.ops,
          expected: formulas.ops(size),
        }),
      ];
    }),
  ];
}

/** With as many variables the differences take far more operations, whatever a call of a program costs. */
const MANY = 8;

function clocked(all: readonly Found[]): Claim[] {
  const many = families.flatMap((family) => all.findLast((found) => found.family === family && found.n >= MANY) ?? []);
  const most = (ratio: (of: Found["of"]) => number): number => Math.max(...many.map(({ of }) => ratio(of)));
  const slower = (id: Way["id"], than: string): Claim =>
    claim({
      id: `NO1.${id}.seconds`,
      statement: `seconds of reverse mode over those of ${than}, n ≥ ${MANY}, the largest of the functions at their largest size`,
      source: lecture,
      measured: most((of) => of.automatic.seconds / of[id].seconds),
      atMost: 1,
      volatile: true,
    });
  return [slower("forward-difference", "forward differences"), slower("symbolic", "formulas")];
}

const table = (name: string, title: string, all: readonly Found[], cell: (found: Found, id: Way["id"]) => Cell): Table => ({
  name,
  title,
  columns: ["f", "size", ...ways.map((way) => way.name)],
  rows: all.map((found) => [found.family.name, found.family.sized(found.size), ...ways.map(({ id }) => cell(found, id))]),
});

function scatter(all: readonly Found[], y: (found: Found, id: Way["id"]) => number): Line[] {
  return ways.map(({ id, name }) => ({
    name,
    style: "points",
    points: all.map((found) => [mean(found.of[id].lost), y(found, id)] as const).sort(([a], [b]) => a - b),
  }));
}

const figures = (all: readonly Found[]): Figure[] => {
  const x = { label: "decimal digits lost, of 16, mean of the points", log: false };
  return [
    {
      name: "operations",
      title: "Four ways to a gradient: digits lost, and operations",
      x,
      y: { label: "operations of ∇f ÷ operations of f", log: true },
      lines: scatter(all, ({ value, of }, id) => of[id].ops / value),
      note: "AD lies where a gradient written by hand does: exact and cheap. Formulas are exact but grow, differences lose digits and cost n + 1 or 2n values. What the nested logistic map loses it loses any way: it is chaotic.",
    },
    {
      name: "seconds",
      title: "The same by the clock, on this machine, now",
      x,
      y: { label: "seconds of ∇f", log: true },
      lines: scatter(all, ({ of }, id) => of[id].seconds),
      note: "Each marker is a function at one size; small ones are the call of a program and little else.",
    },
  ];
};

export const quadrant: NotPart = {
  id: "NO1",
  weight: 4,
  run: (context) => {
    const all = measured(context);
    const other = otherLines(context);
    return {
      claims: [...accuracy(all), ...costs(all), ...clocked(all), ...other.claims],
      tables: [
        table("digits", "Decimal digits lost, of 16, at the worst of the points", all, ({ of }, id) => Math.max(...of[id].lost)),
        table("operations", "Operations of a gradient ÷ those of f", all, ({ value, of }, id) => of[id].ops / value),
        ...other.tables,
      ],
      figures: figures(all),
    };
  },
};
