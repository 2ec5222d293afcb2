/** A computational graph as data: { schema, value, gradient, hessian?, derivatives?, nodes: [{ id, op, inputs, value, tangent, adjoint }] }. */
import type { Step, StepValue } from "../core/step-table.js";
import type { GraphDocument } from "./graph.js";
import { lines, write } from "./json.js";

/** Longer arrays are given by their extremes alone. */
const LONGEST = 256;

export function graphJson({ title, table, derivatives, hessian }: GraphDocument, schema: number): string {
  const { steps, result, ops, nodes } = table;
  const stepOf = (id: string): Step => steps.find((step) => step.id === id)!;
  const fields: readonly (readonly [string, string])[] = [
    ["schema", write(schema)],
    ["title", write(title)],
    ["at", write(Object.fromEntries(table.inputs.map((name) => [name, listed(stepOf(name).value)])))],
    ["value", write(stepOf(result).value)],
    ["gradient", write(Object.fromEntries(table.inputs.map((name) => [name, listed(stepOf(name).adjoint)])))],
    ...(derivatives ? [["derivatives", write(derivatives)] as const] : []),
    ...(hessian ? [["hessian", write(hessian)] as const] : []),
    ["ops", write(ops)],
    ["shared", write(nodes.shared)],
    ["written", write(nodes.written)],
    ["result", write(result)],
    ["nodes", lines(steps.map(nodeOf))],
  ];
  return `{\n${fields.map(([key, json]) => `${write(key)}: ${json}`).join(",\n")}\n}\n`;
}

function nodeOf({ id, op, inputs, formula, shape, ops, value, tangent, adjoint, partials }: Step): object {
  return {
    id,
    op,
    inputs,
    formula,
    shape,
    ops,
    value: short(value),
    ...(typeof value === "number" ? {} : { range: range(value) }),
    tangent,
    adjoint: short(adjoint),
    ...(partials.length > 0 && { partials }),
  };
}

const listed = (value: StepValue | null): number | number[] | null =>
  value === null || typeof value === "number" ? value : Array.from(value);
const short = (value: StepValue | null): number | number[] | null =>
  value === null || typeof value === "number" || value.length <= LONGEST ? listed(value) : null;
const range = (value: Float64Array): [number, number] => [
  value.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
  value.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
];
