import { expect, test } from "vitest";
import { makeScratch } from "../support/cli.js";

const scratch = makeScratch();

test("of an optimizer it says what it uses and whether it is random", async () => {
  const [text, json] = await Promise.all([scratch.adbench(["list", "optimizers"]), scratch.adbench(["list", "optimizers", "--json"])]);
  const entries = JSON.parse(json.out) as { readonly name: string; readonly uses: string; readonly random: boolean }[];
  const of = (name: string) => entries.find((entry) => entry.name === name);
  expect(of("cma-es")).toMatchObject({ uses: "value", random: true });
  expect(of("lbfgs")).toMatchObject({ uses: "gradient", random: false });
  expect(of("newton")).toMatchObject({ uses: "hvp", random: false });
  const blocks = text.out.split("\n\n");
  expect(blocks.find((block) => block.startsWith("cma-es "))).toMatch(/uses values only; random/);
  expect(blocks.find((block) => block.startsWith("lbfgs "))).not.toMatch(/random/);
});
