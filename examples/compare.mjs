/** What does a gradient buy? The same optimizer, four sources of the gradient, growing dimension: node examples/compare.mjs */
import { evals, run, work } from "adbench";

const records = run({
  problem: "quadratic",
  params: { condition: 10 },
  dim: [8, 16, 32],
  optimizers: "gd",
  gradients: "reverse,forward-difference,central-difference,two-point",
  target: 1e-4,
  seeds: 3,
});

console.log("n   gradient             seed  stop    evaluations  work");
for (const { dim, gradient, spec, stop, hits, opsPerValue } of records) {
  // The ledger when the last target was first reached; a run that missed it has none.
  const hit = hits.find(({ target }) => target.value === 1e-4);
  const cost = hit ? [String(evals(hit.cost)), work(hit.cost, opsPerValue).toFixed(1)] : ["-", "-"];
  console.log(String(dim).padEnd(3), gradient.padEnd(20), String(spec.repetition).padEnd(5), stop.padEnd(7), cost[0].padEnd(12), cost[1]);
}
