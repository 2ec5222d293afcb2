/** Under which conditions the methods were compared: step, tuning, budget, engine, seeds. One paragraph a section. */
import type { Manifest, RunRecord } from "../bench/record.js";
import { work } from "../core/cost.js";
import { groupBy } from "../numeric/statistics/group-by.js";
import type { Section } from "./method.js";
import { noiseText } from "./noise.js";
import { count, short } from "./numbers.js";

export function fairness(section: Section, { budget, seeds, seed, instances, x0 }: Manifest): string {
  const { runs, methods, problem } = section;
  const noise = noiseText(problem);
  const repeated = methods.some((method) => method.runs.some(({ spec }) => spec.repetition > 0));
  const parts = [
    ...steps(section),
    ...(noise === null ? [] : [`${noise} in every f that a method sees, while AD, targets, gaps and f shown here are exact`]),
    tuning(section),
    `budget ${budgetText(runs, budget.text)} a run`,
    `engine ${distinct(runs.map(({ engine }) => engine)).join(", ")}`,
    `start ${x0 === "problem" ? "the problem's x0" : x0 === "random" ? "drawn for each repetition" : x0}`,
    `base seed ${seed}${repeated ? `, ${count(seeds, "repetition")} of what is random` : ""}`,
  ];
  if (instances > 1) parts.push(`${instances} instances pooled`);
  return `Fairness: ${parts.join("; ")}.`;
}

/** Automatic steps, equal ones together, and what finding them cost. */
function steps({ methods, runs }: Section): string[] {
  const stepped = methods.filter((method) => method.runs.some(({ step, trials }) => step && !trials));
  if (stepped.length === 0) return [];
  const chosen = groupBy(stepped, (method) => range(method.runs.flatMap(({ step }) => (step ? [step.value] : []))));
  const said = chosen.map((group) => {
    const value = range(group.flatMap((method) => method.runs.flatMap(({ step }) => (step ? [step.value] : []))));
    return chosen.length === 1 ? value : `${value} (${group.map(({ letter }) => letter).join(", ")})`;
  });
  const curvatures = distinct(runs.flatMap(({ step }) => (step && step.value !== "armijo" ? (step.L ?? []) : [])));
  const hvps = distinct(runs.filter(({ step }) => step).map(({ setup }) => setup.hvps)).sort((a, b) => a - b);
  const source = curvatures.length === 0 ? "" : `, from L = ${range(curvatures)} at x0`;
  const costs = distinct(runs.filter(({ step }) => step).map((run) => work(run.setup, run.opsPerValue))).sort((a, b) => a - b);
  const setup = `${between(hvps) === "1" ? "1 setup HVP" : `${between(hvps)} setup HVPs`} = ${between(costs)} work`;
  return [`step auto = ${said.join(", ")}${source}${hvps.some((k) => k > 0) ? ` (${setup} a run, counted apart)` : ""}`];
}

/** How many steps each method tried, and what the trials took. */
function tuning({ methods }: Section): string {
  const tuned = methods.filter(({ runs }) => runs.some(({ trials }) => trials));
  const [k] = distinct(tuned.flatMap(({ runs }) => runs.flatMap(({ trials }) => (trials ? [trials.length] : []))));
  if (k === undefined) return "tuning none";
  const spent = tuned.map(({ letter, runs }) => {
    const costs = runs.map((run) => (run.trials ?? []).reduce((sum, { cost }) => sum + work(cost, run.opsPerValue), 0));
    const steps = range(runs.flatMap(({ step }) => (step ? [step.value] : [])));
    const atEnd = runs.some(
      ({ step, trials }) => trials && trials.length > 1 && [trials[0], trials.at(-1)].some((t) => t!.step === step?.value),
    );
    return `${letter} step ${steps}${atEnd ? ", an end of its grid," : ""} for ${between([...costs].sort((a, b) => a - b))} work`;
  });
  const left = methods.filter((method) => !tuned.includes(method)).map(({ letter }) => letter);
  const without = left.length > 0 ? `; not tuned, no step left open: ${left.join(", ")}` : "";
  return `tuning by ${count(k, "trial")}, a tenth of the budget each, counted apart (${spent.join(", ")}${without})`;
}

/** One value, or the smallest and largest of several. */
function range(values: readonly (number | "armijo")[]): string {
  const numbers = distinct(values.filter((value) => value !== "armijo")).sort((a, b) => a - b);
  const texts = numbers.length > 0 ? [between(numbers)] : [];
  return [...texts, ...(values.includes("armijo") ? ["Armijo line search"] : [])].join(" or ");
}

function between(sorted: readonly number[]): string {
  const [low, high] = [short(sorted[0] ?? 0), short(sorted.at(-1) ?? 0)];
  return low === high ? low : `${low} to ${high}`;
}

function budgetText(runs: readonly RunRecord[], text: string): string {
  const { unit, limit } = runs[0]!.spec.budget;
  if (String(limit) === text) return `${limit} ${unit}`;
  const asked = text.endsWith("n") ? Number(text.slice(0, -1)) * runs[0]!.dim : Number(text);
  return limit < asked ? `${limit} ${unit} (${text}, cut at 2e9 ops)` : `${text} = ${limit} ${unit}`;
}

const distinct = <T>(items: readonly T[]): T[] => [...new Set(items)];
