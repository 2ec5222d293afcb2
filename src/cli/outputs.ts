/** Where results go: table and plot on standard output, files where flags name them; `-` is standard output, alone. */
import type { Axis, ResultSet } from "../bench/record.js";
import { checkDestination, replaceFile } from "../bench/store.js";
import { type SummaryRow, summarize } from "../bench/summary.js";
import { UsageError } from "../core/errors.js";
import { columns, wantsColor } from "./terminal.js";

export interface OutputFlags {
  readonly csv?: string;
  readonly summaryCsv?: string;
  readonly qualityCsv?: string;
  readonly json?: string;
  readonly markdown?: string;
  readonly plot?: boolean;
  readonly table?: boolean;
  readonly wide?: boolean;
  readonly color?: boolean;
}

/** A flag that names a file, and what it holds. */
export interface Format<K extends string, R> {
  readonly flag: string;
  readonly key: K;
  readonly render: R;
}

export interface Destination<R> {
  readonly flag: string;
  readonly path: string;
  readonly render: R;
}

type Render = (results: ResultSet, summary: readonly SummaryRow[], axis: Axis) => Promise<string>;

const formats: readonly Format<"csv" | "summaryCsv" | "qualityCsv" | "json" | "markdown", Render>[] = [
  { flag: "--csv", key: "csv", render: async ({ runs }) => (await import("../report/csv.js")).traceCsv(runs) },
  { flag: "--summary-csv", key: "summaryCsv", render: async (_, summary) => (await import("../report/csv.js")).summaryCsv(summary) },
  { flag: "--quality-csv", key: "qualityCsv", render: async ({ runs }) => (await import("../report/csv.js")).qualityCsv(runs) },
  { flag: "--json", key: "json", render: async (results, summary) => (await import("../report/json.js")).renderJson(results, summary) },
  {
    flag: "--markdown",
    key: "markdown",
    render: async (results, _, axis) => (await import("../report/markdown.js")).renderMarkdown(results, axis),
  },
];

/** Where to write what of runs. Throws UsageError for what could not be written later. */
export const destinations = (flags: OutputFlags): readonly Destination<Render>[] => destinationsOf(formats, flags);

/** The formats that are wanted. Throws UsageError where two flags want the same place, and for places that cannot be written. */
export function destinationsOf<K extends string, R>(
  formats: readonly Format<K, R>[],
  flags: Readonly<Partial<Record<K, string>>>,
): readonly Destination<R>[] {
  const wanted = formats.flatMap(({ flag, key, render }) => {
    const path = flags[key];
    return path === undefined ? [] : [{ flag, path, render }];
  });
  for (const [k, { flag, path }] of wanted.entries()) {
    const other = wanted.slice(0, k).find((one) => one.path === path);
    if (other && path === "-")
      throw new UsageError(`${other.flag} - and ${flag} -: standard output carries one of them, write the other to a file`);
    if (other) throw new UsageError(`${other.flag} and ${flag} both name ${path}: expected a file for each`);
    if (path !== "-") checkDestination(flag, path);
  }
  return wanted;
}

/** Writes the files. What is for standard output comes back, to be written last: whoever reads it may go away. */
export async function writeFiles<R>(to: readonly Destination<R>[], textOf: (render: R) => Promise<string>): Promise<string | undefined> {
  let alone: string | undefined;
  for (const { path, render } of to) {
    const text = await textOf(render);
    if (path === "-") alone = text;
    else replaceFile(path, text);
  }
  return alone;
}

/** `interrupted`: nothing on standard output. */
export async function writeOutputs(
  results: ResultSet,
  to: readonly Destination<Render>[],
  flags: OutputFlags & { readonly axis: Axis },
  interrupted = false,
): Promise<void> {
  const summary = summarize(results.runs);
  const alone = await writeFiles(to, (render) => render(results, summary, flags.axis));
  if (!interrupted) process.stdout.write(alone ?? (await rendered(results, flags)));
}

async function rendered(results: ResultSet, flags: OutputFlags & { readonly axis: Axis }): Promise<string> {
  const table = flags.table !== false;
  const plot = flags.plot !== false;
  if (!table && !plot) return "";
  const { renderRun } = await import("../report/run.js");
  const text = renderRun(results, {
    width: columns(),
    table,
    plot,
    wide: flags.wide === true,
    axis: flags.axis,
    paint: await paint(flags.color),
  });
  return text.endsWith("\n") ? text : `${text}\n`;
}

export async function paint(flag: boolean | undefined) {
  if (!wantsColor(flag)) return undefined;
  const { Chalk } = await import("chalk");
  return new Chalk({ level: 1 });
}
