/** The studies, in the order in which they are listed and run. */
import type { Study } from "../core/study.js";
import finiteDifferences from "./finite-differences/index.js";
import mds from "./mds/index.js";
import rates from "./rates/index.js";
import twoPoint from "./two-point/index.js";

export const studies: readonly Study[] = [mds, finiteDifferences, twoPoint, rates];
