/** The studies, in the order in which they are listed and run. */
import type { Study } from "../core/study.js";
import audit from "./audit/index.js";
import backprop from "./backprop/index.js";
import checkpointing from "./checkpointing/index.js";
import coloring from "./coloring/index.js";
import elimination from "./elimination/index.js";
import finiteDifferences from "./finite-differences/index.js";
import forwardReverse from "./forward-reverse/index.js";
import hutchinson from "./hutchinson/index.js";
import hvp from "./hvp/index.js";
import jacobian from "./jacobian/index.js";
import linearAlgebra from "./linear-algebra/index.js";
import matrixCalculus from "./matrix-calculus/index.js";
import mds from "./mds/index.js";
import rates from "./rates/index.js";
import rounding from "./rounding/index.js";
import spectrum from "./spectrum/index.js";
import twoPoint from "./two-point/index.js";
import whatAdIsNot from "./what-ad-is-not/index.js";

export const studies: readonly Study[] = [
  matrixCalculus,
  mds,
  finiteDifferences,
  twoPoint,
  rates,
  forwardReverse,
  jacobian,
  elimination,
  coloring,
  backprop,
  hvp,
  spectrum,
  hutchinson,
  checkpointing,
  linearAlgebra,
  whatAdIsNot,
  rounding,
  audit,
];
