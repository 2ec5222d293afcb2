/** Rounding errors by reverse mode: what Linnainmaa found it for. */
import { defineStudy } from "../../core/study.js";
import { bound } from "./bound.js";
import { chaos } from "./chaos.js";
import { defaults, linnainmaa } from "./defaults.js";
import { taylor } from "./taylor.js";

export default defineStudy({
  name: "rounding",
  summary: "rounding errors as Taylor series, coefficients by reverse mode (LI1)",
  reference: linnainmaa,
  defaults,
  parts: [bound, taylor, chaos],
});
