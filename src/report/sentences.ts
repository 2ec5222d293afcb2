/** What the comparison comes to, in words: how many times the cost of the best source of the same optimizer. */
import type { Axis, Target } from "../bench/record.js";
import { type Measure, measures } from "./axis.js";
import { targetText } from "./columns.js";
import { type Method, medianTo, type Section } from "./method.js";
import { times } from "./numbers.js";

const MOST = 5;

/** Only where both sides reached the target: the strictest that both did. */
export function sentences(section: Section, axis: Axis): string[] {
  const { methods, dim, targets } = section;
  const reached = targets.filter((target) => methods.some(({ runs }) => medianTo(runs, target, measures[axis]) !== null));
  if (!section.gaps || targets.length === 0) return [];
  if (reached.length === 0) return [`No method reached ${targetText(targets[0]!)}.`];
  const said = pairs(methods).flatMap(([method, base]) => {
    const target = [...targets].reverse().find((one) => [method, base].every(({ runs }) => medianTo(runs, one, measures[axis]) !== null));
    if (!target) return [];
    // Best to the last target is not always best to a weaker one.
    const worse = (ratioOf(method, base, target, measures[axis]) ?? 1) >= 1;
    return (worse ? compare(method, base, target, axis, dim) : compare(base, method, target, axis, dim)) ?? [];
  });
  return said.slice(0, MOST);
}

/**
 * Each source with the best one of its optimizer; then each optimizer without a gradient with the best method that has one.
 * Methods come best first.
 */
function pairs(methods: readonly Method[]): (readonly [Method, Method])[] {
  const same = methods.flatMap((method) => {
    const base = methods.find(({ optimizer }) => optimizer === method.optimizer);
    return base && base !== method ? [[method, base] as const] : [];
  });
  const best = methods.find(({ gradient }) => gradient !== "none");
  const without = methods.filter(({ gradient }) => gradient === "none");
  const across = without.flatMap((method) => (best ? [inOrder(method, best, methods)] : []));
  return [...same, ...across];
}

/** The worse one first: it is the one that needs more. */
const inOrder = (a: Method, b: Method, methods: readonly Method[]): readonly [Method, Method] =>
  methods.indexOf(a) < methods.indexOf(b) ? [b, a] : [a, b];

function compare(method: Method, base: Method, target: Target, axis: Axis, dim: number): string | null {
  const wanted = [...new Set<Axis>([axis, "work", "iterations"])].slice(0, 2);
  const ratios = wanted.flatMap((one) => {
    const ratio = ratioOf(method, base, target, measures[one]);
    return ratio === null ? [] : [{ unit: nouns[one], ratio }];
  });
  if (ratios.length === 0) return null;
  const alike = method.optimizer === base.optimizer;
  const [subject, object] = alike ? [method.gradient, base.gradient] : [method.name, base.name];
  // What is the same is left out, unless everything is.
  const differing = ratios.filter(({ ratio }) => times(ratio) !== "1×");
  const said = (differing.length > 0 ? differing : ratios).map(({ unit, ratio }) => `${times(ratio)} the ${unit}`);
  return `${alike ? `${method.optimizer}: ` : ""}${subject} needs ${said.join(" and ")} of ${object} to reach ${targetText(target)} at n = ${dim}.`;
}

function ratioOf(method: Method, base: Method, target: Target, measure: Measure): number | null {
  const ratio = medianTo(method.runs, target, measure)! / medianTo(base.runs, target, measure)!;
  return ratio > 0 && Number.isFinite(ratio) ? ratio : null;
}

const nouns: Readonly<Record<Axis, string>> = {
  work: "work",
  evals: "evaluations",
  iterations: "iterations",
  seconds: "seconds",
  ops: "operations",
};
