/** A compiled program to read: its steps, loops and what each stored value is made of. For study and review, never parsed. */
import { canonical } from "../canonical.js";
import { shown } from "../errors.js";
import { type Expr, type Scan, toposort } from "../expr.js";
import { fillOf } from "../leaf.js";
import { optimise } from "../optimise.js";
import { fuse, type Step } from "./fuse.js";
import { type Affine, type Place, through } from "./place.js";
import { isShortReduction, type Sink } from "./sink.js";

/** Longer formulas are cut. */
const LONGEST = 160;

/**
 * The steps that `compile(inputs, outputs, "wasm")` makes. Inputs are x0, x1, …; constants c0, …; values in memory v0, …; i and j are the
 * row and the column of a loop nest.
 */
export function listing(inputs: readonly Expr[], outputs: readonly Expr[]): string {
  return linesOf(inputs, outputs, "").join("\n");
}

function linesOf(inputs: readonly Expr[], outputs: readonly Expr[], indent: string): string[] {
  const graph = optimise(canonical(inputs, outputs));
  const { steps, stored } = fuse(graph.outputs);
  const names = new Map<Expr, string>(graph.inputs.map((x, k) => [x, `x${k}`]));
  let [constants, values] = [0, 0];
  for (const node of toposort(graph.outputs))
    if (!names.has(node) && stored.has(node)) names.set(node, node.args.length === 0 ? `c${constants++}` : `v${values++}`);
  const lines = steps.flatMap((step) => linesOfStep(step, names, stored));
  const results = graph.outputs.map((y) => `${formula(y, [], names, stored)} ${shown(y.shape)}`).join(", ");
  return [...lines, `results: ${results}`].map((line) => indent + line);
}

type Names = ReadonlyMap<Expr, string>;

function linesOfStep(step: Step, names: Names, stored: ReadonlySet<Expr>): string[] {
  if (step.kind === "nest") {
    const loops = step.rows > 1 ? `for i < ${step.rows}, j < ${step.columns}` : `for j < ${step.columns}`;
    return [loops, ...step.sinks.map((sink) => `  ${sinkLine(sink, names, stored)}`)];
  }
  const { node } = step;
  const line = `${names.get(node)} ${shown(node.shape)} = ${node.op.name}(${node.args.map((arg) => formula(arg, [], names, stored)).join(", ")})`;
  if (node.op.kernel.form !== "scan") return [line];
  const { carry, items, constants, next, steps } = node.param as Scan;
  return [`${line}, ${steps} times`, ...linesOf([carry, ...items, ...constants], [next], "  ")];
}

function sinkLine(sink: Sink, names: Names, stored: ReadonlySet<Expr>): string {
  const { kernel } = sink.node.op;
  const over = sink.over.length > 0 && kernel.form === "reduce" ? `${kernel.combine} over ${sink.over.join(", ")} of ` : "";
  const text = `${names.get(sink.node)}${where(sink.target)} = ${over}${formula(sink.root, sink.at, names, stored, sink.over.length === 0)}`;
  const cut = text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
  return sink.stage > 0 ? `then ${cut}` : cut;
}

/** Depth is limited: what is shared would be written out each time. */
function formula(node: Expr, at: Place, names: Names, stored: ReadonlySet<Expr>, root = false, depth = 12): string {
  if (depth === 0) return "…";
  const fill = fillOf(node);
  if (fill !== undefined) return String(fill);
  const name = names.get(node);
  if (name !== undefined && !root) return `${name}${where(at)}`;
  if (node.op.kernel.form === "index" && at.length > 0) return formula(node.args[0]!, through(node, at), names, stored, false, depth);
  const inner = isShortReduction(node) ? [] : at;
  const args = node.args.map((arg) => formula(arg, inner, names, stored, false, depth - 1)).join(", ");
  return `${node.op.name}(${args})`;
}

const where = (at: Place): string => (at.length === 0 ? "" : `[${at.map(affine).join(", ")}]`);

function affine({ i, j, o }: Affine): string {
  const terms = [
    ...[
      ["i", i],
      ["j", j],
    ].flatMap(([name, factor]) => (factor === 0 ? [] : [factor === 1 ? String(name) : `${factor}${name}`])),
    ...(o !== 0 || (i === 0 && j === 0) ? [String(o)] : []),
  ];
  return terms.join(" + ").replaceAll("+ -", "- ");
}
