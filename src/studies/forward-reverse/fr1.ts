/** The slides' tables: values, one forward sweep for each input, one reverse sweep for all of them. */
import { claim } from "../../core/claim.js";
import type { Table } from "../../core/study.js";
import { type ForwardReversePart, lecture } from "./defaults.js";
import { byHand, exampleTable, stepNamed } from "./slide.js";

const source = `${lecture}, forward and reverse mode by the example of w₂ log w₁ + √(w₂ log w₁)`;
/** A few roundings. */
const ROUNDING = 4e-15;

export const fr1: ForwardReversePart = {
  id: "FR1",
  run: ({ params }) => {
    const table = exampleTable(params);
    const expected = byHand(params);
    const inputs = table.inputs;
    const rows = Object.keys(expected);
    const row = (id: string, statement: string, measured: number, value: number) =>
      claim({ id: `FR1.${id}`, statement, source, measured, expected: value, relative: ROUNDING });
    const nodes = (id: string, statement: string, measured: number, value: number) =>
      claim({ id: `FR1.${id}`, statement, source, measured, expected: value });
    const shown = (id: string): string => (id === table.result ? "L" : id);
    const back = [...rows.filter((id) => !inputs.includes(id)).reverse(), ...inputs];
    const tables: Table[] = [
      {
        name: "values",
        title: "Values; v4 is L",
        columns: ["step", "formula", "v"],
        rows: rows.map((id) => [shown(id), stepNamed(table, id).formula, stepNamed(table, id).value as number]),
      },
      {
        name: "forward",
        title: "Forward mode, a sweep for each input",
        columns: ["step", "formula", ...inputs.map((x) => `∂v/∂${x}`)],
        rows: rows.map((id) => {
          const { forward, tangent } = stepNamed(table, id);
          return [shown(id), forward, ...inputs.map((x) => tangent[x]!)];
        }),
      },
      {
        name: "reverse",
        title: "Reverse mode, one sweep",
        columns: ["step", "formula", "∂L/∂v"],
        rows: back.map((id) => [shown(id), stepNamed(table, id).reverse, stepNamed(table, id).adjoint as number]),
      },
    ];
    return {
      claims: [
        nodes("shared", "operations of the graph, w₂ log w₁ computed once", table.nodes.shared, 4),
        nodes("written", "operations as it is written", table.nodes.written, 6),
        ...rows
          .filter((id) => !inputs.includes(id))
          .map((id) => row(`value.${id}`, `value of ${shown(id)}`, stepNamed(table, id).value as number, expected[id]!.value)),
        ...inputs.flatMap((x, k) =>
          rows.map((id) =>
            row(`forward.${x}.${id}`, `∂${shown(id)}/∂${x}, forward`, stepNamed(table, id).tangent[x]!, expected[id]!.tangents[k]!),
          ),
        ),
        ...back.map((id) =>
          row(`reverse.${id}`, `∂L/∂${shown(id)}, in reverse`, stepNamed(table, id).adjoint as number, expected[id]!.adjoint),
        ),
      ],
      tables,
    };
  },
};
