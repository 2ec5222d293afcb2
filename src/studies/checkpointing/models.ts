/** What is reversed: a perceptron h ← tanh(h W_i), and a rolled loop x ← x + k sin(Px − x), P the reversal, in blocks. */

import { checkpointChain } from "../../ad/checkpoint/chain.js";
import type { Plan } from "../../ad/checkpoint/plan.js";
import {
  add,
  compile,
  type Engine,
  type Expr,
  flip,
  input,
  matmul,
  mean,
  mul,
  opCount,
  pullback,
  scan,
  sin,
  square,
  sub,
  tanh,
} from "../../ad/index.js";
import type { Rng } from "../../numeric/sampling/random.js";
import type { CheckpointPart } from "./defaults.js";

type Params = Parameters<CheckpointPart["run"]>[0]["params"];

export interface Model {
  readonly title: string;
  /** The first state, then what the gradient is taken of. */
  readonly state: Expr;
  readonly parameters: readonly Expr[];
  readonly step: (state: Expr, i: number) => Expr;
  /** Operations of a step whose results are all needed. */
  readonly stepOps: number;
  /** Operations at the end of the last step of a region: no rule reads their result. */
  readonly endOps: number;
  /** Values of the state and the parameters. */
  readonly at: readonly Float64Array[];
}

export function perceptron({ layers, width, batch }: Params, rng: Rng): Model {
  const state = input([batch, width]);
  const weights = Array.from({ length: layers }, () => input([width, width]));
  const inner = (h: Expr, i: number): Expr => matmul(h, weights[i]!);
  const stepOps = opCount([state, weights[0]!], [tanh(inner(state, 0))]);
  return {
    title: `Perceptron, ${layers} layers of ${width} units, ${batch} images`,
    state,
    parameters: weights,
    step: (h, i) => tanh(inner(h, i)),
    stepOps,
    endOps: stepOps - opCount([state, weights[0]!], [inner(state, 0)]),
    at: [normals(batch * width, 1, rng), ...weights.map(() => normals(width * width, 1 / Math.sqrt(width), rng))],
  };
}

export function loop({ layers, width, block }: Params, rng: Rng): Model {
  const state = input([width]);
  const strength = input([]);
  const step = (x: Expr): Expr =>
    scan(
      (carry) => {
        const next = add(carry, mul(strength, sin(sub(flip(carry), carry))));
        return [next, next];
      },
      x,
      block,
    )[0];
  return {
    title: `Rolled loop of ${layers} × ${block} steps, ${width} variables`,
    state,
    parameters: [strength],
    step,
    stepOps: opCount([state, strength], [step(state)]),
    // The states of a block are one value.
    endOps: 0,
    at: [normals(width, 1, rng), Float64Array.of(0.1)],
  };
}

const normals = (count: number, scale: number, rng: Rng): Float64Array => Float64Array.from({ length: count }, () => scale * rng.normal());

export interface Measured {
  /** Of the compiled program: peak of its arena, and what it computes. */
  readonly bytes: number;
  readonly ops: number;
  /** The loss, then its gradient. */
  readonly numbers: Float64Array;
}

/** The mean square of the last state with its gradients, in one program. */
export function measured({ state, parameters, step, at }: Model, plan: Plan, engine: Engine): Measured {
  const loss = mean(square(checkpointChain(plan, step)(state)));
  const inputs = [state, ...parameters];
  const { inputs: into, outputs, run, bytes, ops } = compile(inputs, [loss, ...pullback(loss, parameters)], engine);
  for (const [k, values] of at.entries()) into[k]!.set(values);
  run();
  return { bytes, ops, numbers: Float64Array.from(outputs.flatMap((y) => [...y])) };
}
