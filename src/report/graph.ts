/** A computational graph as tables of its steps, as they are written on a board: values, tangents going forward, adjoints going back. */
import type { StepTable, StepValue } from "../core/step-table.js";
import { alignedColumn, digits } from "./digits.js";
import { count, times } from "./numbers.js";
import { faint, type Paint, strong } from "./paint.js";
import { columnsOf, NARROWEST, padEnd, plain, wrap } from "./text.js";

/** What is known of a graph, for every form in which it is shown. */
export interface GraphDocument {
  /** `f(w1, w2) = w2*log(w1)+sqrt(w2*log(w1))`, or the name of a problem. */
  readonly title: string;
  /** Where it is evaluated: `w1 = 2, w2 = 3`. */
  readonly at: string;
  readonly table: StepTable;
  /** Whether equal subexpressions are one step. */
  readonly shared: boolean;
  /** f′, f″, … of one variable. */
  readonly derivatives?: readonly number[];
  /** [n, n], by rows. */
  readonly hessian?: readonly (readonly number[])[];
  /** The steps of the optimised program (f, ∇f). */
  readonly listing?: string;
}

interface Row {
  readonly text: string;
  readonly cells: readonly string[];
}

interface Section {
  readonly title: string;
  readonly heads: readonly string[];
  readonly rows: readonly Row[];
}

const GAP = 2;
/** A dot for tangents, a bar for adjoints. */
const [TANGENT, ADJOINT] = ["v\u0307", "v\u0304"];
/** Formulas are broken over lines sooner than numbers are set below one another, down to this width. */
const FORMULA = 24;

export function renderGraph(document: GraphDocument, { width: columns, paint }: { readonly width: number; readonly paint: Paint }): string {
  const width = Math.max(NARROWEST, columns);
  const { title, at, table } = document;
  const scalar = table.steps.every(({ shape }) => shape.length === 0);
  const heading = [
    ...wrap(plain(title), width, "  ").map((line) => strong(paint, line)),
    ...wrap(`f = ${digits(resultOf(table))}${at === "" ? "" : ` at ${at}`}`, width, "  "),
  ];
  const sections = scalar ? scalarSections(table) : arraySections(table);
  const blocks = [
    heading,
    ...sections.flatMap((section) => (section.rows.length > 0 ? [drawn(section, width, paint)] : [])),
    ...higher(document).map((section) => drawn(section, width, paint)),
    ...(document.listing === undefined
      ? []
      : [[strong(paint, "Compiled: (f, ∇f)"), ...document.listing.split("\n").flatMap((line) => wrap(line, width, "      "))]]),
    ...(table.nodes.written > 0 ? [wrap(summary(document), width)] : []),
  ];
  return `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

const resultOf = ({ steps, result }: StepTable): number => steps.find(({ id }) => id === result)!.value as number;

function scalarSections({ inputs, steps, result }: StepTable): Section[] {
  const rows = steps.filter(({ varying }) => varying);
  const number = (value: StepValue | null): string => digits(value as number);
  const back = [...rows.filter(({ op }) => op !== "input").reverse(), ...rows.filter(({ op }) => op === "input")];
  return [
    {
      title: "Values",
      heads: ["ops", "v"],
      rows: rows.map((step) => ({
        text: equation(step.id, step.formula),
        cells: [step.op === "input" ? "" : String(step.ops), number(step.value)],
      })),
    },
    {
      title: `Forward mode: ${TANGENT}, the derivative of v by each input`,
      heads: inputs.map((name) => `∂/∂${name}`),
      rows:
        inputs.length === 0
          ? []
          : rows.map((step) => ({
              text: equation(step.tangentId, step.op === "input" ? "" : step.forward),
              cells: inputs.map((name) => digits(step.tangent[name]!)),
            })),
    },
    {
      title: `Reverse mode: ${ADJOINT} = ∂f/∂v, from the last step to the inputs`,
      heads: [ADJOINT],
      rows:
        inputs.length === 0
          ? []
          : back.map((step) => ({
              text: equation(step.adjointId, step.id === result ? "" : step.reverse),
              cells: [number(step.adjoint)],
            })),
    },
  ];
}

function arraySections({ steps }: StepTable): Section[] {
  return [
    {
      title: `Steps: of arrays the largest |v| and the largest |${ADJOINT}|, ${ADJOINT} = ∂f/∂v`,
      heads: ["shape", "ops", "v", ADJOINT],
      rows: steps
        .filter(({ inline }) => !inline)
        .map((step) => ({
          text: equation(step.id, step.formula || (step.op === "constant" ? "constant" : "")),
          cells: [
            step.shape.length === 0 ? "" : step.shape.join(" × "),
            step.ops === 0 ? "" : String(step.ops),
            size(step.value),
            size(step.adjoint),
          ],
        })),
    },
  ];
}

/** A scalar, or of an array the largest absolute value. */
function size(value: StepValue | null): string {
  if (value === null) return "";
  if (typeof value === "number") return digits(value);
  return value.length === 0 ? "–" : digits(value.reduce((most, v) => (Math.abs(v) > most || Number.isNaN(v) ? Math.abs(v) : most), 0));
}

const equation = (name: string, formula: string): string => (formula === "" ? name : `${name} = ${formula}`);

function higher({ table: { inputs }, derivatives, hessian }: GraphDocument): Section[] {
  const section = (title: string, heads: readonly string[], rows: readonly Row[]): Section => ({ title, heads, rows });
  return [
    ...(derivatives && derivatives.length > 1
      ? [
          section(
            "Derivatives",
            ["value"],
            derivatives.map((value, k) => ({ text: primed(k + 1, inputs[0]!), cells: [digits(value)] })),
          ),
        ]
      : []),
    ...(hessian && inputs.length > 1
      ? [
          section(
            "Hessian ∂²f/∂x∂y",
            inputs,
            hessian.map((row, i) => ({ text: inputs[i]!, cells: row.map(digits) })),
          ),
        ]
      : []),
  ];
}

const primed = (k: number, x: string): string => `f${["", "′", "″", "‴"][k] ?? `^(${k})`}(${x})`;

/** 4 steps, 6 as written. Operations: f 16, (f, ḟ) 29 (1.8×), … */
function summary({ table: { nodes, ops }, shared }: GraphDocument): string {
  const ratio = (of: number): string => `${of}${ops.value > 0 ? ` (${times(of / ops.value)})` : ""}`;
  const steps = `${count(nodes.shared, "step")} where equal subexpressions are shared, ${nodes.written} as written${shared ? "" : " (shown)"}.`;
  return `${steps} Operations: f ${ops.value}, f and a tangent ${ratio(ops.jvp)}, f and its gradient ${ratio(ops.gradient)}, these and a Hessian-vector product ${ratio(ops.hvp)}.`;
}

/** Formulas at the left, wrapped; numbers aligned at their points, as many columns side by side as there is room for. */
function drawn({ title, heads, rows }: Section, width: number, paint: Paint): string[] {
  const columns = heads.map((head, k) => {
    const cells = alignedColumn(rows.map(({ cells }) => cells[k]!));
    return { head, cells, width: Math.max(columnsOf(head), ...cells.map(columnsOf)) };
  });
  const natural = Math.max(...rows.map(({ text }) => columnsOf(text)));
  const least = Math.min(natural, FORMULA);
  const lines = wrap(title, width, "  ").map((line) => strong(paint, line));
  for (let at = 0, first = true; at < columns.length; first = false) {
    let end = at + 1;
    const taken = (to: number): number => columns.slice(at, to).reduce((sum, column) => sum + column.width + GAP, 0);
    while (end < columns.length && least + taken(end + 1) <= width) end++;
    const room = Math.max(least, Math.min(natural, width - taken(end)));
    const beside = columns.slice(at, end);
    if (!first) lines.push("");
    lines.push(
      faint(paint, `${" ".repeat(room)}${beside.map((column) => " ".repeat(GAP) + padEnd(column.head, column.width)).join("")}`.trimEnd()),
    );
    for (const [i, { text }] of rows.entries()) {
      const [head, ...rest] = wrap(text, room, "    ");
      lines.push(
        `${padEnd(head!, room)}${beside.map((column) => " ".repeat(GAP) + padEnd(column.cells[i]!, column.width)).join("")}`.trimEnd(),
      );
      lines.push(...rest);
    }
    at = end;
  }
  return lines;
}
