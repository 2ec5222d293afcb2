/** The optimizers, in the order in which they are listed. */
import type { Optimizer } from "../core/optimizer.js";
import adadelta from "./adadelta.js";
import adagrad from "./adagrad.js";
import adam from "./adam.js";
import adamax from "./adamax.js";
import adamw from "./adamw.js";
import bfgs from "./bfgs.js";
import cmaEs from "./cma-es.js";
import coordinateDescent from "./coordinate-descent.js";
import differentialEvolution from "./differential-evolution.js";
import gd from "./gd.js";
import heavyBall from "./heavy-ball.js";
import lbfgs from "./lbfgs.js";
import nelderMead from "./nelder-mead.js";
import nesterov from "./nesterov.js";
import newton from "./newton.js";
import newtonCg from "./newton-cg.js";
import nonlinearCg from "./nonlinear-cg.js";
import onePlusOneEs from "./one-plus-one-es.js";
import patternSearch from "./pattern-search.js";
import powell from "./powell.js";
import radam from "./radam.js";
import randomSearch from "./random-search.js";
import rmsprop from "./rmsprop.js";
import rprop from "./rprop.js";
import signDescent from "./sign-descent.js";
import stochasticThreePoints from "./stochastic-three-points.js";

export const optimizers: readonly Optimizer[] = [
  gd,
  heavyBall,
  nesterov,
  adagrad,
  adadelta,
  rmsprop,
  rprop,
  adam,
  adamw,
  adamax,
  radam,
  signDescent,
  coordinateDescent,
  nonlinearCg,
  lbfgs,
  bfgs,
  newtonCg,
  newton,
  nelderMead,
  patternSearch,
  powell,
  stochasticThreePoints,
  onePlusOneEs,
  cmaEs,
  differentialEvolution,
  randomSearch,
];
