/** In a process of its own: milliseconds from a loss to its compiled value and gradient. cold.js CASE */
import { compile, type Expr, input, pullback } from "../src/ad/index.js";
import { cases } from "./cases.js";

const one = cases.find(({ name }) => name === process.argv[2])!;
const { loss, shapes } = one.traced(one.arrays());
const start = performance.now();
const x = shapes.map((shape) => input(shape));
const y = loss(...x);
const gradient = pullback(y, x) as Expr[];
const traced = performance.now();
compile(x, [y, ...gradient]).run();
console.log(JSON.stringify({ trace: traced - start, compile: performance.now() - traced }));
