/** The run matrix: problems × instances × optimizers × gradient sources × repetitions, without what cannot differ. */
import { UsageError } from "../core/errors.js";
import type { GradientSource } from "../core/gradient-source.js";
import { isStochastic } from "../core/noise.js";
import type { Optimizer } from "../core/optimizer.js";
import type { Params } from "../core/params.js";
import { isTraced, type Problem } from "../core/problem.js";
import { canonical } from "./keys.js";
import { label } from "./label.js";
import type { Budget, Choice, RunSpec } from "./record.js";
import { hasOpenStep } from "./tune.js";

export interface OptimizerChoice {
  readonly optimizer: Optimizer;
  /** Defaults expanded. */
  readonly params: Params;
}
export interface GradientChoice {
  readonly source: GradientSource;
  readonly params: Params;
}

export interface PlanRequest extends Pick<RunSpec, "file" | "seed" | "x0" | "targets" | "stop" | "trace"> {
  readonly tune?: number | undefined;
  /** One for each dimension asked for, defaults expanded, with an instance of each: what can be known of it before it runs. */
  readonly problems: readonly { readonly choice: Choice; readonly problem: Problem }[];
  readonly optimizers: readonly OptimizerChoice[];
  readonly gradients: readonly GradientChoice[];
  /** True when the user named the sources: one that cannot work is then an error, otherwise it is left out with a note. */
  readonly explicitGradients: boolean;
  readonly instances: number;
  /** Repetitions of what is random. */
  readonly seeds: number;
  readonly budget: (dim: number) => Budget;
}

export interface Plan {
  readonly specs: readonly RunSpec[];
  /** What was left out, one sentence each. */
  readonly notes: readonly string[];
}

/** Throws UsageError when a named source cannot work on a problem. The runs of one instance come one after another. */
export function plan(request: PlanRequest): Plan {
  const { file, seed, x0, targets, stop, trace, tune } = request;
  const specs = new Map<string, RunSpec>();
  const notes = new Set<string>();
  for (const { choice, problem } of request.problems) {
    const usable = request.optimizers.some(usesGradient) ? usableSources(request, choice, problem, notes) : [];
    for (let instance = 0; instance < request.instances; instance++) {
      for (const method of request.optimizers) {
        for (const gradient of usesGradient(method) ? usable : [null]) {
          const random = x0 === "random" || method.optimizer.stochastic || isStochastic(problem.noise) || varies(gradient, problem.dim);
          for (let repetition = 0; repetition < (random ? request.seeds : 1); repetition++) {
            const spec: RunSpec = {
              problem: choice,
              file,
              instance,
              optimizer: { name: method.optimizer.name, params: method.params },
              gradient: gradient && { name: gradient.source.name, params: gradient.params },
              repetition,
              seed,
              x0,
              budget: request.budget(problem.dim),
              targets,
              stop,
              trace,
              ...(tune !== undefined && hasOpenStep(method.optimizer, method.params) && { tune }),
            };
            specs.set(canonical(spec), spec);
          }
        }
      }
    }
  }
  return { specs: [...specs.values()], notes: [...notes] };
}

const varies = (gradient: GradientChoice | null, dim: number): boolean =>
  gradient !== null && gradient.source.variance(dim, gradient.params) > 0;

const usesGradient = ({ optimizer }: OptimizerChoice): boolean => optimizer.uses !== "value";

function usableSources(
  { gradients, explicitGradients }: PlanRequest,
  { name }: Choice,
  problem: Problem,
  notes: Set<string>,
): readonly GradientChoice[] {
  return gradients.filter(({ source, params }) => {
    const obstacle = obstacleTo(source, problem);
    if (!obstacle) return true;
    const said = label({ name: source.name, params }, source.defaults);
    if (explicitGradients) throw new UsageError(`gradient source ${said} cannot be used on ${name}: ${obstacle}`);
    notes.add(`${said} left out on ${name}: ${obstacle}`);
    return false;
  });
}

function obstacleTo({ needs }: GradientSource, problem: Problem): string | null {
  if (needs === "ad" && !isTraced(problem)) return "it is a black box (value, not f), which automatic differentiation cannot see into";
  if (needs === "closed-form" && !problem.gradient) return "it has no closed-form gradient";
  return null;
}
