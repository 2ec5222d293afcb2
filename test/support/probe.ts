/** A probe inside f that counts how often f runs, by whatever program; and one around a closed form or a black box. */
import type { Expr, Op } from "../../src/ad/expr.js";
import type { Problem, ProblemFamily } from "../../src/core/problem.js";

export interface Probed {
  readonly family: ProblemFamily;
  readonly count: () => number;
}

export function probed(family: ProblemFamily): Probed {
  let count = 0;
  // The identity, with the identity's derivatives: whatever program contains f contains this once.
  const probe: Op = {
    name: "probe",
    kernel: {
      form: "native",
      run: (out, [x]) => {
        count++;
        out.set(x!);
      },
    },
    ops: () => 0,
    jvp: [(t) => t],
    vjp: [(t) => t],
  };
  const through = (x: Expr): Expr => ({ op: probe, args: [x], shape: x.shape, param: null });
  const watch = (problem: Problem): Problem => {
    const { gradient } = problem;
    const closed = gradient && {
      gradient: (x: Float64Array, g: Float64Array): void => {
        count++;
        gradient(x, g);
      },
    };
    if ("f" in problem) return { ...problem, ...closed, f: (x) => problem.f(through(x)) };
    const value = (x: Float64Array): number => {
      count++;
      return problem.value(x);
    };
    return { ...problem, ...closed, value };
  };
  return { family: { ...family, make: (params, rng, read) => watch(family.make(params, rng, read)) }, count: () => count };
}
