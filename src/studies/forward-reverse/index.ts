/** Forward and reverse mode: step by step, what they keep, what they cost, and how a wrong one is found out. */
import { defineStudy } from "../../core/study.js";
import { defaults, lecture } from "./defaults.js";
import { fr1 } from "./fr1.js";
import { fr2 } from "./fr2.js";
import { fr3 } from "./fr3.js";
import { fr4 } from "./fr4.js";
import { fr5 } from "./fr5.js";

export default defineStudy({
  name: "forward-reverse",
  summary: "forward and reverse mode: step tables, memory, operations (FR1-FR5)",
  reference: lecture,
  defaults,
  parts: [fr1, fr2, fr3, fr4, fr5],
});
