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

type Format = (results: ResultSet, summary: readonly SummaryRow[], axis: Axis) => Promise<string>;

const formats: readonly { readonly flag: string; readonly key: keyof OutputFlags; readonly format: Format }[] = [
  { flag: "--csv", key: "csv", format: async ({ runs }) => (await import("../report/csv.js")).traceCsv(runs) },
  { flag: "--summary-csv", key: "summaryCsv", format: async (_, summary) => (await import("../report/csv.js")).summaryCsv(summary) },
  { flag: "--quality-csv", key: "qualityCsv", format: async ({ runs }) => (await import("../report/csv.js")).qualityCsv(runs) },
  { flag: "--json", key: "json", format: async (results, summary) => (await import("../report/json.js")).renderJson(results, summary) },
  {
    flag: "--markdown",
    key: "markdown",
    format: async (results, summary, axis) => (await import("../report/markdown.js")).renderMarkdown(results, summary, axis),
  },
];

interface Destination {
  readonly flag: string;
  readonly path: string;
  readonly format: Format;
}

/** Where to write what. Throws UsageError for what could not be written later. */
export function destinations(flags: OutputFlags): readonly Destination[] {
  const wanted = formats.flatMap(({ flag, key, format }) => {
    const path = flags[key];
    return typeof path === "string" ? [{ flag, path, format }] : [];
  });
  return checked(wanted);
}

/** As they are. Throws UsageError where two flags want the same place, and for places that cannot be written. */
export function checked<D extends Pick<Destination, "flag" | "path">>(wanted: readonly D[]): readonly D[] {
  for (const [k, { flag, path }] of wanted.entries()) {
    const other = wanted.slice(0, k).find((one) => one.path === path);
    if (other && path === "-")
      throw new UsageError(`${other.flag} - and ${flag} -: standard output carries one of them, write the other to a file`);
    if (other) throw new UsageError(`${other.flag} and ${flag} both name ${path}: expected a file for each`);
    if (path !== "-") checkDestination(flag, path);
  }
  return wanted;
}

/** Files first, standard output last: whoever reads it may go away. `interrupted`: nothing on standard output. */
export async function writeOutputs(
  results: ResultSet,
  to: readonly Destination[],
  flags: OutputFlags & { readonly axis: Axis },
  interrupted = false,
): Promise<void> {
  const summary = summarize(results.runs);
  for (const { path, format } of to) if (path !== "-") replaceFile(path, await format(results, summary, flags.axis));
  if (interrupted) return;
  const alone = to.find(({ path }) => path === "-");
  process.stdout.write(alone ? await alone.format(results, summary, flags.axis) : await rendered(results, summary, flags));
}

async function rendered(results: ResultSet, summary: readonly SummaryRow[], flags: OutputFlags & { readonly axis: Axis }): Promise<string> {
  const table = flags.table !== false;
  const plot = flags.plot !== false;
  if (!table && !plot) return "";
  const { renderRun } = await import("../report/run.js");
  const text = renderRun(results, summary, {
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
