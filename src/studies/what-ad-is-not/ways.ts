/** The lecture's four ways to a gradient, each as a function of numbers with its operations. */
import { compile, type Expr, input, opCount, pullback } from "../../ad/index.js";
import type { TracedProblem } from "../../core/problem.js";
import { stream } from "../../numeric/sampling/random.js";
import { element } from "../dense.js";
import { estimateOf, meterOf } from "../methods.js";
import type { Example } from "./examples.js";
import { formulaCode } from "./formula-code.js";
import { derivative, formulaOps, simplified } from "./symbolic.js";

/** A gradient; f too, where a way comes by it. */
export interface Gradient {
  readonly ops: number;
  /** Writes ∇f(x) to g. */
  readonly run: (x: Float64Array, g: Float64Array) => void;
}

export interface Way {
  readonly id: "automatic" | "manual" | "symbolic" | "forward-difference" | "central-difference";
  readonly name: string;
  readonly make: (example: Example) => Gradient;
}

const scalars = (n: number): Expr[] => Array.from({ length: n }, () => input([]));

/** Outputs of scalars as one program; the last n are the gradient. */
function programmed(x: readonly Expr[], outputs: readonly Expr[]): Gradient {
  const { inputs, outputs: values, run, ops } = compile(x, outputs);
  const first = outputs.length - x.length;
  return {
    ops,
    run: (at, g) => {
      for (let k = 0; k < inputs.length; k++) inputs[k]![0] = at[k]!;
      run();
      for (let k = 0; k < g.length; k++) g[k] = values[first + k]![0]!;
    },
  };
}

/** By a registered gradient source. */
const numeric = (id: "forward-difference" | "central-difference", name: string): Way => ({
  id,
  name,
  make: (example) => differences(id, example),
});

/** What the source does is on the books of a meter: the first call is read off them. */
function differences(name: string, { n, f }: Example): Gradient {
  const problem: TracedProblem = {
    dim: n,
    x0: new Float64Array(n).fill(0.5),
    f: (x) => f(Array.from({ length: n }, (_, k) => element(x, k))),
  };
  const meter = meterOf(problem);
  const estimate = estimateOf(name, {}, meter, stream("differences"));
  estimate(problem.x0, new Float64Array(n));
  return { ops: meter.cost.ops, run: (x, g) => void estimate(x, g) };
}

export const ways: readonly Way[] = [
  {
    id: "automatic",
    name: "automatic",
    make: ({ n, f }) => {
      const x = scalars(n);
      const y = f(x);
      return programmed(x, [y, ...pullback(y, x)]);
    },
  },
  {
    id: "manual",
    name: "manual",
    make: ({ n, gradient }) => {
      const x = scalars(n);
      return programmed(x, gradient(x));
    },
  },
  {
    id: "symbolic",
    name: "symbolic",
    make: ({ n, f }) => {
      const x = scalars(n);
      const formulas = x.map((xk) => derivative(f(x), xk, simplified));
      return { ops: formulas.reduce((sum, e) => sum + formulaOps(e), 0), run: formulaCode(x, formulas) };
    },
  },
  numeric("forward-difference", "forward differences"),
  numeric("central-difference", "central differences"),
];

/** Of one value of f. */
export function valueOps({ n, f }: Example): number {
  const x = scalars(n);
  return opCount(x, [f(x)]);
}
