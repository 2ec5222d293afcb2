/** The worked examples of CONTRIBUTING.md: they compile against src, obey the rules of the architecture, and do what they say. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import { afterAll, describe, expect, test } from "vitest";
import type * as Execute from "../src/bench/execute.js";
import type { GradientSource } from "../src/core/gradient-source.js";
import type { Optimizer } from "../src/core/optimizer.js";
import type { ProblemFamily } from "../src/core/problem.js";
import type { Study } from "../src/core/study.js";
import { type Source, violations } from "./support/architecture.js";
import { runHere } from "./support/studies.js";

const root = join(import.meta.dirname, "..");
const src = join(root, "src");
const text = readFileSync(join(root, "CONTRIBUTING.md"), "utf8");
const examples: Source[] = [...text.matchAll(/```ts\n\/\/ (src\/\S+)\n([\s\S]*?)```/g)].map(([, path, code]) => ({
  path: path!,
  text: code!,
}));
const folder = mkdtempSync(join(tmpdir(), "adbench-contributing-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The module of an example, run against src. */
async function load<T>(path: string): Promise<T> {
  const { text: source } = examples.find((example) => example.path === path)!;
  const { outputText } = ts.transpileModule(source, { compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext } });
  const own = path.split("/").slice(1, -1).join("/");
  const linked = outputText
    .replaceAll(/from "(?:\.\.\/)+(.*)\.js"/g, `from "${src}/$1.ts"`)
    .replaceAll(/from "\.\/(.*)\.js"/g, `from "${src}/${own}/$1.ts"`);
  const file = join(folder, path.split("/").at(-1)!);
  writeFileSync(file, linked);
  return (await import(file)) as T;
}
const built = async <T>(path: string): Promise<T> => (await import(`${src}/${path.replace(/js$/, "ts")}`)) as T;

test("there is one of each kind", () => {
  expect(examples.map(({ path }) => path)).toEqual([
    "src/ad/ops/softsign.ts",
    "src/problems/zakharov.ts",
    "src/gradients/rand-k.ts",
    "src/optimizers/barzilai-borwein.ts",
    "src/studies/euler/index.ts",
  ]);
});

test("they compile under the project's options", () => {
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile) as { config: { compilerOptions: object } };
  const { options } = ts.convertCompilerOptionsFromJson({ ...config.compilerOptions, noEmit: true }, root);
  const planted = new Map(examples.map((example) => [join(root, example.path), example.text]));
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists, getSourceFile } = host;
  host.readFile = (name) => planted.get(name) ?? readFile.call(host, name);
  host.fileExists = (name) => planted.has(name) || fileExists.call(host, name);
  host.getSourceFile = (name, version, ...rest) => {
    const source = planted.get(name);
    return source === undefined ? getSourceFile.call(host, name, version, ...rest) : ts.createSourceFile(name, source, version);
  };
  const program = ts.createProgram([...planted.keys()], options, host);
  const problems = [...planted.keys()].flatMap((name) => ts.getPreEmitDiagnostics(program, program.getSourceFile(name)));
  expect(problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"))).toEqual([]);
});

test("they obey the rules, but for the line in the index", () => {
  expect(violations(examples).filter((what) => !/is missing from src\/\w+\/index\.ts$/.test(what))).toEqual([]);
});

describe("and they work", () => {
  test("the op: derivatives to second order", async () => {
    const { softsign } = await load<{ softsign: typeof import("../src/ad/index.js").exp }>("src/ad/ops/softsign.ts");
    const { grad, hessian, sum } = await built<typeof import("../src/ad/index.js")>("ad/index.js");
    const x = Float64Array.of(-2, -0.5, 0, 1, 3);
    const first = x.map((xi) => 1 / ((1 + Math.abs(xi)) * (1 + Math.abs(xi))));
    const g = grad((e) => sum(softsign(e)))(x);
    g.forEach((gi, i) => {
      expect(gi).toBeCloseTo(first[i]!, 14);
    });
    const h = hessian((e) => sum(softsign(e)))(x);
    x.forEach((xi, i) => {
      const size = 1 + Math.abs(xi);
      expect(h[i * x.length + i]).toBeCloseTo((-2 * Math.sign(xi)) / (size * size * size), 14);
    });
    expect(softsign.op.name).toBe("softsign");
  });

  test("the problem, the gradient source and the optimizer", async () => {
    const { default: zakharov } = await load<{ default: ProblemFamily }>("src/problems/zakharov.ts");
    const { default: randK } = await load<{ default: GradientSource }>("src/gradients/rand-k.ts");
    const { default: barzilaiBorwein } = await load<{ default: Optimizer }>("src/optimizers/barzilai-borwein.ts");
    const { prepare } = await built<typeof import("../src/bench/experiment.js")>("bench/experiment.js");
    const { execute } = await built<typeof Execute>("bench/execute.js");
    const { checkProblem } = await built<typeof import("../src/core/check.js")>("core/check.js");
    const { stream } = await built<typeof import("../src/numeric/sampling/random.js")>("numeric/sampling/random.js");
    const read = (name: string): string => {
      throw new Error(`no file ${name}`);
    };
    const problem = zakharov.make({ dim: 6 }, stream("contributing"), read);
    expect(checkProblem(problem, stream("check")).filter(({ pass }) => !pass)).toEqual([]);

    const options = {
      problem: zakharov,
      dim: 6,
      optimizers: [barzilaiBorwein],
      gradients: ["reverse", randK],
      budget: 2000,
      seeds: 3,
    };
    const experiment = prepare(options, read);
    const records = experiment.specs.map((spec) =>
      execute(spec, { family: zakharov, read, now: () => 0, optimizers: experiment.optimizers, gradients: experiment.gradients }),
    );
    expect(records.map(({ gradient }) => gradient)).toEqual(["reverse", "rand-k", "rand-k", "rand-k"]);
    expect(records[0]!.stop).toBe("target");
    for (const record of records.slice(1)) {
      expect(record.message).toBeNull();
      expect(record.cost.vjps).toBeGreaterThan(0);
      expect(record.cost.jvps + record.cost.values).toBe(0);
    }
  });

  test("the gradient source is unbiased, with the variance it declares", async () => {
    const { default: source } = await load<{ default: GradientSource }>("src/gradients/rand-k.ts");
    const { stream } = await built<typeof import("../src/numeric/sampling/random.js")>("numeric/sampling/random.js");
    const gradient = [1, -2, 3];
    const none = (): never => {
      throw new Error("not asked for");
    };
    const params = { k: 2 };
    let sweeps = 0;
    const vjp = (_: Float64Array, g: Float64Array): number => {
      sweeps++;
      g.set(gradient);
      return 5;
    };
    const estimate = source.make({ dim: 3, value: none, jvp: none, vjp, hvp: none, analytic: none }, params, stream("unbiased"));
    const [count, g, mean] = [40_000, new Float64Array(3), new Float64Array(3)];
    let squares = 0;
    for (let k = 0; k < count; k++) {
      expect(estimate(new Float64Array(3), g)).toBe(5);
      g.forEach((gi, i) => {
        mean[i]! += gi / count;
        squares += (gi - gradient[i]!) * (gi - gradient[i]!);
      });
    }
    expect(sweeps).toBe(count * source.cost(3, params)!.vjps!);
    // ω = 3/2 − 1; a component has variance ω g_i², its mean a standard deviation of √ω |g_i|/200: four of them.
    gradient.forEach((gi, i) => {
      expect(Math.abs(mean[i]! - gi)).toBeLessThan((4 * Math.sqrt(0.5) * Math.abs(gi)) / Math.sqrt(count));
    });
    expect(squares / count / 14 / source.variance(3, params)).toBeCloseTo(1, 1);
    expect(source.variance(3, { k: 5 })).toBe(0);
  });

  test("the study: its claims hold, with --quick and with another seed too", async () => {
    const { default: euler } = await load<{ default: Study }>("src/studies/euler/index.ts");
    for (const [seed, quick] of [
      [0, false],
      [0, true],
      [1, true],
    ] as const) {
      const { claims, figures, failed } = runHere(euler, { params: { dim: 4 }, seed, quick });
      expect(failed).toEqual([]);
      expect(claims.map(({ id, pass }) => [id, pass])).toEqual([
        ["EU1", true],
        ["EU2", true],
        ["EU3", true],
      ]);
      expect(figures).toHaveLength(1);
    }
  });
});
