/** One run, start to end: instance, streams, step, iterates, stop rules, record. Deterministic but for the clock, which is passed in. */
import { addCosts } from "../core/cost.js";
import { BudgetExhausted } from "../core/errors.js";
import type { GradientSource } from "../core/gradient-source.js";
import { type Limits, Meter } from "../core/meter.js";
import { isStochastic } from "../core/noise.js";
import type { Optimizer, StopReason } from "../core/optimizer.js";
import { makeOracle, valueOracle } from "../core/oracle.js";
import { isTraced, type Problem, type ProblemFamily, type Read } from "../core/problem.js";
import { diverged, firstOf, ftol, gtol, maxIterations, nonfinite, onMoves, type StopRule, when, xtol } from "../core/stop.js";
import { allowedGaps } from "../core/targets.js";
import { gradients } from "../gradients/index.js";
import { stream } from "../numeric/sampling/random.js";
import { normInf } from "../numeric/vector.js";
import { optimizers } from "../optimizers/index.js";
import { type Instance, type InstanceSpec, makeInstance, startPoint } from "./instance.js";
import { repetitionKey, runKey } from "./keys.js";
import { label } from "./label.js";
import { probeQuality } from "./quality.js";
import { type Budget, type Choice, type Hit, type RunRecord, type RunSpec, SCHEMA, type TracePoint } from "./record.js";
import { resolveStep } from "./step.js";
import { makeTrace } from "./trace.js";
import { type Tuned, tune } from "./tune.js";

/** What a run is given by whoever starts it. */
export interface Host {
  readonly family: ProblemFamily;
  readonly read: Read;
  /** A clock, in seconds. */
  readonly now: () => number;
  /** Called for each recorded point. */
  readonly onPoint?: (point: TracePoint) => void;
  /** SHA-256 of files that matter besides those `make` reads: the user's problem, x0. */
  readonly files?: readonly string[];
  /** Where instances come from; by default each run makes its own. `instanceCache` shares them. */
  readonly instances?: (spec: InstanceSpec) => Instance;
  /** Compare the method's gradients with the true ones, where the problem is traced. */
  readonly quality?: boolean;
  /** How an error becomes the record's message; by default, its own message. */
  readonly explain?: (error: unknown) => string;
  /** The methods known by name; by default, the registered ones. */
  readonly optimizers?: readonly Optimizer[];
  readonly gradients?: readonly GradientSource[];
}

/**
 * Runs one spec. What is thrown while evaluating becomes a record with stop "error"; what making or tracing the problem throws,
 * and names that are not known, are thrown on.
 */
export function execute(spec: RunSpec, host: Host): RunRecord {
  const optimizer = find(host.optimizers ?? optimizers, spec.optimizer);
  const source = spec.gradient && find(host.gradients ?? gradients, spec.gradient);
  const instance = host.instances?.(spec) ?? makeInstance(spec, host.family, host.read);
  const { problem, programs, files } = instance;
  const streams = stream(repetitionKey(spec));
  const x0 = startPoint(spec.x0, problem, streams.split("start"));
  const { noise } = problem;
  const meter = new Meter(programs, limitsOf(spec.budget, programs.call("value").ops), noise && { noise, rng: streams.split("noise") });
  const omega = source && spec.gradient ? source.variance(problem.dim, spec.gradient.params) : 0;
  const fstar = bestKnown(problem);

  const probe =
    host.quality && source && spec.gradient && isTraced(problem)
      ? probeQuality({ programs, source, params: spec.gradient.params, noise, rng: streams.split("quality") })
      : null;

  // The clock starts with the method: what comes before is setup, and stands in that ledger.
  let started: number | null = null;
  let paused = 0;
  const elapsed = (): number => (started === null ? 0 : host.now() - started - paused);
  const trace = makeTrace(spec.trace, fstar?.value ?? Number.NaN, elapsed, (point) => {
    if (probe) paused += duration(host.now, () => probe.record(point));
    host.onPoint?.(point);
  });
  const hits: Hit[] = [];
  let [stop, message, step]: [StopReason, string | null, RunRecord["step"]] = ["error", null, null];
  let tuned: Tuned | null = null;
  let [f0, f, yields] = [Number.NaN, Number.NaN, 0];
  /** What was reached since the last yield belongs to the iteration that is ending. */
  const noteHits = (): void => {
    for (const { target, cost } of meter.reached.slice(hits.length)) hits.push({ target: spec.targets[target]!, iteration: yields, cost });
  };

  try {
    f0 = f = meter.audit(x0);
    if (fstar) meter.watch(fstar.value, allowedGaps(spec.targets, f0, fstar.value));
    const resolved = resolveStep(spec.optimizer.params, omega, meter, x0);
    step = resolved.step;
    if (spec.tune !== undefined) {
      const { onPoint: _, quality: __, ...quiet } = host;
      tuned = tune(spec, spec.tune, resolved.params["step"], (trial) => execute(trial, { ...quiet, instances: () => instance }));
      step = { value: tuned.step, L: step?.L ?? null };
    }
    const params = tuned ? { ...resolved.params, step: tuned.step } : resolved.params;
    const oracle =
      source && spec.gradient
        ? makeOracle(meter, probe?.source ?? source, spec.gradient.params, streams.split("gradient"))
        : valueOracle(meter);
    started = host.now();
    const rule = stopRule(spec, optimizer, meter, f0, omega > 0 || optimizer.stochastic === true || isStochastic(noise), elapsed);
    const iterates = optimizer.run(oracle, x0.slice(), params, streams.split("optimizer"));
    for (;;) {
      const next = iterates.next();
      if (next.done) {
        stop = next.value;
        break;
      }
      const { x, g } = next.value;
      probe?.see(x, g);
      // What the method has is exact only where there is no noise.
      f = noise || Number.isNaN(next.value.f) ? meter.audit(x) : next.value.f;
      noteHits();
      const iteration = yields++;
      const gradNorm = g ? normInf(g) : null;
      trace.add({ iteration, cost: meter.cost, f, fBest: meter.best, gradNorm });
      const reason = rule({ iteration, x, f, gradNorm });
      if (reason) {
        stop = reason;
        break;
      }
    }
  } catch (error) {
    stop = error instanceof BudgetExhausted ? "budget" : "error";
    if (stop === "error") message = (host.explain ?? explain)(error);
  }
  noteHits();
  trace.end();
  if (yields === 0) trace.add({ iteration: 0, cost: meter.cost, f: f0, fBest: meter.best, gradNorm: null });
  const seconds = elapsed();
  return {
    schema: SCHEMA,
    key: runKey(spec, [...files, ...(host.files ?? [])], programs.engine, SCHEMA),
    spec,
    optimizer: label(spec.optimizer, optimizer.defaults),
    gradient: source && spec.gradient ? label(spec.gradient, source.defaults) : "none",
    dim: problem.dim,
    engine: programs.engine,
    stop,
    message,
    iterations: Math.max(0, yields - 1),
    cost: meter.cost,
    setup: tuned ? addCosts(meter.setup, tuned.cost) : meter.setup,
    audit: tuned ? addCosts(meter.audited, tuned.audit) : meter.audited,
    opsPerValue: meter.opsPerValue,
    step,
    ...(tuned && { trials: tuned.trials }),
    f0,
    fstar,
    f,
    fBest: meter.best,
    hits,
    trace: trace.points,
    ...(probe && { quality: probe.finish() }),
    volatile: { seconds, at: trace.at },
  };
}

/** Seconds that it takes. */
function duration(now: () => number, work: () => void): number {
  const started = now();
  work();
  return now() - started;
}

/** f*: the minimum where it is known, else the best value known. */
export function bestKnown({ fmin, fbest }: Problem): RunRecord["fstar"] {
  if (fmin !== undefined) return { value: fmin, exact: true };
  return fbest === undefined ? null : { value: fbest, exact: false };
}

function find<T extends { readonly name: string }>(known: readonly T[], { name }: Choice): T {
  const found = known.find((entry) => entry.name === name);
  if (!found) throw new Error(`"${name}" is not registered`);
  return found;
}

/** Iterations and seconds are not evaluations: the stop rules watch them. */
function limitsOf({ unit, limit }: Budget, opsPerValue: number): Limits {
  const none = Number.POSITIVE_INFINITY;
  return { evals: unit === "evals" ? limit : none, ops: unit === "ops" ? limit : unit === "work" ? limit * opsPerValue : none };
}

/** The rules that a spec turns on. Random methods must meet the tolerances on change 5 times in a row. */
function stopRule(
  { stop, budget, targets }: RunSpec,
  { uses }: Optimizer,
  meter: Meter,
  f0: number,
  random: boolean,
  elapsed: () => number,
): StopRule {
  const times = random ? 5 : 1;
  const change = (rule: StopRule): StopRule => (uses === "value" ? onMoves(rule) : rule);
  const rules: StopRule[] = [
    when("target", () => meter.reached.some(({ target }) => target === targets.length - 1)),
    nonfinite,
    diverged(f0),
  ];
  if (stop.gtol !== undefined) rules.push(gtol(stop.gtol));
  if (stop.ftol !== undefined) rules.push(change(ftol(stop.ftol, times)));
  if (stop.xtol !== undefined) rules.push(change(xtol(stop.xtol, times)));
  if (stop.maxIterations !== undefined) rules.push(maxIterations(stop.maxIterations));
  if (budget.unit === "iterations") rules.push(when("budget", ({ iteration }) => iteration >= budget.limit));
  if (budget.unit === "seconds") rules.push(when("budget", () => elapsed() >= budget.limit));
  const { maxTime } = stop;
  if (maxTime !== undefined) rules.push(when("max-time", () => elapsed() >= maxTime));
  return firstOf(rules);
}

function explain(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
