/** adbench study: choose, run, show, write; exit 1 when a claim fails, 3 when a part could not be run to its end. */
import type { Claim } from "../core/claim.js";
import type { Study, StudyResult } from "../core/study.js";
import { verdict } from "../report/claims-values.js";
import { studies } from "../studies/index.js";
import { type Chosen, type Outcome, resultOf, type Task, tasksOf } from "../studies/run.js";
import { select } from "../studies/select.js";
import { parameters, whole } from "./flags.js";
import { runJobs } from "./jobs.js";
import { openPool, type Pool } from "./pool.js";
import { showProgress } from "./progress.js";
import { say } from "./say.js";
import { type StudyOutputFlags, studyDestinations, writeStudies } from "./study-outputs.js";

export interface StudyFlags extends StudyOutputFlags {
  readonly jobs?: string;
  readonly param?: readonly string[];
  readonly quick?: boolean;
  readonly seed?: string;
  readonly quiet?: boolean;
}

/** What a test may put in its place. */
export interface Host {
  readonly studies: readonly Study[];
  readonly open: (threads: number) => Promise<Pool<Task, Outcome>>;
}

/** A worker that dies is the outcome of its part. */
const openWorkers: Host["open"] = (threads) => openPool({ script: "./study-worker.js", threads, failed: (_, error) => ({ error }) });

export async function study(names: readonly string[], flags: StudyFlags, host: Host = { studies, open: openWorkers }): Promise<void> {
  const seed = whole("--seed", flags.seed, 0) ?? 0;
  const jobs = whole("--jobs", flags.jobs, 1) ?? 1;
  const chosen = select(names, parameters(flags.param ?? [], false), host.studies);
  const to = studyDestinations(flags);
  const setup = { seed, quick: flags.quick === true };
  const tasks = tasksOf(chosen, seed, setup.quick);
  const { outcomes, interrupted } = await runTasks(tasks, weightsOf(chosen), jobs, host, flags.quiet === true);
  let from = 0;
  const results = chosen.map((one) => {
    const own = outcomes.slice(from, from + one.parts.length);
    from += one.parts.length;
    return resultOf(one, setup, own);
  });
  const notes = await writeStudies(results, to, flags);
  if (!flags.quiet) notes.forEach(say);
  close(results, interrupted, tasks.length);
}

const weightsOf = (chosen: readonly Chosen[]): number[] => chosen.flatMap(({ parts }) => parts.map(({ weight }) => weight ?? 1));

/** With several threads the longest first; the outcomes in the order of the tasks. */
async function runTasks(
  tasks: readonly Task[],
  weights: readonly number[],
  jobs: number,
  { open }: Host,
  quiet: boolean,
): Promise<{ readonly outcomes: readonly (Outcome | undefined)[]; readonly interrupted: boolean }> {
  if (tasks.length === 0) return { outcomes: [], interrupted: false };
  const threads = Math.min(jobs, tasks.length);
  const order = [...tasks.keys()].sort((a, b) => (threads > 1 ? weights[b]! - weights[a]! : 0) || a - b);
  const queue = order.map((k) => tasks[k]!);
  const progress = showProgress(
    queue.map(({ part }) => part),
    quiet,
    "parts",
  );
  const { results, interrupted } = await runJobs(queue, threads, () => open(threads), progress);
  const outcomes = new Array<Outcome | undefined>(tasks.length).fill(undefined);
  for (const [k, index] of order.entries()) outcomes[index] = results[k];
  return { outcomes, interrupted };
}

/** Names on standard error what went wrong; sets the exit code. */
function close(results: readonly StudyResult[], interrupted: boolean, parts: number): void {
  const broken = results.flatMap(({ study, failed }) => failed.map((one) => ({ study, ...one })));
  const refuted = results.flatMap(({ study, claims }) => claims.filter(isRefuted).map((claim) => ({ study, claim })));
  for (const { study, part, message } of broken) say(`${study}: part ${part} failed: ${message}`);
  for (const { study, claim } of refuted) say(`${study}: ${claim.id} does not hold: ${claim.statement}: ${verdict(claim)}`);
  if (interrupted) {
    const left = results.reduce((sum, { unfinished }) => sum + unfinished.length, 0);
    say(`interrupted: ${parts - left} of ${parts} parts finished`);
  }
  if (interrupted) process.exitCode = 130;
  else if (broken.length > 0) process.exitCode = 3;
  else if (refuted.length > 0) process.exitCode = 1;
}

/** What depends on the machine is reported, never held against anyone. */
const isRefuted = ({ pass, volatile }: Claim): boolean => !pass && !volatile;
