/** One instance of a family, parameters that are not given at their defaults. */
import { type Params, resolve } from "../../core/params.js";
import type { ProblemFamily, TracedProblem } from "../../core/problem.js";
import { type Rng, stream } from "../../numeric/sampling/random.js";
import quadratic from "../../problems/quadratic.js";

/** Of a family without data files. */
export const instanceOf = (family: ProblemFamily, given: Params, rng: Rng): TracedProblem =>
  family.make(resolve(family.defaults, given, `problem ${family.name}`), rng, () => "") as TracedProblem;

/** The registered quadratic without rotation, which draws nothing. */
export const quadraticOf = (given: Params): TracedProblem => instanceOf(quadratic, given, stream("unused"));
