/** Each member is challenged by a cross of itself with a + F (b − c), a, b, c other members; the better of the two lives on. */
import { defineOptimizer } from "../core/optimizer.js";
import { integer, number, oneOf, positive } from "../core/params.js";
import { rank } from "../numeric/statistics/statistics.js";

export default defineOptimizer({
  name: "differential-evolution",
  summary: "differential evolution (rand/1/bin) from a box around x0",
  reference: "Storn & Price (1997), J. Glob. Optim. 11(4), eqs. (2)-(5)",
  defaults: {
    popsize: oneOf("auto", integer(20, { min: 4 })),
    // F and CR in the papers' letters; these are values that Storn (1996), NAFIPS, begins with.
    weight: number(0.8, { above: 0, max: 2 }),
    crossover: number(0.9, { min: 0, max: 1 }),
    radius: positive(2),
  },
  uses: "value",
  stochastic: true,
  *run(oracle, x0, { popsize, weight, crossover, radius }, rng) {
    const n = x0.length;
    const size = popsize === "auto" ? Math.max(10, Math.min(10 * n, 100)) : popsize;
    const members = [{ x: x0.slice(), f: oracle.value(x0) }];
    let best = members[0]!;
    yield best;
    const below = (k: number): number => Math.floor(rng.uniform() * k);
    while (members.length < size) {
      const x = x0.map((xi) => xi + radius * (2 * rng.uniform() - 1));
      members.push({ x, f: oracle.value(x) });
    }
    for (;;) {
      const before = [...members];
      for (let k = 0; k < size; k++) {
        const [a, b, c] = others(k, size, below).map((j) => before[j]!.x) as [Float64Array, Float64Array, Float64Array];
        const certain = below(n);
        const x = before[k]!.x.map((xi, i) => (i === certain || rng.uniform() < crossover ? a[i]! + weight * (b[i]! - c[i]!) : xi));
        const f = oracle.value(x);
        if (rank(f) <= rank(before[k]!.f)) members[k] = { x, f };
      }
      for (const member of members) if (rank(member.f) < rank(best.f)) best = member;
      yield best;
    }
  },
});

/** Three members, different from each other and from k. */
function others(k: number, size: number, below: (k: number) => number): number[] {
  const taken = [k];
  while (taken.length < 4) {
    const j = below(size);
    if (!taken.includes(j)) taken.push(j);
  }
  return taken.slice(1);
}
