/** Where a value is used twice its cotangent is the sum of both parts; a sweep that overwrites, or a wrong rule, does not pass the checks. */

import { checkGrads, compile, constant, type Expr, input, pullback, slice } from "../../ad/index.js";
import type { ElementwiseFunction } from "../../ad/ops/define.js";
import { claim } from "../../core/claim.js";
import type { Rng } from "../../numeric/sampling/random.js";
import { problems } from "../../problems/index.js";
import { type ForwardReversePart, lecture } from "./defaults.js";
import { accumulate, differentiableOps, type Join, mutantsOf, overwrite, sweep } from "./mutants.js";
import { lossOf } from "./ratios.js";
import { byHand, example } from "./slide.js";

const source = `${lecture}, reverse mode: v₂ is used twice`;
/** Elements of each argument at which rules are tried: an even number. */
const POINTS = 16;
/** For arguments without derivative: every other branch is taken. */
const mask = constant(Float64Array.from({ length: POINTS }, (_, i) => i % 2));

/** Whether `checkGrads` lets a function of as many arguments as the op has pass, at irregular points of its domain. */
function passes(f: (...x: Expr[]) => Expr, { op }: ElementwiseFunction): boolean {
  const domain = op.domain!;
  const at = domain.flatMap(([low, high], k) =>
    Array.from({ length: POINTS }, (_, i) => low + (high - low) * ((0.6180339887498949 * (i + 1) + 0.2718281828459045 * (k + 1)) % 1)),
  );
  try {
    checkGrads((x) => f(...domain.map((_, k) => (op.jvp[k] ? slice(x, k * POINTS, (k + 1) * POINTS) : mask))), at, { order: 1 });
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === "AdError") return false;
    throw error;
  }
}

function evaluate(inputs: readonly Expr[], at: readonly Float64Array[], outputs: readonly Expr[]): number[] {
  const program = compile(inputs, outputs, "interpreter");
  for (const [k, values] of at.entries()) program.inputs[k]!.set(values);
  program.run();
  return program.outputs.flatMap((output) => [...output]);
}

const distance = (a: readonly number[], b: readonly number[]): number =>
  Math.max(...a.map((ai, i) => Math.abs(ai - b[i]!))) / Math.max(...b.map(Math.abs));

/** The slides' example by a sweep: ∂L/∂w₁, ∂L/∂w₂. */
function exampleGradient(at: readonly Float64Array[], join: Join): number[] {
  const xs = [input([]), input([])] as const;
  return evaluate(xs, at, sweep(example(...xs), xs, join).gradient);
}

/** How far both sweeps are from the gradient of each registered problem where something is used twice. */
function onProblems(rng: Rng): readonly { readonly name: string; readonly adding: number; readonly overwriting: number }[] {
  return problems.flatMap((family) => {
    const loss = lossOf(family);
    if (!loss) return [];
    const [f, x] = loss;
    const added = sweep(f, [x], accumulate);
    if (added.joins === 0) return [];
    const at = [Float64Array.from({ length: x.shape[0]! }, () => rng.uniform())];
    const [truth, adding, overwriting] = [pullback(f, [x]), added.gradient, sweep(f, [x], overwrite).gradient].map((g) =>
      evaluate([x], at, g),
    ) as [number[], number[], number[]];
    return [{ name: family.name, adding: distance(adding, truth), overwriting: distance(overwriting, truth) }];
  });
}

/** As far off as no rounding is. */
const CAUGHT = 1e-6;

export const fr5: ForwardReversePart = {
  id: "FR5",
  run: ({ params, rng }) => {
    const at = [params.w1, params.w2].map((value) => Float64Array.of(value));
    const hand = byHand(params);
    const truth = [hand["w1"]!.adjoint, hand["w2"]!.adjoint];
    const tried = differentiableOps.map((op) => ({
      op,
      right: passes(op, op),
      wrong: mutantsOf(op, params.factor).map(({ name, f }) => ({ name, passed: passes(f, op) })),
    }));
    const mutants = tried.flatMap(({ wrong }) => wrong);
    const reused = onProblems(rng);
    return {
      claims: [
        claim({
          id: "FR5.accumulated",
          statement: "a sweep that adds up what arrives: error of ∇L against the derivative by hand, relative",
          source,
          measured: distance(exampleGradient(at, accumulate), truth),
          atMost: 1e-14,
        }),
        claim({
          id: "FR5.overwritten",
          statement: "one that overwrites loses the part of v₂ that came first, 1 of 1 + 1/(2√v₂): error of ∇L, relative",
          source,
          measured: distance(exampleGradient(at, overwrite), truth),
          expected: 1 / hand["v2"]!.adjoint,
          relative: 1e-14,
        }),
        claim({
          id: "FR5.problems",
          statement:
            "on registered problems with a value that is used twice, the sweep that adds up is reverse mode: largest error, relative",
          source: "pullback of the library",
          measured: Math.max(...reused.map(({ adding }) => adding)),
          atMost: 1e-12,
        }),
        claim({
          id: "FR5.caught",
          statement: "and of these overwriting is found out in all",
          source: "pullback of the library",
          measured: reused.filter(({ overwriting }) => !(overwriting <= CAUGHT)).length,
          expected: reused.length,
        }),
        claim({
          id: "FR5.right",
          statement: `elementwise ops, of ${tried.length}, whose own rules do not pass checkGrads`,
          source: "differences, and u·(Jv) = (Jᵀu)·v",
          measured: tried.flatMap(({ op, right }) => (right ? [] : [op.op.name])).join(", "),
          expected: "",
        }),
        claim({
          id: "FR5.rules",
          statement: `wrong rules, of ${mutants.length}, that pass checkGrads`,
          source: "differences, and u·(Jv) = (Jᵀu)·v",
          measured: mutants.flatMap(({ name, passed }) => (passed ? [name] : [])).join("; "),
          expected: "",
        }),
      ],
      tables: [
        {
          name: "overwriting",
          title: "Error of the gradient, relative to its largest entry",
          columns: ["program", "adding up", "overwriting"],
          rows: [
            ["w₂ log w₁ + √(w₂ log w₁)", distance(exampleGradient(at, accumulate), truth), distance(exampleGradient(at, overwrite), truth)],
            ...reused.map(({ name, adding, overwriting }) => [name, adding, overwriting]),
          ],
        },
      ],
    };
  },
};
