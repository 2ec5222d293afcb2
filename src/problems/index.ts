/** The problem families, in the order in which they are listed. */
import type { ProblemFamily } from "../core/problem.js";
import bbob from "./bbob.js";
import mds from "./mds.js";
import mlp from "./mlp.js";
import quadratic from "./quadratic.js";
import rosenbrock from "./rosenbrock.js";

export const problems: readonly ProblemFamily[] = [mds, quadratic, rosenbrock, mlp, bbob];
