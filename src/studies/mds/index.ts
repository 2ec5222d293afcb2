/** Multidimensional scaling: the lecture's experiment, and what is wrong with its figures. */
import { defineStudy } from "../../core/study.js";
import { defaults, lecture } from "./defaults.js";
import { md1, md2 } from "./md1-md2.js";
import { md3 } from "./md3.js";
import { md4 } from "./md4.js";
import { md5 } from "./md5.js";
import { md6 } from "./md6.js";
import { md7 } from "./md7.js";
import { md8 } from "./md8.js";
import { md9 } from "./md9.js";
import { md10 } from "./md10.js";

export default defineStudy({
  name: "mds",
  summary: "multidimensional scaling with and without gradients (MD1-MD10)",
  reference: lecture,
  defaults,
  parts: [md1, md2, md3, md4, md5, md6, md7, md8, md9, md10],
});
