/** The README shows what its first command prints, to the byte. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeScratch } from "./support/cli.js";

const scratch = makeScratch();
test("adbench run mds --dim 100", async () => {
  const { code, out } = await scratch.adbench(["run", "mds", "--dim", "100", "--no-save"]);
  expect(code).toBe(0);
  expect(readFileSync(join(import.meta.dirname, "../README.md"), "utf8")).toContain(`\`\`\`text\n${out}\`\`\`\n`);
});
