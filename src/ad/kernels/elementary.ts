/** The elementary functions as kernel bodies: one sequence of f64 operations, so the same bits from every engine on every machine. */
export { exp, expm1, log, log1p, sech2, sigmoid, softplus, tanh } from "./elementary-exp.js";
export { pow } from "./elementary-pow.js";
export { cos, sin } from "./elementary-trig.js";
