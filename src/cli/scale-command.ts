/** The flags of adbench scale, most of them those of adbench run. */
import { type Command, Option } from "commander";
import { budgetUnits } from "../bench/budget.js";
import { examples, repeated } from "./declare.js";

export function addScale(program: Command): void {
  program
    .command("scale")
    .description("work to a target against n: a fitted exponent with its interval beside theory's, a plot, and where methods break even")
    .argument("<problem|file>", "as for adbench run")
    .addOption(repeated("-n, --dim <n,n...>", "numbers of decision variables, ascending (default: 8,16,32,64,128,256)"))
    .addOption(repeated("-o, --optimizer <spec>", "as for adbench run (default: gd)"))
    .addOption(
      repeated("-g, --gradient <spec>", "as for adbench run (default: reverse, forward-difference, central-difference, two-point)"),
    )
    .addOption(repeated("-p, --param <key=value>", "a parameter of the problem; repeat for more"))
    .option("--noise <level,...>", "levels of noise in f, ascending: who needs the least work at each; fits are those of the first")
    .option("-b, --budget <b>", "per run, 20000 or 500n (default: 1000n work, at most 2e9 ops)")
    .addOption(new Option("--budget-unit <unit>", "what the budget counts (default: work)").choices(budgetUnits))
    .option("-t, --target <r>", "the target: (f - f*)/(f(x0) - f*) <= r (default: 1e-4)")
    .option("--target-gap <d>", "f - f* <= d instead")
    .option("-s, --seeds <k>", "repetitions of stochastic methods (default: 5)")
    .option("--seed <base>", "base seed (default: 0)")
    .option("--instances <k>", "instances of the problem (default: 1)")
    .addOption(new Option("--x0 <start>", "another start: drawn for each repetition").choices(["random"]))
    .addOption(new Option("-x, --axis <axis>", "what is fitted and drawn").choices(["work", "evals", "iterations"]).default("work"))
    .addOption(new Option("--engine <engine>", "as for adbench run").choices(["wasm", "interpreter"]))
    .option("--fma", "as for adbench run")
    .option("--csv <file>", "write a row for each method and n; - is standard output, which then carries nothing else")
    .option("--json <file>", "write fits, break-even and rows as JSON; - likewise")
    .option("--svg <file>", "write the plot as SVG; - likewise")
    .option("-j, --jobs <k>", "worker threads for independent runs (default: 1)")
    .option("-q, --quiet", "no progress, no notes")
    .option("--color", "colours (default on a terminal)")
    .option("--no-color", "no colours")
    .addHelpText(
      "after",
      examples(
        "adbench scale quadratic",
        "adbench scale mds --dim 8,16,32,64 -o gd,nelder-mead --svg mds.svg",
        "adbench scale quadratic -n 8,16,32 --noise 0,1e-6,1e-3 --json -",
      ),
    )
    .action(async (problem: string, flags) => (await import("./scale.js")).scale(problem, flags));
}
