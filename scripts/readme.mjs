// Puts what the README's first command prints into the README: run it when the output changes on purpose.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const readme = new URL("../README.md", import.meta.url);
const bin = fileURLToPath(new URL("../bin/adbench.js", import.meta.url));
const output = execFileSync(process.execPath, [bin, "run", "mds", "--dim", "100", "--no-save", "--quiet"], { encoding: "utf8" });
writeFileSync(
  readme,
  readFileSync(readme, "utf8").replace(/```text\n[^`]*```\n/, () => `\`\`\`text\n${output}\`\`\`\n`),
);
