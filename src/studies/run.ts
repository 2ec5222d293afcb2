/** Parts of studies as tasks that know nothing of each other: the same numbers in any order, in any thread. */
import { holds } from "../core/claim.js";
import type { Params } from "../core/params.js";
import { effort, type Findings, type Part, type Study, type StudyResult } from "../core/study.js";
import { stream } from "../numeric/sampling/random.js";

/** Plain data, so that it can be sent to a worker. */
export interface Task {
  readonly study: string;
  readonly part: string;
  readonly params: Params;
  readonly seed: number;
  readonly quick: boolean;
}

export type Outcome = { readonly findings: Findings } | { readonly error: string };

/** What is asked of one study. */
export interface Chosen {
  readonly study: Study;
  readonly parts: readonly Part[];
  readonly params: Params;
}

export const tasksOf = (chosen: readonly Chosen[], seed: number, quick: boolean): Task[] =>
  chosen.flatMap(({ study, parts, params }) => parts.map((part) => ({ study: study.name, part: part.id, params, seed, quick })));

/** Whatever a part throws is an outcome. `now`: a clock, in seconds. */
export function runTask({ study: name, part: id, params, seed, quick }: Task, studies: readonly Study[], now: () => number): Outcome {
  try {
    const study = studies.find((one) => one.name === name);
    const part = study?.parts.find((one) => one.id === id);
    if (!part) throw new Error(`there is no part ${id} of a study ${name}`);
    const findings = part.run({ params, seed, rng: stream(`${seed}/${name}/${id}`), now, ...effort(quick) });
    const wrong = [...problemsOf(findings, id)][0];
    return wrong === undefined ? { findings } : { error: wrong };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

/** Tables and figures are files when they are exported. */
const NAME = /^\w[\w-]*$/;

function* problemsOf({ claims, tables = [], figures = [] }: Findings, part: string): Generator<string> {
  for (const claim of claims) {
    if (!belongsTo(claim.id, part)) yield `claim ${claim.id} does not begin with the id of its part, ${part}`;
    if (claim.pass !== holds(claim)) yield `claim ${claim.id} says pass = ${claim.pass}, its numbers say otherwise`;
  }
  for (const { name, columns, rows } of tables) {
    if (!NAME.test(name)) yield `table ${JSON.stringify(name)}: expected a name of letters, digits and hyphens`;
    const odd = rows.findIndex((row) => row.length !== columns.length);
    if (odd >= 0) yield `table ${name}: row ${odd + 1} has ${rows[odd]!.length} cells for ${columns.length} columns`;
  }
  for (const { name, x, lines } of figures) {
    if (!NAME.test(name)) yield `figure ${JSON.stringify(name)}: expected a name of letters, digits and hyphens`;
    const back = lines.find(({ points }) => points.some(([at], k) => k > 0 && at < points[k - 1]![0]));
    if (back) yield `figure ${name}: the line "${back.name}" goes back in ${x.label}`;
    const lost = lines.find(({ of }) => of !== undefined && !lines.some((line) => line.of === undefined && line.name === of));
    if (lost) yield `figure ${name}: the line "${lost.name}" is of "${lost.of}", which is not there`;
  }
  yield* repeated(claims.map(({ id }) => `claim ${id}`));
}

/** MC11.det belongs to MC11, and to MC11.det. */
export const belongsTo = (claim: string, part: string): boolean => claim === part || claim.startsWith(`${part}.`);

function* repeated(names: readonly string[]): Generator<string> {
  for (const [k, name] of names.entries()) if (names.indexOf(name) < k) yield `${name} is there twice`;
}

/** The outcomes of its parts as one result; `undefined` where a part was interrupted. */
export function resultOf(
  { study, parts, params }: Chosen,
  setup: Pick<Task, "seed" | "quick">,
  outcomes: readonly (Outcome | undefined)[],
): StudyResult {
  const taken = new Set<string>();
  const found: Findings[] = [];
  const failed: StudyResult["failed"][number][] = [];
  const unfinished: string[] = [];
  for (const [k, { id }] of parts.entries()) {
    const outcome = outcomes[k];
    if (!outcome) unfinished.push(id);
    else if ("error" in outcome) failed.push({ part: id, message: outcome.error });
    else {
      const names = namesIn(outcome.findings);
      const clash = names.find((name) => taken.has(name));
      if (clash !== undefined) failed.push({ part: id, message: `another part has ${clash} too` });
      else found.push(outcome.findings);
      for (const name of names) taken.add(name);
    }
  }
  return {
    study: study.name,
    summary: study.summary,
    params,
    ...setup,
    claims: found.flatMap(({ claims }) => claims),
    tables: found.flatMap(({ tables }) => tables ?? []),
    figures: found.flatMap(({ figures }) => figures ?? []),
    failed,
    unfinished,
  };
}

const namesIn = ({ claims, tables = [], figures = [] }: Findings): string[] => [
  ...claims.map(({ id }) => `a claim ${id}`),
  ...tables.map(({ name }) => `a table ${name}`),
  ...figures.map(({ name }) => `a figure ${name}`),
];
