/** How good the gradients were: for each method the angle to the true gradient, the error early and late, bias, variance, and h. */
import type { QualityPoint } from "../bench/record.js";
import type { Column } from "./columns.js";
import { median } from "./measure.js";
import type { Method, Section } from "./method.js";
import { count, short } from "./numbers.js";
import { renderColumns, type TableOptions } from "./table.js";
import { plain, wrap } from "./text.js";

/** What the columns are. */
export const qualityKey =
  "Gradients against the true ones, medians: cosine of g and ∇f; error ‖g - ∇f‖/‖∇f‖ over the first and the last third of the recorded points; at up to 8 points a run bias ‖E G - ∇f‖/‖∇f‖ (< where it does not show) and variance E‖G - E G‖²/‖∇f‖² of the source's estimates G, and the h of differences, also in multiples of the h that balances truncation and error of f (0 where no truncation shows).";

export const judged = ({ methods }: Section): Method[] => methods.filter(({ runs }) => runs.some(({ quality }) => quality !== undefined));

/** Nothing where no gradient was judged. */
export function renderQuality(section: Section, options: TableOptions): string[] {
  const methods = judged(section);
  if (methods.length === 0) return [];
  const { lines } = renderColumns(methods, qualityColumns, options);
  return [...lines, "", ...[qualityKey, ...partial(section)].flatMap((text) => wrap(text, options.width, "  "))];
}

const number = (head: Column["head"], keep: number, of: (method: Method) => string): Column => ({ head, align: "right", keep, cell: of });

export const qualityColumns: readonly Column[] = [
  number(["", "cosine"], 9, (method) => shown(pointsOf(method).map(({ cosine }) => cosine))),
  number(["error", "early"], 8, (method) => shown(thirdOf(method, 0).map(({ relativeError }) => relativeError))),
  number(["error", "late"], 10, (method) => shown(thirdOf(method, 2).map(({ relativeError }) => relativeError))),
  number(["", "bias"], 6, biasOf),
  number(["vari-", "ance"], 7, (method) => shown(pointsOf(method).flatMap(({ variance }) => variance ?? []))),
  number(["", "h"], 4, (method) => shown(pointsOf(method).flatMap(({ h }) => h ?? []))),
  number(["h ÷", "best h"], 5, (method) =>
    shown(pointsOf(method).flatMap(({ h, hOpt }) => (h === null || hOpt === null ? [] : [h / hOpt]))),
  ),
];

const pointsOf = ({ runs }: Method): readonly QualityPoint[] => runs.flatMap(({ quality }) => quality?.points ?? []);

/** The k-th third of the points of each run. */
const thirdOf = ({ runs }: Method, k: 0 | 2): QualityPoint[] =>
  runs.flatMap(({ quality }) => {
    const points = quality?.points ?? [];
    const size = Math.ceil(points.length / 3);
    return k === 0 ? points.slice(0, size) : points.slice(points.length - size);
  });

const shown = (sample: readonly number[]): string => short(sample.length > 0 ? median(sample) : null);

/** Twice its standard error is what a bias must exceed to be seen. */
function biasOf(method: Method): string {
  const found = pointsOf(method).flatMap(({ bias, biasError }) => (bias === null || biasError === null ? [] : [{ bias, biasError }]));
  if (found.length === 0) return short(null);
  const bias = median(found.map((one) => one.bias));
  const least = 2 * median(found.map((one) => one.biasError));
  return bias >= least ? short(bias) : `<${short(least)}`;
}

/** What is missing, and why. */
export function partial({ methods }: Section): string[] {
  return methods.flatMap(({ letter, name, runs }) => {
    const reasons = runs.flatMap(({ quality }) => quality?.incomplete ?? []);
    return reasons.length > 0
      ? [`${letter} ${name}: gradients of ${reasons.length} of ${count(runs.length, "run")} judged in part: ${plain(reasons[0]!)}`]
      : [];
  });
}
