/** A registered problem or a user's file as a program at its x0. */
import { type Expr, input } from "../ad/index.js";
import { blaming, familyOf } from "../bench/experiment.js";
import { makeInstance } from "../bench/instance.js";
import { UsageError } from "../core/errors.js";
import { isTraced, resolveProblem } from "../core/problem.js";
import { problems } from "../problems/index.js";
import { hidePaths, makeReader } from "./files.js";
import { dimensions, parameters, whole } from "./flags.js";
import type { GraphFlags, Subject } from "./graph.js";
import { isProblemFile, loadProblemFile, originOf } from "./problem-file.js";

export const isRegistered = (name: string): boolean => problems.some((family) => family.name === name);

export async function problemProgram(name: string, flags: GraphFlags): Promise<Subject> {
  if (flags.at) throw new UsageError(`--at belongs to expressions, ${name} is a problem and shown at its x0`);
  const seed = whole("--seed", flags.seed, 0) ?? 0;
  const dims = dimensions(flags.dim ?? []);
  if (dims.length > 1) throw new UsageError(`--dim ${dims.join(",")}: expected one number of variables, as there is one graph`);
  const { params, aliases } = hidePaths(parameters(flags.param ?? []));
  const file = isProblemFile(name) ? name : null;
  const origin = file === null ? null : originOf(file);
  const family = file === null ? known(name) : (await loadProblemFile(file)).family;
  const given = resolveProblem(family, dims.length === 0 ? params : { ...params, dim: dims[0]! });
  const instance = { problem: { name: family.name, params: given }, instance: 0, seed };
  return blaming(origin, () => {
    const { problem } = makeInstance(instance, family, makeReader(aliases).read);
    if (!isTraced(problem)) throw new UsageError(`${family.name} is a black box: it has no graph`);
    const x = input([problem.dim]);
    const f: Expr = problem.f(x);
    return { title: `${family.name}, n = ${problem.dim}`, at: "x0", program: { inputs: [{ name: "x", node: x, value: problem.x0 }], f } };
  });
}

function known(name: string) {
  try {
    return familyOf(name);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new UsageError(`${error.message}; or an expression of a variable ${name}, which needs --at ${name}=…`);
  }
}
