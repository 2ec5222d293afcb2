/** The flags of adbench study. */
import type { Command } from "commander";
import { examples, repeated } from "./declare.js";

export function addStudy(program: Command): void {
  program
    .command("study")
    .description("compute the claims of the lecture and of papers: what is claimed, what was measured, and whether they agree")
    .argument("<name...>", "studies (adbench list studies), all, or a part of one by the id of its claim, as in mds:MD4")
    .addOption(repeated("-p, --param <key=value>", "a parameter, for the studies that have it; repeat for more"))
    .option("--quick", "fewer samples, with tolerances widened by the same law")
    .option("--seed <base>", "base seed (default: 0)")
    .option("-j, --jobs <k>", "worker threads; the results are the same (default: 1)")
    .option("--plot", "draw the figures (default)")
    .option("--no-plot", "draw no figures")
    .option("--wide", "with the source of every claim, not only of those that fail")
    .option("--json <file>", "write everything as JSON; - is standard output, which then carries nothing else")
    .option("--csv <file>", "write the claims, one a row; - likewise")
    .option("--svg <file>", "write the figure; of several each, its name before the extension")
    .option("--out <dir>", "write everything there: JSON, claims, tables and figures")
    .option("-q, --quiet", "no progress, no notes")
    .option("--color", "colours (default on a terminal)")
    .option("--no-color", "no colours")
    .addHelpText(
      "after",
      `\nExit code 1: a claim does not hold. 3: a part of a study could not be computed.\n${examples(
        "adbench study finite-differences",
        "adbench study mds:MD1 mds:MD3 --no-plot --wide",
        "adbench study finite-differences --quick -p points=200 --jobs 2 --json -",
      )}`,
    )
    .action(async (names: string[], flags) => (await import("./study.js")).study(names, flags));
}
