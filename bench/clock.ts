/** Seconds of one call: the best of a few batches that take about `ms` together, after a warm-up. The same rule as in c/main.c. */
const BATCHES = 5;

export function secondsOf(run: () => void, ms: number): number {
  run();
  let start = performance.now();
  run();
  const count = Math.max(1, Math.min(1e6, Math.floor(ms / BATCHES / (performance.now() - start + 1e-6))));
  let best = Number.POSITIVE_INFINITY;
  for (let batch = 0; batch < BATCHES; batch++) {
    start = performance.now();
    for (let k = 0; k < count; k++) run();
    best = Math.min(best, (performance.now() - start) / count);
  }
  return best / 1000;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
