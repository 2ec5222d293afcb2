/** An expression and --at as a program at a point; what is wrong with it, with a caret where. */
import { input } from "../ad/index.js";
import { UsageError } from "../core/errors.js";
import { evaluate } from "../core/step-table.js";
import { nearest, unknown } from "../core/suggest.js";
import { columnsOf } from "../report/text.js";
import type { Subject } from "./graph.js";
import { say } from "./say.js";

/** Throws UsageError for --at, ExpressionError for the expression: the parser is loaded here and nowhere else. */
export async function expressionProgram(text: string, at: readonly string[]): Promise<Subject> {
  const { parseExpression } = await import("../ad/text/expression.js");
  const parsed = parseExpression(text, nearest);
  const values = await pointOf(at);
  for (const name of values.keys())
    if (!parsed.variables.includes(name))
      throw parsed.variables.length > 0
        ? unknown("variable", name, parsed.variables)
        : new UsageError(`--at ${name}=…: the expression has no variables`);
  const missing = parsed.variables.filter((name) => !values.has(name));
  if (missing.length > 0)
    throw new UsageError(`no value for ${missing.join(", ")}: expected --at ${parsed.variables.map((name) => `${name}=…`).join(",")}`);
  // In the order of --at: it is the one that the user chose.
  const inputs = [...values].map(([name, value]) => ({ name, node: input([]), value }));
  const names = [...values.keys()];
  return {
    title: `f${names.length > 0 ? `(${names.join(", ")})` : ""} = ${text.trim().replaceAll(/\s+/g, " ")}`,
    at: inputs.map(({ name, value }) => `${name} = ${value}`).join(", "),
    program: { inputs, f: parsed.build(new Map(inputs.map(({ name, node }) => [name, node]))) },
  };
}

/** --at x=1,y=pi/2 --at z=3; values are expressions without variables. */
async function pointOf(texts: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const { parseExpression } = await import("../ad/text/expression.js");
  const values = new Map<string, number>();
  for (const text of texts)
    for (const part of text.split(/,(?=[^,()=]*=)/)) {
      const [, name, value] = /^\s*([^\s=]+)\s*=\s*(.*?)\s*$/s.exec(part) ?? [];
      const wrong = (why: string): UsageError => new UsageError(`--at ${part.trim()}: ${why}`);
      if (name === undefined || value === undefined || value === "") throw wrong("expected name=value, such as x=1,y=pi/2");
      if (values.has(name)) throw wrong(`${name} is given twice`);
      if (name === "pi" || name === "e") throw wrong(`${name} is a constant, not a variable`);
      let parsed: ReturnType<typeof parseExpression>;
      try {
        parsed = parseExpression(value, nearest);
      } catch (error) {
        throw wrong(error instanceof Error ? error.message : String(error));
      }
      if (parsed.variables.length > 0) throw wrong(`expected a number, ${parsed.variables[0]} is none`);
      values.set(name, evaluate([], [parsed.build(new Map())])[0] as number);
    }
  return values;
}

/** Whether it was an error of the expression: then it has been said, and shown below. */
export function complain(error: unknown, text: string): boolean {
  if (!(error instanceof Error) || error.name !== "ExpressionError") return false;
  const { start, end } = (error as Error & { readonly span: { readonly start: number; readonly end: number } }).span;
  say(`character ${start + 1}: ${error.message}`);
  process.stderr.write(`${excerpt(text, start, end).join("\n")}\n`);
  return true;
}

/** So much of the text is shown before and after the place. */
const AROUND = 34;

function excerpt(text: string, start: number, end: number): string[] {
  const from = Math.max(0, start - AROUND);
  const until = Math.min(text.length, Math.max(end, start + 1) + AROUND);
  const line = text.slice(from, until).replaceAll(/\s/g, " ");
  const before = (from > 0 ? "…" : "") + line.slice(0, start - from);
  const marked = Math.max(1, columnsOf(line.slice(start - from, Math.min(end, until) - from)));
  return [`  ${from > 0 ? "…" : ""}${line}${until < text.length ? "…" : ""}`, `  ${" ".repeat(columnsOf(before))}${"^".repeat(marked)}`];
}
