/** NO3: AD differentiates the path that a program takes, whatever decided it: d/dx Σ (−1)^k x^(2k+1)/(2k+1)! over the terms that were added. */
import { type Claim, claim } from "../../core/claim.js";
import type { Cell, Figure, Table } from "../../core/study.js";
import { linspace } from "../../numeric/grid.js";
import { bisect } from "../../numeric/search/bisect.js";
import { baydin, type Context, type NotPart } from "./defaults.js";
import { cosineTerms, taylorSine, termAt, termsOf } from "./taylor-sine.js";

const loop = "Maclaurin, Duvenaud & Adams (2015), Autograd: their example of an open-ended loop";
/** h/x of the difference across a jump. */
const H = 1e-6;
/** All terms that a double can tell from 0, for |x| ≤ 20. */
const ALL = 200;

/** Terms add up to cosh x in absolute value, and each is rounded: 1e-15 at π, in proportion elsewhere. */
const tolerance = (x: number): number => 1e-15 * Math.max(1, Math.cosh(x) / Math.cosh(Math.PI));

function atPoint(x: number, smallest: number) {
  const run = taylorSine(x, smallest);
  const [value, derivative] = run.path(x);
  return { x, terms: run.result.terms, value, derivative, path: run.path };
}

/** The first x above |x| at which one term more is added, as the program itself decides. */
function jumpAbove(x: number, smallest: number): number {
  const from = Math.abs(x);
  const { terms } = taylorSine(from, smallest).result;
  const more = (at: number): boolean => taylorSine(at, smallest).result.terms > terms;
  let high = from + smallest;
  while (!more(high)) high *= 2;
  return bisect(more, from, high);
}

function places({ x, other, tolerance: smallest }: Context["params"]): Claim[] {
  const here = atPoint(x, smallest);
  const there = atPoint(other, smallest);
  const on = (id: string, at: ReturnType<typeof atPoint>): Claim[] => [
    claim({
      id: `NO3.${id}.terms`,
      statement: `sin x summed until the term just added is below ${smallest}, x = ${at.x}: terms`,
      source: loop,
      measured: at.terms,
      expected: termsOf(at.x, smallest),
    }),
    claim({
      id: `NO3.${id}.derivative`,
      statement: `its derivative at x = ${at.x} by AD is that of the terms that were added, Σ (−1)^k x^(2k)/(2k)!`,
      source: loop,
      measured: at.derivative,
      expected: cosineTerms(at.x, 0, at.terms),
      absolute: tolerance(at.x),
    }),
    claim({
      id: `NO3.${id}.cosine`,
      statement: `by which it misses cos x at x = ${at.x}: the terms that are left out`,
      source: "the series of cos",
      measured: at.derivative - Math.cos(at.x),
      expected: -cosineTerms(at.x, at.terms, ALL),
      absolute: 2 * tolerance(at.x),
    }),
  ];
  const replayed = here.path(other)[1];
  return [
    ...on("x", here),
    ...on("other", there),
    claim({
      id: "NO3.replayed",
      statement: `the path taken at x = ${x}, kept and run at x = ${other}, adds ${here.terms} terms there, not ${there.terms}: error of the derivative`,
      source: "a graph is one path through a program",
      measured: replayed - there.derivative,
      expected: cosineTerms(other, 0, here.terms) - cosineTerms(other, 0, there.terms),
      absolute: 2 * tolerance(other),
    }),
  ];
}

/** Where the number of terms changes, what is computed jumps: by the first term that only one side adds. */
function jump({ x, tolerance: smallest }: Context["params"]): { readonly claims: Claim[]; readonly table: Table } {
  const at = jumpAbove(x, smallest);
  const h = H * at;
  const [below, above] = [atPoint(at - h, smallest), atPoint(at + h, smallest)];
  const quotient = (above.value - below.value) / (2 * h);
  const size = (below.terms % 2 === 0 ? 1 : -1) * termAt(at, 2 * below.terms + 1);
  const mean = (cosineTerms(at, 0, below.terms) + cosineTerms(at, 0, above.terms)) / 2;
  const sides = [below, above].map(({ x: side, terms, derivative }) => Math.abs(derivative - cosineTerms(side, 0, terms)));
  return {
    claims: [
      claim({
        id: "NO3.jump.automatic",
        statement: `x = ${at}: ${below.terms} terms before it, ${above.terms} from there on; AD on both sides: error of the derivative of the path`,
        source: `${baydin}, §3: AD takes the path that the program takes`,
        measured: Math.max(...sides),
        atMost: tolerance(at),
      }),
      claim({
        id: "NO3.jump.differences",
        statement: `a central difference across it, h = ${H.toExponential()} x, sees the jump: it is off from the mean derivative by jump/2h`,
        source: "AD is not finite differences",
        measured: quotient - mean,
        expected: size / (2 * h),
        // Truncation, and rounding of terms that add up to sinh x.
        absolute: h + (10 * Number.EPSILON * Math.sinh(at)) / h,
      }),
    ],
    table: {
      name: "jump",
      title: `Derivatives at x = ${at}, where the loop adds a term more`,
      columns: ["", "derivative"],
      rows: [
        ["AD, just before", below.derivative],
        ["AD, just after", above.derivative],
        ["cos x", Math.cos(at)],
        [`central difference, h = ${H.toExponential()} x`, quotient],
      ],
    },
  };
}

function tableOf({ x, other, tolerance: smallest }: Context["params"]): Table {
  const row = (at: number): Cell[] => {
    const { terms, derivative } = atPoint(at, smallest);
    return [at, terms, derivative, cosineTerms(at, 0, terms), Math.cos(at), derivative - Math.cos(at)];
  };
  return {
    name: "loop",
    title: `d/dx of sin x summed until the term just added is below ${smallest}`,
    columns: ["x", "terms", "by AD", "of the sum, exactly", "cos x", "AD − cos x"],
    rows: [x, other].map(row),
  };
}

const POINTS = 301;

function figureOf({ x, other, tolerance: smallest }: Context["params"]): Figure {
  const found = linspace(0, Math.max(Math.abs(x), Math.abs(other), 1), POINTS).map((at) => atPoint(at, smallest));
  return {
    name: "loop",
    title: "The derivative of a loop that sums sin x, against cos x",
    x: { label: "x", log: false },
    y: { label: "|derivative − cos x|", log: true },
    lines: [
      { name: "by AD", points: found.map(({ x: at, derivative }) => [at, Math.abs(derivative - Math.cos(at))] as const) },
      {
        name: "terms left out",
        of: "by AD",
        style: "dashed",
        points: found.map(({ x: at, terms }) => [at, Math.abs(cosineTerms(at, terms, ALL))] as const),
      },
    ],
    note: "AD differentiates what the loop has added, exactly; what is left to cos x falls wherever the loop adds a term more.",
  };
}

export const loops: NotPart = {
  id: "NO3",
  run: ({ params }) => {
    const across = jump(params);
    return {
      claims: [...places(params), ...across.claims],
      tables: [tableOf(params), across.table],
      figures: [figureOf(params)],
    };
  },
};
