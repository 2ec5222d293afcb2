/** A program in rounded arithmetic, loops step by step. */
import { constantOf, type Expr, type Scan, size, toposort } from "../expr.js";
import { stepOf } from "../interpret.js";
import { storage } from "../plan.js";
import { isRounded } from "./rounds.js";
import { type Ledger, ledger, loaded, type Round, roundedStep } from "./step.js";

export interface Evaluation {
  /** The numbers of a node; those of inputs are set before each run. */
  readonly of: (node: Expr) => Float64Array;
  /** Of the values that are rounded, in the order of the program, those of a loop where the loop stands: [T, ...shape]. */
  readonly ledgers: readonly Ledger[];
  readonly run: (round: Round) => void;
}

interface Step {
  readonly ledgers: readonly Ledger[];
  readonly run: (round: Round) => void;
}

/** `given`: inputs that have been rounded. */
export function evaluation(order: readonly Expr[], given: ReadonlySet<Expr> = new Set()): Evaluation {
  const numbers = new Map<Expr, Float64Array>();
  const of = (node: Expr): Float64Array => {
    const place = storage(node);
    const known = numbers.get(place) ?? new Float64Array(size(place.shape));
    numbers.set(place, known);
    return known;
  };
  const steps = order.filter((node) => !given.has(node) && node.op.kernel.form !== "reshape").map((node) => step(node, of));
  return {
    of,
    ledgers: steps.flatMap(({ ledgers }) => ledgers),
    run: (round) => {
      for (let k = 0; k < steps.length; k++) steps[k]!.run(round);
    },
  };
}

function step(node: Expr, of: (node: Expr) => Float64Array): Step {
  if (node.op.kernel.form === "scan") return loopStep(node, of);
  if (!isRounded(node)) return { ledgers: [], run: constantOf(node) ? loaded(node, of(node)) : stepOf(node, of) };
  const own = ledger(size(node.shape));
  return { ledgers: [own], run: roundedStep(node, of, own) };
}

function loopStep(node: Expr, of: (node: Expr) => Float64Array): Step {
  const { carry, items, constants, next, steps, reverse } = node.param as Scan;
  const inner = [carry, ...items, ...constants];
  const body = evaluation(toposort([next]), new Set(inner));
  const [into, ...others] = inner.map(body.of) as [Float64Array, ...Float64Array[]];
  const state = body.of(next);
  const out = of(node);
  const [init, ...arrays] = node.args.map(of) as [Float64Array, ...Float64Array[]];
  const all = body.ledgers.map((one) => ledger(steps * one.errors.length));
  return {
    ledgers: all,
    run: (round) => {
      into.set(init);
      for (let k = items.length; k < arrays.length; k++) others[k]!.set(arrays[k]!);
      for (let step = 0; step < steps; step++) {
        const t = reverse ? steps - 1 - step : step;
        for (let k = 0; k < items.length; k++) others[k]!.set(row(arrays[k]!, t, others[k]!.length));
        body.run(round);
        out.set(state, t * state.length);
        into.set(state.subarray(0, into.length));
        for (let k = 0; k < all.length; k++) keep(all[k]!, body.ledgers[k]!, t);
      }
    },
  };
}

const row = (array: Float64Array, t: number, length: number): Float64Array => array.subarray(t * length, (t + 1) * length);

function keep(all: Ledger, one: Ledger, t: number): void {
  const at = t * one.errors.length;
  all.errors.set(one.errors, at);
  all.sizes.set(one.sizes, at);
  all.squares.set(one.squares, at);
}
