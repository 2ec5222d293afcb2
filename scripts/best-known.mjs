// src/data/best-known.ts: the least loss found for the first N cities of each data set, embed = 2, scale = max.
//
//   node scripts/best-known.mjs [--starts 40] && npx biome check --write src/data/best-known.ts
//
// For each N: seeded uniform starts, and the best map of N − 1 cities with the new one placed at random; then, downwards, the best map
// of N + 1 cities without its last. Each is taken to a stationary point by BFGS with the library's gradients, max |g_i| ≤ 1e-12.
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { createJiti } from "jiti";

const source = createJiti(import.meta.url, { fsCache: false });
const { resolve } = await source.import("../src/core/params.ts");
const { makePrograms } = await source.import("../src/core/programs.ts");
const { stream } = await source.import("../src/numeric/sampling/random.ts");
const { default: mds } = await source.import("../src/problems/mds.ts");

const GTOL = 1e-12;
const PLACEMENTS = 8;
/** Below this a loss is 0 but for rounding: the cities fit exactly. */
const ZERO = 1e-24;
const { values } = parseArgs({ options: { starts: { type: "string", default: "40" } } });
const starts = Number(values.starts);
const sizes = { europe: 34, eurodist: 21 };
const losses = ["sstress", "literal", "stress"];

const none = new Float64Array(0);
const normInf = (g) => g.reduce((a, gi) => Math.max(a, Math.abs(gi)), 0);
const dot = (a, b) => a.reduce((s, ai, i) => s + ai * b[i], 0);
const along = (x, t, p) => x.map((xi, i) => xi + t * p[i]);

/** The loss of the first n cities: x → { x, f, g }. */
function lossOf(data, loss, n) {
  const problem = mds.make(resolve(mds.defaults, { data, loss, dim: 2 * n }, "problem mds"), stream("best-known"), String);
  const vjp = makePrograms(problem).call("vjp");
  return (x) => {
    const g = new Float64Array(x.length);
    return { x, f: vjp.run(x, none, g), g };
  };
}

/** BFGS, Nocedal & Wright (2006), algorithm 6.1. Where f has lost its digits a step is good when it lowers max |g_i|. */
function minimise(at, x0) {
  const n = x0.length;
  let H = identity(n, 1);
  let here = at(x0);
  for (let k = 0; k < 5000 && normInf(here.g) > GTOL; k++) {
    let p = times(H, here.g).map((pi) => -pi);
    if (!(dot(p, here.g) < 0)) {
      H = identity(n, 1);
      p = here.g.map((gi) => -gi);
    }
    const next = search(at, here, p, k === 0 ? Math.min(1, 0.1 / normInf(p)) : 1);
    if (!next) {
      if (H.fresh) break;
      H = identity(n, 1e-2);
      H.fresh = true;
      continue;
    }
    const s = along(next.x, -1, here.x);
    const y = along(next.g, -1, here.g);
    if (k === 0 && dot(s, y) > 0) H = identity(n, dot(s, y) / dot(y, y));
    update(H, s, y);
    H.fresh = false;
    here = next;
  }
  return here;
}

/** Bisection to the Wolfe conditions, c1 = 1e-4, c2 = 0.9; null when no step does. */
function search(at, here, p, first) {
  const slope = dot(p, here.g);
  let [low, high, t] = [0, Infinity, first];
  for (let k = 0; k < 60; k++) {
    const next = at(along(here.x, t, p));
    const flat = Math.abs(next.f - here.f) <= 1e-13 * Math.abs(here.f);
    if (flat && normInf(next.g) < normInf(here.g)) return next;
    if (!(next.f <= here.f + 1e-4 * t * slope)) high = t;
    else if (dot(p, next.g) < 0.9 * slope) low = t;
    else return next;
    t = high < Infinity ? (low + high) / 2 : 2 * low;
  }
  return null;
}

function identity(n, c) {
  const H = new Float64Array(n * n);
  for (let i = 0; i < n; i++) H[i * n + i] = c;
  return H;
}

function times(H, g) {
  const n = g.length;
  return g.map((_, i) => {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += H[i * n + j] * g[j];
    return sum;
  });
}

/** H ← (I − ρ s yᵀ) H (I − ρ y sᵀ) + ρ s sᵀ, ρ = 1/sᵀy. */
function update(H, s, y) {
  const n = s.length;
  const sy = dot(s, y);
  if (!(sy > 0)) return;
  const Hy = times(H, y);
  const scale = (1 + dot(y, Hy) / sy) / sy;
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) H[i * n + j] += scale * s[i] * s[j] - (Hy[i] * s[j] + s[i] * Hy[j]) / sy;
}

function table(data, loss) {
  const rng = stream(`best-known/${data}/${loss}`);
  const uniform = (count) => Float64Array.from({ length: count }, () => rng.uniform());
  const found = [];
  const consider = (n, at, x0) => {
    const end = minimise(at, x0);
    if (!found[n] || end.f < found[n].f) found[n] = end;
    return end.f;
  };
  for (let n = 2; n <= sizes[data]; n++) {
    const at = lossOf(data, loss, n);
    const ends = Array.from({ length: starts }, () => consider(n, at, uniform(2 * n)));
    for (let k = 0; n > 2 && k < PLACEMENTS; k++) ends.push(consider(n, at, Float64Array.of(...found[n - 1].x, ...uniform(2))));
    const hits = ends.filter((f) => f - found[n].f <= Math.max(ZERO, 1e-9 * found[n].f)).length;
    process.stderr.write(`${data} ${loss} N = ${n}: ${found[n].f}, max |g| ${normInf(found[n].g)}, ${hits} of ${ends.length}\n`);
  }
  for (let n = sizes[data] - 1; n >= 2; n--) {
    const before = found[n].f;
    consider(n, lossOf(data, loss, n), found[n + 1].x.slice(0, 2 * n));
    if (found[n].f < before * (1 - 1e-9) - ZERO)
      process.stderr.write(`${data} ${loss} N = ${n}: ${found[n].f} from N + 1, better than ${before}\n`);
  }
  const best = found.slice(2);
  for (const [k, { f, g }] of best.entries())
    if (f > ZERO && !(normInf(g) <= GTOL)) throw new Error(`${data} ${loss} N = ${k + 2}: max |g| is ${normInf(g)}`);
  return best.map(({ f }) => (f <= ZERO ? 0 : f));
}

const entries = Object.keys(sizes).map((data) => {
  const rows = losses.map(
    (loss) =>
      `    ${loss}: [\n${table(data, loss)
        .map((f) => `      ${f},\n`)
        .join("")}    ],\n`,
  );
  return `  ${data}: {\n${rows.join("")}  },\n`;
});
writeFileSync(
  new URL("../src/data/best-known.ts", import.meta.url),
  `/** The least losses found for maps of cities, by scripts/best-known.mjs: entry N − 2 is for the first N cities, embed = 2, scale = max. */
export const bestKnown = {
${entries.join("")}};
`,
);
