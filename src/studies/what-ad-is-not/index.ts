/** What AD is not: neither formulas nor differences; what it does with loops. */
import { defineStudy } from "../../core/study.js";
import { defaults, lecture } from "./defaults.js";
import { loops } from "./loops.js";
import { quadrant } from "./quadrant.js";
import { swell } from "./swell.js";

export default defineStudy({
  name: "what-ad-is-not",
  summary: "symbolic, numeric, manual, automatic; expression swell; loops (NO1-NO3)",
  reference: lecture,
  defaults,
  parts: [quadrant, swell, loops],
});
