/**
 * Seconds of one call: the best of a few batches that take about `ms` together, after a warm-up; a call that takes longer is timed once.
 * The same rule as in c/main.c and peers/host.mjs.
 */
const BATCHES = 5;

export function secondsOf(run: () => void, ms: number): number {
  run();
  let start = performance.now();
  run();
  let best = performance.now() - start;
  if (best >= ms) return best / 1000;
  const count = Math.max(1, Math.min(1e6, Math.floor(ms / BATCHES / (best + 1e-6))));
  best = Number.POSITIVE_INFINITY;
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
