/** docs/optimizers.md's tables: the registry, and the comparison with SciPy. */
import { describe } from "../../src/core/params.js";
import { optimizers } from "../../src/optimizers/index.js";
import { type Comparison, isAsGood } from "./scipy.js";

/** `align`: l or r for each column. */
const markdown = (head: readonly string[], align: string, rows: readonly (readonly string[])[]): string =>
  [head, [...align].map((to) => (to === "r" ? "---:" : "---")), ...rows]
    .map((row) => `| ${row.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`)
    .join("\n");

const uses = { value: "values", gradient: "gradient", hvp: "gradient, products with the Hessian" };

/** One row for each optimizer, in the order of the registry. */
export const registryTable = (): string =>
  markdown(
    ["name", "what it does", "uses", "parameters", "reference"],
    "lllll",
    optimizers.map(({ name, summary, uses: used, stochastic, defaults, reference }) => [
      `\`${name}\``,
      summary,
      uses[used] + (stochastic ? "; random" : ""),
      describe(defaults)
        .map((one) => `\`${one.name}=${one.default}\``)
        .join(", "),
      reference,
    ]),
  );

const HEAD = [
  "problem",
  "SciPy",
  "f",
  "calls",
  "ours",
  "f in as many calls",
  "calls to SciPy's f",
  "÷ SciPy's",
  "f at the end",
  "calls",
  "stop",
];

const figure = (f: number): string => (f === 0 ? "0" : f >= 0.01 && f < 1e5 ? f.toPrecision(7) : f.toExponential(1));

/** The cells of a row, but for its note. */
export const cellsOf = ({ problem, method, f, calls, ours, seen, reached, end }: Comparison): string[] => [
  problem,
  method,
  figure(f),
  String(calls),
  ours,
  figure(seen),
  reached === null ? "–" : String(reached),
  reached === null ? "–" : (reached / calls).toFixed(2),
  figure(end.f),
  String(end.calls),
  end.stop,
];

/** `notes`: why a row is not as good, by `problem/method`. A row without the note that it needs, and a note that no row needs, throw. */
export function scipyTable(rows: readonly Comparison[], notes: Readonly<Record<string, string>>): string {
  const keyOf = ({ problem, method }: Comparison): string => `${problem}/${method}`;
  const worse = rows.filter((row) => !isAsGood(row)).map(keyOf);
  const faults = [
    ...worse.filter((key) => !Object.hasOwn(notes, key)).map((key) => `${key} is worse than SciPy's, and no note says why`),
    ...Object.keys(notes)
      .filter((key) => !worse.includes(key))
      .map((key) => `${key} has a note, but is as good as SciPy's`),
  ];
  if (faults.length > 0) throw new Error(faults.join("\n"));
  const marked = rows.map((row) => [...cellsOf(row), isAsGood(row) ? "" : `(${worse.indexOf(keyOf(row)) + 1})`]);
  const said = worse.map((key, k) => `(${k + 1}) ${key.replace("/", ", ")}: ${notes[key]}`);
  return [markdown([...HEAD, ""], "llrrlrrrrrll", marked), ...said].join("\n\n");
}
