/** Three tables: at which price of a gradient, beyond which n, and at which noise another method is the better one. */
import type { Scaling } from "../bench/scale.js";
import type { BreakEven, DimBreakEven, NoiseBreakEven, PriceBreakEven } from "../bench/scale-break-even.js";
import { fitSeries, grid } from "./grid.js";
import { short, tolerance } from "./numbers.js";
import { type Paint, strong } from "./paint.js";
import { targetOf, wordsOf } from "./scaling-sentences.js";
import { headsOf, type Shown } from "./scaling-table.js";
import { elide, plain, wrap } from "./text.js";

interface Options {
  readonly width: number;
  readonly paint: Paint;
}

/** Of the width, for a name. */
const NAME = 0.45;

/** Blocks of lines; nothing where there is nothing to compare. */
export function renderBreakEven(scaling: Scaling, methods: readonly Shown[], options: Options): string[][] {
  const of = <K extends BreakEven["kind"]>(kind: K) =>
    scaling.breakEven.filter((one): one is Extract<BreakEven, { kind: K }> => one.kind === kind);
  return [
    priceTable(of("price"), scaling, options),
    dimTable(of("dim"), scaling, methods, options),
    ...noiseTables(of("noise"), scaling, methods, options),
  ].filter((block) => block.length > 0);
}

const title = (text: string, { width, paint }: Options): string[] => wrap(text, width).map((line) => strong(paint, line));
const paragraph = (text: string, { width }: Options): string[] => wrap(text, width, "  ");

/** For each method that uses reverse sweeps: what it may pay, against whom, and what it pays. */
function priceTable(found: readonly PriceBreakEven[], { dims }: Scaling, options: Options): string[] {
  if (found.every(({ price }) => price === null)) return [];
  const room = Math.floor(NAME * options.width);
  const rows = [...new Set(found.map(({ method }) => method))].flatMap((method) => {
    const own = found.filter((one) => one.method === method);
    const at = (against: string, dim: number) => own.find((one) => one.against === against && one.dim === dim);
    const others = [...new Set(own.map(({ against }) => against))];
    return [
      { before: [`${elide(plain(method), room)} against`], series: [] },
      ...others.map((against) => ({
        before: [`  ${elide(plain(against), room)}`],
        series: dims.map((dim) => priceText(at(against, dim)?.price ?? null)),
      })),
      { before: ["  its price"], series: dims.map((dim) => short(own.find((one) => one.dim === dim)?.actual ?? null)) },
    ];
  });
  return [
    ...title("Break-even price of a reverse gradient, in evaluations of f", options),
    ...grid(fitSeries([{ before: [""], series: headsOf(dims) }, ...rows], options.width).rows, [0]),
    ...paragraph(
      `While it costs less than that, the method needs less work than the one it is set against${found.some(({ price }) => price === null) ? "; – one of them is unsolved" : ""}.`,
      options,
    ),
  ];
}

/** Not even a gradient for nothing would do. */
const priceText = (price: number | null): string => (price !== null && price <= 0 ? "never" : short(price));

const MOST_PAIRS = 15;

/** A row a pair, by letters. */
function dimTable(found: readonly DimBreakEven[], scaling: Scaling, methods: readonly Shown[], options: Options): string[] {
  if (found.length === 0) return [];
  const letter = (name: string | null): string =>
    name === null ? "the same" : (methods.find((one) => one.name === plain(name))?.letter ?? name);
  const shown = found.slice(0, MOST_PAIRS);
  const rows = shown.map((one) => [
    `${letter(one.method)}, ${letter(one.against)}`,
    crossingText(one),
    letter(one.below),
    letter(one.above),
  ]);
  const notes = [
    ...(shown.some(({ extrapolated }) => extrapolated) ? ["* beyond the n that were measured"] : []),
    ...(shown.some(isUnsure) ? ["? no intervals of the exponents, or overlapping ones: which line is the steeper is not known"] : []),
    ...(found.length > shown.length ? [`${found.length - shown.length} more pairs: --json`] : []),
  ];
  return [
    ...title(`Where the fitted lines cross: n, and who needs ${wordsOf(scaling).less} below and above`, options),
    ...grid([["", "n", "below", "above"], ...rows], [0, 2, 3]),
    ...(notes.length > 0 ? paragraph(`${notes.join("; ")}.`, options) : []),
  ];
}

function crossingText(one: DimBreakEven): string {
  if (one.below === null) return "all";
  const at = one.dim === null ? "never" : `${short(one.dim)}${one.extrapolated ? "*" : ""}`;
  return isUnsure(one) ? `${at}?` : at;
}

/** Equal lines are no question of slopes. */
const isUnsure = ({ apart, below }: DimBreakEven): boolean => !apart && below !== null;

/** Levels × methods at the largest n; and with several n, levels × n: who wins. */
function noiseTables(found: readonly NoiseBreakEven[], scaling: Scaling, methods: readonly Shown[], options: Options): string[][] {
  const last = scaling.dims.at(-1);
  if (found.length === 0 || last === undefined) return [];
  const levels = [...new Set(found.map(({ noise }) => noise))].map((noise) => ({
    before: [noise === null || noise === 0 ? "0" : tolerance(noise)],
    at: (dim: number): NoiseBreakEven | undefined => found.find((one) => one.noise === noise && one.dim === dim),
  }));
  const tables = [workTable(levels, last, scaling, methods, options)];
  if (scaling.dims.length > 1) tables.push(winnersTable(levels, scaling, methods, options));
  return tables;
}

type Levels = readonly { readonly before: readonly string[]; readonly at: (dim: number) => NoiseBreakEven | undefined }[];

function workTable(levels: Levels, last: number, scaling: Scaling, methods: readonly Shown[], options: Options): string[] {
  const rows = levels.map(({ before, at }) => {
    const here = at(last);
    const work = new Map(Object.entries(here?.work ?? {}).map(([name, value]) => [plain(name), value]));
    const least = here?.best === undefined || here.best === null ? null : plain(here.best);
    return { before, series: methods.map(({ name }) => `${short(work.get(name) ?? null)}${least === name ? "*" : " "}`) };
  });
  const fitted = fitSeries([{ before: ["noise"], series: methods.map(({ letter }) => `${letter} `) }, ...rows], options.width);
  return [
    ...title(`Noise in f: work to ${targetOf(scaling)} at n = ${last}, the least marked *`, options),
    ...grid(fitted.rows, []),
    ...(fitted.dropped.length > 0
      ? paragraph(`No room for ${fitted.dropped.map((k) => methods[k]!.letter).join(", ")}: see --csv.`, options)
      : []),
  ];
}

/** Derivatives are those of the smooth f, so that who takes none of them is a question of its own. */
function winnersTable(levels: Levels, { dims }: Scaling, methods: readonly Shown[], options: Options): string[] {
  const letter = (name: string | null): string =>
    name === null ? "–" : (methods.find((one) => one.name === plain(name))?.letter ?? plain(name));
  const all = levels.flatMap(({ at }) => dims.flatMap((dim) => at(dim) ?? []));
  const apart = all.some(({ best, bestByValues }) => bestByValues !== null && bestByValues !== best);
  const rows = levels.map(({ before, at }) => ({
    before,
    series: dims.map((dim) => {
      const one = at(dim);
      if (!one) return "–";
      return apart && one.best !== null ? `${letter(one.best)}, ${letter(one.bestByValues)}` : letter(one.best);
    }),
  }));
  return [
    ...title(`Noise in f: who needs the least work at each n${apart ? ", and who of those that take only values" : ""}`, options),
    ...grid(fitSeries([{ before: ["noise"], series: headsOf(dims) }, ...rows], options.width).rows, []),
  ];
}
