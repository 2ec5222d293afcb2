/** Every registered problem gives the same value, directional derivative, gradient and product with the Hessian from both engines. */
import { describe, expect, test } from "vitest";
import * as ad from "../../../src/ad/index.js";
import { resolve } from "../../../src/core/params.js";
import { isTraced } from "../../../src/core/problem.js";
import { stream } from "../../../src/numeric/sampling/random.js";
import { problems } from "../../../src/problems/index.js";
import { noFiles } from "../../support/spec.js";
import { agree, run, scaleOf } from "./engines.js";

type Given = Readonly<Record<string, unknown>>;

/** Besides the defaults: sizes around pairs, unrolled axes and tiles, and what the family can do. */
const more: Readonly<Record<string, readonly Given[]>> = {
  mds: [
    ...[4, 6, 16, 32, 34, 38, 80, 82].map((dim) => ({ dim })),
    ...["literal", "stress"].flatMap((loss) => [3, 17, 41].map((n) => ({ loss, dim: 2 * n }))),
    ...[1, 3, 4, 7, 8, 9, 10, 16, 17, 100].flatMap((embed) => [5, 18].map((n) => ({ embed, dim: n * embed }))),
    ...["literal", "stress"].map((loss) => ({ loss, embed: 10, dim: 300 })),
    { data: "europe" },
    { data: "eurodist", loss: "stress", scale: "none" },
    { dim: 400 },
  ],
  quadratic: [1, 2, 3, 5, 16, 17, 39, 40, 41, 97].flatMap((dim) => [
    { dim, condition: 1e4, spectrum: "log" },
    { dim, rotate: true },
  ]),
  mlp: [
    ...["1-2", "4-3", "16-5-4", "16-8-8-2"].map((layers) => ({ layers, batch: 50 })),
    ...["relu", "sigmoid"].map((activation) => ({ activation, layers: "64-7-10", batch: 33, l2: 0.1 })),
  ],
  rosenbrock: [2, 3, 4, 5, 15, 16, 17, 18, 39, 40, 41, 42, 1000].map((dim) => ({ dim })),
};

/** Differences of large squares: the Gram form of distances. */
const tolerance = (name: string, given: Given): number => (name === "mds" && Number(given["embed"] ?? 2) >= 8 ? 1e-10 : 1e-13);

describe.each(problems.map((family) => [family.name, family] as const))("%s", (name, family) => {
  test.each([{}, ...(more[name] ?? [])].map((given) => [JSON.stringify(given), given] as const))("%s", (_, given) => {
    const rng = stream(`agreement/${name}`);
    const problem = family.make(resolve(family.defaults, given, name), rng, noFiles);
    if (!isTraced(problem)) return;
    const [x, v] = [ad.input([problem.dim]), ad.input([problem.dim])];
    const f = problem.f(x);
    const [g] = ad.pullback(f, [x]) as [ad.Expr];
    const at = [problem.x0.map((xi) => xi + 0.1 * rng.normal()), problem.x0.map(() => rng.normal())];
    for (const outputs of [[f], [f, ad.pushforward(f, x, v)], [f, g], [f, ad.pushforward(g, x, v)], [f, g, ad.pushforward(g, x, v)]]) {
      const scale = scaleOf([x, v], outputs, at) * (tolerance(name, given) / 1e-13);
      agree(run("interpreter", [x, v], outputs, at), run("wasm", [x, v], outputs, at), scale);
    }
    expect(ad.compile([x], [f]).engine).toBe("wasm");
  });
});
