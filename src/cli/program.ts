/** Commands and flags, as commander wants them declared. What a command does is imported when it is called. */
import { Argument, Command, Option } from "commander";
import { budgetUnits } from "../bench/budget.js";
import { examples, repeated } from "./declare.js";
import { addGraph } from "./graph-command.js";
import { oneLine } from "./say.js";
import { addScale } from "./scale-command.js";
import { addStudy } from "./study-command.js";
import { ownVersion } from "./version.js";

const axes = ["work", "evals", "iterations", "seconds", "ops"];

export function makeProgram(): Command {
  const program = new Command("adbench")
    .description(
      "What does a gradient buy you? The same optimizer, with only the source of the gradient swapped, and every evaluation counted.",
    )
    .version(ownVersion())
    .exitOverride()
    .showSuggestionAfterError(true)
    // Without "[options]", which all have: it would leave no room to wrap the descriptions.
    .configureHelp({ subcommandTerm: (command) => `${command.name()} ${command.usage().replace("[options] ", "")}` })
    .addHelpText("after", examples("adbench run mds --dim 100", "adbench list problems", "adbench check rosenbrock", "adbench run --help"));
  addRun(program);
  addList(program);
  addCheck(program);
  addGraph(program);
  addStudy(program);
  addReport(program);
  addScale(program);
  for (const command of [program, ...program.commands]) command.configureOutput({ outputError: complaintOf(command) });
  return program;
}

/** What is wrong in one line, and where to read on unless commander says what was meant. */
const complaintOf =
  (command: Command) =>
  (text: string, write: (text: string) => void): void => {
    const said = oneLine(text.replace(/^error: /, "")).replace(/\.$/, "");
    const name = command.parent ? `adbench ${command.name()}` : "adbench";
    const where = /^unknown|^missing|^too many/.test(said) && !/did you mean/i.test(said) ? `; see ${name} --help` : "";
    write(`adbench: ${said}${where}\n`);
  };

function addRun(program: Command): void {
  program
    .command("run")
    .description("run methods on a problem: a table and a plot; the run is kept under results/")
    .argument("<problem|file>", "a registered problem (adbench list problems), or a .ts, .js or .mjs file that exports one")
    .addOption(repeated("-n, --dim <n[,n...]>", "numbers of decision variables (default: the problem's own)"))
    .addOption(repeated("-o, --optimizer <spec>", "name[key=value,key=[v1,v2]], comma separated or repeated (default: gd,nelder-mead)"))
    .addOption(
      repeated(
        "-g, --gradient <spec>",
        "gradient sources, written likewise (default: reverse, forward-difference, central-difference, two-point)",
      ),
    )
    .addOption(repeated("-p, --param <key=value>", "a parameter of the problem, noise among them; repeat for more"))
    .option("-b, --budget <b>", "per run, 20000 or 500n (default: 1000n work, at most 2e9 ops)")
    .addOption(new Option("--budget-unit <unit>", "what the budget counts (default: work)").choices(budgetUnits))
    .option("-t, --target <r>", "stop at (f - f*)/(f(x0) - f*) <= r (default: 1e-8)")
    .option("--target-gap <d>", "stop at f - f* <= d instead")
    .option("--gtol <tol>", "stop at max |g_i| <= tol")
    .option("--ftol <tol>", "stop at |f_k - f_(k-1)| <= tol max(|f_k|, |f_(k-1)|, 1)")
    .option("--xtol <tol>", "stop at max |x_k - x_(k-1)| <= tol max(1, max |x_k|)")
    .option("--max-iterations <k>", "stop after k iterations")
    .option("--max-time <s>", "stop after s seconds")
    .option("-s, --seeds <k>", "repetitions of stochastic methods (default: 5)")
    .option("--seed <base>", "base seed (default: 0)")
    .option("--instances <k>", "instances of the problem (default: 1)")
    .option("--x0 <file|random>", "another start: a CSV file of numbers, or drawn for each repetition")
    .addOption(new Option("-x, --axis <axis>", "x axis of plot and table").choices(axes).default("work"))
    .option("--tune <k>", "try k steps from 1/100 to 100 times the automatic one, a tenth of the budget each; counted apart")
    .addOption(new Option("--trace <points>", "which points are recorded").choices(["improvements", "all"]).default("improvements"))
    .addOption(
      new Option("--engine <engine>", "compiled loops, or one operation at a time (default: wasm if it works)").choices([
        "wasm",
        "interpreter",
      ]),
    )
    .option("--fma", "round products and sums once where the machine can: faster, last bits differ")
    .option("--gradient-quality", "compare the gradients of each method with the true ones, off the books")
    .option("--plot", "draw the plot (default)")
    .option("--no-plot", "draw no plot")
    .option("--table", "print the table (default)")
    .option("--no-table", "print no table")
    .option("--wide", "all columns, whatever the width of the terminal")
    .option("--csv <file>", "write the trace; - is standard output, which then carries nothing else")
    .option("--summary-csv <file>", "write the summary; - likewise")
    .option("--quality-csv <file>", "write how good the gradients were (as with --gradient-quality); - likewise")
    .option("--json <file>", "write everything as JSON; - likewise")
    .option("--out <dir>", "keep the run there (default: results/<date>-<problem>-<hash>)")
    .option("--force", "let --out replace results")
    .option("--no-save", "keep nothing")
    .option("-j, --jobs <k>", "worker threads for independent runs (default: 1)")
    .option("-q, --quiet", "no progress, no notes")
    .option("--color", "colours (default on a terminal)")
    .option("--no-color", "no colours")
    .addHelpText(
      "after",
      examples(
        "adbench run mds --dim 100",
        'adbench run rosenbrock -n 4 -g "reverse,two-point[directions=[1,8]]"',
        "adbench run quadratic -n 10,20 -p condition=100 --no-save --csv - > t.csv",
        "adbench run rosenbrock -n 4 -p noise=1e-6 --gradient-quality",
      ),
    )
    .action(async (problem: string, flags) => (await import("./run.js")).run(problem, flags));
}

function addList(program: Command): void {
  program
    .command("list")
    .description("what there is: problems, gradient sources, optimizers, studies, operations")
    .addArgument(new Argument("[kind]", "all of them without one").choices(["problems", "gradients", "optimizers", "studies", "ops"]))
    .option("--json", "as JSON: an array, or without a kind an object of arrays")
    .addHelpText("after", examples("adbench list", "adbench list optimizers", "adbench list problems --json"))
    .action(async (kind: string | undefined, flags) => (await import("./list.js")).list(kind, flags));
}

function addCheck(program: Command): void {
  program
    .command("check")
    .description("are the derivatives right? jvp, vjp and hvp against differences, the closed form, and each other")
    .argument("<problem|file>", "as for adbench run")
    .addOption(repeated("-n, --dim <n[,n...]>", "numbers of decision variables (default: the problem's own)"))
    .addOption(repeated("-p, --param <key=value>", "a parameter of the problem; repeat for more"))
    .option("--seed <base>", "base seed (default: 0)")
    .option("--color", "colours (default on a terminal)")
    .option("--no-color", "no colours")
    .addHelpText(
      "after",
      examples("adbench check mds", "adbench check rosenbrock -n 6", "adbench check quadratic -p condition=1000 --seed 7"),
    )
    .action(async (problem: string, flags) => (await import("./check.js")).check(problem, flags));
}

function addReport(program: Command): void {
  program
    .command("report")
    .description("render saved results again")
    .argument("<folder>", "a folder that adbench run wrote")
    .option("--csv <file>", "write the trace; - is standard output, which then carries nothing else")
    .option("--summary-csv <file>", "write the summary; - likewise")
    .option("--quality-csv <file>", "write how good the gradients were, if it was run with --gradient-quality; - likewise")
    .option("--json <file>", "write everything as JSON; - likewise")
    .option("--markdown <file>", "write the table as Markdown; - likewise")
    .addOption(new Option("-x, --axis <axis>", "x axis of plot and table (default: as it was run)").choices(axes))
    .option("--plot", "draw the plot (default)")
    .option("--no-plot", "draw no plot")
    .option("--table", "print the table (default)")
    .option("--no-table", "print no table")
    .option("--wide", "all columns, whatever the width of the terminal")
    .option("-q, --quiet", "no notes")
    .option("--color", "colours (default on a terminal)")
    .option("--no-color", "no colours")
    .addHelpText(
      "after",
      `\nFirst keep a run: adbench run quadratic --out results/first\n${examples("adbench report results/first", "adbench report results/first --markdown -", "adbench report results/first --csv trace.csv --json all.json")}`,
    )
    .action(async (folder: string, flags) => (await import("./report.js")).report(folder, flags));
}
