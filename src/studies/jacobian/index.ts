/** Jacobians: as many forward sweeps as inputs, as many reverse sweeps as outputs, or neither. */
import { defineStudy } from "../../core/study.js";
import { defaults, lecture } from "./defaults.js";
import { hidden } from "./hidden.js";
import { linearMap } from "./linear-map.js";
import { maximum } from "./maximum.js";

export default defineStudy({
  name: "jacobian",
  summary: "Jacobians by forward and reverse mode, and what is cheaper (JA1-JA3)",
  reference: lecture,
  defaults,
  parts: [linearMap, maximum, hidden],
});
