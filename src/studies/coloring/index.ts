/** Sparse Jacobians and Hessians from a few products, by colouring graphs. */
import { defineStudy } from "../../core/study.js";
import { defaults, survey } from "./defaults.js";
import { hessians } from "./hessians.js";
import { jacobians } from "./jacobians.js";

export default defineStudy({
  name: "coloring",
  summary: "sparse Jacobians and Hessians from a few products, by colouring (JA5)",
  reference: survey,
  defaults,
  parts: [jacobians, hessians],
});
