/** Runs as `adbench scale` sees them: what matters is the cost at which the target was reached. */
import type { RunRecord, Target } from "../../src/bench/record.js";
import { paramsOf, sourceNamed } from "./methods.js";
import { recordOf } from "./records.js";
import { choice } from "./spec.js";

export const target: Target = { kind: "relative", value: 1e-4 };

export interface Reaching {
  readonly method?: string;
  readonly dim: number;
  /** Evaluations to the target, by kind; Infinity anywhere: it was not reached. */
  readonly values?: number;
  readonly jvps?: number;
  readonly vjps?: number;
  readonly iteration?: number;
  readonly repetition?: number;
  readonly instance?: number;
  readonly noise?: number;
  /** ops of a jvp and a vjp; a value has 10. */
  readonly ops?: { readonly jvp: number; readonly vjp: number };
  readonly step?: RunRecord["step"];
  readonly stop?: RunRecord["stop"];
  readonly optimizerParams?: RunRecord["spec"]["optimizer"]["params"];
  readonly gradientParams?: RunRecord["spec"]["optimizer"]["params"];
}

export function reaching(one: Reaching): RunRecord {
  const { method = "gd/two-point", dim, values = 0, jvps = 0, vjps = 0, iteration = 7, noise = 0 } = one;
  const { ops = { jvp: 15, vjp: 20 }, step = { value: 0.1, L: 10 } } = one;
  const record = recordOf({ method, f: [1, 0.5] });
  const solved = Number.isFinite(values + jvps + vjps);
  const spent = solved ? { values, jvps, vjps } : { values: values > 0 ? 1000 : 0, jvps: jvps > 0 ? 1000 : 0, vjps: vjps > 0 ? 1000 : 0 };
  const cost = { ...spent, hvps: 0, ops: 10 * spent.values + ops.jvp * spent.jvps + ops.vjp * spent.vjps };
  return {
    ...record,
    dim,
    stop: one.stop ?? record.stop,
    cost,
    hits: solved ? [{ target, iteration, cost }] : [],
    step,
    spec: {
      ...record.spec,
      problem: choice("quadratic", { dim, noise }),
      optimizer: { ...record.spec.optimizer, params: one.optimizerParams ?? { step: "auto", decay: 0 } },
      gradient: record.spec.gradient && {
        ...record.spec.gradient,
        params: one.gradientParams ?? paramsOf(sourceNamed(record.spec.gradient.name)),
      },
      targets: [target],
      repetition: one.repetition ?? 0,
      instance: one.instance ?? 0,
    },
  };
}
