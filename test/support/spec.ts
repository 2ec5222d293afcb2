/** A complete run specification, of which a test changes what it is about. */
import type { Choice, RunSpec } from "../../src/bench/record.js";

export const choice = (name: string, params: Choice["params"] = {}): Choice => ({ name, params });

export const specOf = (over: Partial<RunSpec> = {}): RunSpec => ({
  problem: choice("test", { dim: 2 }),
  file: null,
  instance: 0,
  optimizer: choice("gd", { step: 0.1 }),
  gradient: null,
  repetition: 0,
  seed: 0,
  x0: "problem",
  budget: { unit: "evals", limit: 1000 },
  targets: [],
  stop: {},
  trace: "improvements",
  ...over,
});

/** A record without what may differ from run to run. */
export function stable<T extends { readonly volatile: unknown }>({ volatile: _, ...rest }: T): Omit<T, "volatile"> {
  return rest;
}
export const noFiles = (name: string): string => {
  throw new Error(`no file ${name} here`);
};

/** Parameters with which a family has 4 variables, where `dim` alone does not say enough. */
const four: Readonly<Record<string, Choice["params"]>> = { mlp: { layers: "1-2" } };
export const fourVariables = (family: string): Choice["params"] => ({ dim: 4, ...four[family] });
