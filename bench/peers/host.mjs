// Runs one peer for the benchmark, with the requests of ../c/main.c: node host.mjs jax-js|tfjs|rose
import { readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";

const BATCHES = 5;
const { load } = await import(`./${process.argv[2]}.mjs`);

function arraysOf(path) {
  const bytes = readFileSync(path);
  const all = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  const arrays = [];
  for (let at = 0; at < all.length; at += 1 + all[at]) arrays.push(all.slice(at + 1, at + 1 + all[at]));
  return arrays;
}

function secondsOf(run, ms) {
  run();
  let start = performance.now();
  run();
  let best = performance.now() - start;
  if (best >= ms) return best / 1000;
  const count = Math.max(1, Math.min(1e6, Math.floor(ms / BATCHES / (best + 1e-6))));
  best = Infinity;
  for (let batch = 0; batch < BATCHES; batch++) {
    start = performance.now();
    for (let k = 0; k < count; k++) run();
    best = Math.min(best, (performance.now() - start) / count);
  }
  return best / 1000;
}

/** { value(): number, gradient(): [f, g] with the gradient's arrays one after the other } */
let loaded;
const answers = {
  load: async ([kind, path, ...sizes]) => {
    loaded = await load(kind, sizes.map(Number), arraysOf(path));
    return loaded ? "ok" : "no";
  },
  check: ([, path]) => {
    const [f, g] = loaded.gradient();
    writeFileSync(path, new Uint8Array(Float64Array.from([f, ...g]).buffer));
    return "ok";
  },
  time: ([, what, ms]) => String(secondsOf(loaded[what], Number(ms))),
};

// Libraries that write to standard output would be taken for answers.
console.log = console.error;
for await (const line of createInterface({ input: process.stdin })) {
  const [request, ...words] = line.split(" ");
  let answer;
  try {
    answer = await answers[request](words);
  } catch (error) {
    console.error(error);
    answer = `failed: ${String(error).split("\n")[0]}`;
  }
  process.stdout.write(`${answer}\n`);
}
