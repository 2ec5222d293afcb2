/** A computational graph in the language of Graphviz: a box for each step, an arrow for each use, along it ∂(user)/∂(argument). */
import type { Step, StepValue } from "../core/step-table.js";
import { digits } from "./digits.js";
import type { GraphDocument } from "./graph.js";
import { plain, wrap } from "./text.js";

/** What it is measured with, which nobody can know of the reader's: the widest, so that other letters fit as well. */
const FONT = "Courier";
const [INK, SOFT, LINE, INPUT, RESULT] = ["#1f2328", "#57606a", "#8c959f", "#ddf4ff", "#dafbe1"];

/** Characters, before the title is wrapped. */
const TITLE = 60;

export function graphDot({ title, at, table: { steps, result } }: GraphDocument): string {
  const scalar = steps.every(({ shape }) => shape.length === 0);
  const said = scalar ? "boxes: v, v\u0304 = ∂f/∂v; arrows u → v: ∂v/∂u" : "v\u0304 = ∂f/∂v";
  const hidden = new Set(steps.filter(({ inline }) => inline).map(({ id }) => id));
  const shown = steps.filter(({ id }) => !hidden.has(id) || id === result);
  return `${[
    `digraph ${quoted("f")} {`,
    `  graph [rankdir=TB, bgcolor=white, fontname=${quoted(FONT)}, fontsize=13, fontcolor=${quoted(INK)}, labelloc=t, labeljust=l, nodesep=0.5, ranksep=0.6, pad=0.25, label=${label([...wrap(plain(title), TITLE), ...(at === "" ? [] : wrap(`at ${at}`, TITLE)), said])}];`,
    `  node [shape=box, style="rounded,filled", fillcolor=white, color=${quoted(LINE)}, fontname=${quoted(FONT)}, fontsize=12, fontcolor=${quoted(INK)}, margin="0.16,0.09"];`,
    `  edge [color=${quoted(LINE)}, fontname=${quoted(FONT)}, fontsize=11, fontcolor=${quoted(SOFT)}, arrowsize=0.7];`,
    ...shown.map((step) => `  ${quoted(step.id)} [${attributes(step, result)}];`),
    ...shown.flatMap((step) => arrows(step, scalar, hidden)),
    "}",
  ].join("\n")}\n`;
}

function attributes({ id, op, formula, value, adjoint, adjointId, shape, varying }: Step, result: string): string {
  const head = formula === "" ? id : `${id} = ${formula}`;
  const sized = shape.length === 0 ? head : `${head}   [${shape.join(" × ")}]`;
  const numbers = [summary(null, id, value), ...(varying && adjoint !== null ? [summary(adjointId, adjointId, adjoint)] : [])];
  const fill = op === "input" ? INPUT : id === result ? RESULT : null;
  return [
    `label=${label([sized, ...numbers], "\\n")}`,
    ...(fill ? [`fillcolor=${quoted(fill)}`] : []),
    ...(varying ? [] : [`style="rounded,filled,dashed"`]),
  ].join(", ");
}

/** `before`: what a scalar is called, if it is. */
const summary = (before: string | null, name: string, value: StepValue): string =>
  typeof value === "number"
    ? `${before === null ? "" : `${before} = `}${digits(value)}`
    : `max |${name}| = ${digits(value.reduce((most, v) => Math.max(most, Math.abs(v)), 0))}`;

function arrows({ id, inputs, partials }: Step, scalar: boolean, hidden: ReadonlySet<string>): string[] {
  return inputs.flatMap((from, k) => {
    if (hidden.has(from)) return [];
    const along = scalar && partials[k] !== undefined ? ` [label=${label([` ${digits(partials[k])}`])}]` : "";
    return [`  ${quoted(from)} -> ${quoted(id)}${along};`];
  });
}

/** Lines one below the other, by default set at the left. */
const label = (lines: readonly string[], end = "\\l"): string =>
  `"${lines.map(escaped).join(end)}${end === "\\l" && lines.length > 1 ? end : ""}"`;

const escaped = (text: string): string => text.replaceAll("\\", "\\\\").replaceAll('"', '\\"');
const quoted = (text: string): string => `"${escaped(text)}"`;
