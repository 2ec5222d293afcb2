/** The flags of adbench graph. */
import { type Command, Option } from "commander";
import { examples, repeated } from "./declare.js";

export function addGraph(program: Command): void {
  program
    .command("graph")
    .description("a computational graph step by step: values, tangents forward, adjoints in reverse, as tables, DOT, SVG or JSON")
    .argument("<problem|file|expression>", "as for adbench run, or a formula such as x*sin(y)")
    .addOption(repeated("--at <name=value,...>", "where an expression is evaluated; a problem is at its x0"))
    .option("--order <k>", "of one variable all derivatives up to the k-th, of several from 2 on the Hessian (default: 1)")
    .option("--no-share", "a step for each subexpression as it is written, equal ones not shared")
    .addOption(repeated("-n, --dim <n>", "number of decision variables of a problem (default: the problem's own)"))
    .addOption(repeated("-p, --param <key=value>", "a parameter of the problem; repeat for more"))
    .option("--seed <base>", "base seed of the problem (default: 0)")
    .option("--listing", "with the loops that (f, grad f) is compiled to")
    .option("--dot <file>", "write the graph for Graphviz; - is standard output, which then carries nothing else")
    .option("--svg <file>", "write it as a picture; - likewise")
    .option("--wat <file>", "write the WebAssembly that (f, grad f) is compiled to, as text; - likewise")
    .option("--json <file>", "write values, derivatives and steps as JSON; - likewise")
    .addOption(new Option("--color", "colours (default on a terminal)"))
    .option("--no-color", "no colours")
    .addHelpText(
      "after",
      `
Expressions: + - * / ^ ** and parentheses, numbers, pi, e; log (natural), exp,
sqrt, sin … tanh, erf, lgamma, sigmoid, softplus, logsumexp(a,b,…), hypot(x,y),
atan2(y,x), min, max, abs and the other elementwise ops of adbench list ops.
One that begins with a minus goes to the end, after --.
${examples(
  'adbench graph "w2*log(w1)+sqrt(w2*log(w1))" --at w1=2,w2=3',
  'adbench graph "exp(sin(x))" --at x=pi/4 --order 5',
  'adbench graph "x*y^2" --at x=1,y=2 --order 2 --json -',
  "adbench graph mds -n 12 --svg mds.svg",
  "adbench graph --at x=2 --order 2 -- -x^3",
)}`,
    )
    .action(async (subject: string, flags) => (await import("./graph.js")).graph(subject, flags));
}
