/** NO2: the formula of dl_k/dx, l_(k+1) = 4 l_k (1 − l_k), more than doubles with each level; operations of AD grow by the same few. */
import { compile, type Expr, input, mul, opCount, pullback, sub } from "../../ad/index.js";
import { type Claim, claim } from "../../core/claim.js";
import type { Cell, Figure, Table } from "../../core/study.js";
import { logLogSlope } from "../../numeric/statistics/fit.js";
import { relativeError } from "../dense.js";
import { baydin, doubling, type NotPart } from "./defaults.js";
import { orbit } from "./examples.js";
import { formulaCode } from "./formula-code.js";
import { differentiated, hornerSymbols, polynomials } from "./polynomial.js";
import { derivative, plain, simplified, symbols } from "./symbolic.js";

const source = `${baydin}, §2.2, table 1`;
/** Beyond this level nothing is multiplied out: coefficients have hundreds of digits, and there are as many of them. */
const MULTIPLIED_OUT = 9;
/** Where the formulas are evaluated: no l_k is near ½. */
const AT = 0.3;

interface Level {
  readonly level: number;
  /** Symbols of l_k and of the formulas of its derivative. */
  readonly value: number;
  readonly plain: number;
  readonly simplified: number;
  readonly factored: number;
  /** NaN beyond MULTIPLIED_OUT. */
  readonly expanded: number;
  /** Operations of (l_k, dl_k/dx): by reverse mode, and by the formula when equal parts of it are computed once. */
  readonly automatic: number;
  readonly shared: number;
}

/** Π (4 − 8 l_j): the chain rule along the levels, by hand. */
const factored = (l: readonly Expr[]): Expr => l.map((lj) => sub(4, mul(8, lj))).reduce((a, b) => mul(a, b));

function levelsOf(x: Expr, levels: number): Level[] {
  const l = orbit(x, levels);
  const expanded = polynomials(Math.min(levels, MULTIPLIED_OUT)).map((p) => hornerSymbols(differentiated(p)));
  return l.map((e, k) => {
    const formula = derivative(e, x, simplified);
    return {
      level: k + 1,
      value: symbols(e),
      plain: symbols(derivative(e, x, plain)),
      simplified: symbols(formula),
      factored: k === 0 ? 1 : symbols(factored(l.slice(0, k))),
      expanded: expanded[k] ?? Number.NaN,
      automatic: opCount([x], [e, ...pullback(e, [x])]),
      shared: opCount([x], [e, formula]),
    };
  });
}

const growth = (sizes: readonly number[]): number[] => sizes.slice(1).map((size, k) => size / sizes[k]!);
/** What each level adds, from the third on: the first two have x for l. */
const added = (sizes: readonly number[]): number[] => sizes.slice(2).map((size, k) => size - sizes[k + 1]!);

/** 2^k */
const power = (k: number): number => 2 * (1 << (k - 1));
/**
 * From l: 2 s + 5 symbols of 4 l (1 − l), 2 d + 3 s + 14 of (0 l + 4 dl)(1 − l) + (4 l)(0 − dl), and 2 d + 2 s + 9 of (4 dl)(1 − l) − (4 l) dl,
 * where s and d are the symbols of l and of dl; s + 5 more for a factor.
 */
const laws = {
  value: { law: "3·2^k − 5", at: (k: number) => 3 * power(k) - 5 },
  plain: { law: "9 (k − 1) 2^(k − 1) + 1", at: (k: number) => (9 * (k - 1) * power(k)) / 2 + 1 },
  simplified: { law: "(3k − 4) 2^k + 1", at: (k: number) => (k === 1 ? 1 : (3 * k - 4) * power(k) + 1) },
  factored: { law: "3·2^k − 7", at: (k: number) => (k === 1 ? 1 : 3 * power(k) - 7) },
  expanded: { law: "2^(k + 1) − 3", at: (k: number) => 2 * power(k) - 3 },
};
type Form = Exclude<keyof typeof laws, "value">;

const forms: Readonly<Record<Form, string>> = {
  plain: "by the rules",
  simplified: "simplified",
  factored: "product of 4 − 8 l_j",
  expanded: "multiplied out",
};

const formNames = Object.keys(forms) as Form[];

/** How many levels have another number of symbols than the law says. */
const lawless = (form: keyof typeof laws, all: readonly Level[]): number =>
  all.filter((level) => level[form] !== laws[form].at(level.level)).length;

function swells(all: readonly Level[]): Claim[] {
  const value = claim({
    id: "NO2.value.symbols",
    statement: `l_k written out has ${laws.value.law} symbols: levels where it has not`,
    source: "the definition, by hand",
    measured: lawless("value", all),
    expected: 0,
  });
  const derivatives = formNames.flatMap((form) => {
    const known = all.filter((level) => Number.isFinite(level[form]));
    return [
      claim({
        id: `NO2.${form}`,
        statement: `the formula of dl_k/dx, ${forms[form]}, grows from each of ${known.length} levels to the next at least by the factor`,
        source,
        measured: Math.min(...growth(known.map((level) => level[form]))),
        atLeast: 2,
      }),
      claim({
        id: `NO2.${form}.symbols`,
        statement: `its symbols are ${laws[form].law}: levels where they are not`,
        source: "the rules, by hand",
        measured: lawless(form, known),
        expected: 0,
      }),
    ];
  });
  return [value, ...derivatives];
}

function slope(longest: number): Claim {
  const x = input([]);
  const lengths = doubling(longest, 16);
  const l = orbit(x, longest);
  const ops = lengths.map((length) => opCount([x], [l[length - 1]!, ...pullback(l[length - 1]!, [x])]));
  return claim({
    id: "NO2.automatic.slope",
    statement: `operations of AD are linear: log–log slope in levels − 1, 16 … ${longest} levels`,
    source,
    measured: logLogSlope(
      lengths.map((length) => length - 1),
      ops,
    ),
    expected: 1,
    absolute: 0.005,
  });
}

/** Three operations of 4 l (1 − l), four of (4 t)(1 − l) − (4 l) t, in whatever order. */
const A_LEVEL = 7;

const each = (id: "automatic" | "shared", statement: string, all: readonly Level[]): Claim =>
  claim({
    id: `NO2.${id}`,
    statement: `${statement}: levels from the third on that do not add ${A_LEVEL} operations`,
    source,
    measured: added(all.map((level) => level[id])).filter((ops) => ops !== A_LEVEL).length,
    expected: 0,
  });

/** The formulas and AD, evaluated: largest difference, relative. */
function apart(x: Expr, levels: number): number {
  const l = orbit(x, levels);
  const program = compile(
    [x],
    l.map((e) => pullback(e, [x])[0]!),
  );
  program.inputs[0]![0] = AT;
  program.run();
  const found = new Float64Array(levels);
  formulaCode(
    [x],
    l.map((e) => derivative(e, x, simplified)),
  )(Float64Array.of(AT), found);
  return Math.max(...l.map((_, k) => relativeError(found.subarray(k, k + 1), program.outputs[k]!)));
}

const tableOf = (all: readonly Level[]): Table => ({
  name: "swell",
  title: "Symbols of l_k and of formulas of dl_k/dx; operations of (l_k, dl_k/dx)",
  columns: ["k", "l_k", ...Object.values(forms), "operations of AD", "operations, formula shared"],
  rows: all.map((at): Cell[] => [
    at.level,
    at.value,
    at.plain,
    at.simplified,
    at.factored,
    Number.isNaN(at.expanded) ? null : at.expanded,
    at.automatic,
    at.shared,
  ]),
});

const figureOf = (all: readonly Level[]): Figure => ({
  name: "swell",
  title: "Expression swell of the nested logistic map",
  x: { label: "level k", log: false, ticks: all.map(({ level }) => level).filter((level) => level % 2 === 0) },
  y: { label: "symbols, or operations", log: true },
  lines: [
    ...formNames.map((form) => ({ name: `formula, ${forms[form]}`, points: all.map((at) => [at.level, at[form]] as const) })),
    { name: "operations of AD", points: all.slice(1).map((at) => [at.level, at.automatic] as const) },
    { name: "2^k", style: "dashed", points: all.map(({ level }) => [level, power(level)] as const) },
  ],
  note: "A formula repeats l_k wherever it occurs, and doubles with each level; AD computes it once, and takes as much for each level.",
});

export const swell: NotPart = {
  id: "NO2",
  run: ({ params }) => {
    const x = input([]);
    const all = levelsOf(x, params.levels);
    return {
      claims: [
        ...swells(all),
        each("automatic", "AD computes each l_k once", all),
        slope(params.steps),
        each("shared", "so does the formula once equal parts of it are computed once: it is sharing that makes the difference", all),
        claim({
          id: "NO2.same",
          statement: `formulas and AD give the same numbers at x = ${AT}: largest relative difference, levels 1 … ${params.levels}`,
          source,
          measured: apart(x, params.levels),
          atMost: 1e-9,
        }),
      ],
      tables: [tableOf(all)],
      figures: [figureOf(all)],
    };
  },
};
