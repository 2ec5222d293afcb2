/** Where studies go: text on standard output, files where flags name them, everything into the folder of --out. */
import { join, parse } from "node:path";
import { SCHEMA } from "../bench/record.js";
import { makeFolder, replaceFile } from "../bench/store.js";
import { UsageError } from "../core/errors.js";
import type { StudyResult } from "../core/study.js";
import { renderStudies } from "../report/claims.js";
import { claimsCsv, figureCsv, studiesJson, tableCsv } from "../report/claims-files.js";
import { figureSvg } from "../report/svg.js";
import { type Destination, destinationsOf, type Format, paint } from "./outputs.js";
import { columns } from "./terminal.js";

export interface StudyOutputFlags {
  readonly json?: string;
  readonly csv?: string;
  readonly svg?: string;
  readonly out?: string;
  readonly plot?: boolean;
  readonly wide?: boolean;
  readonly color?: boolean;
}

interface File {
  readonly path: string;
  readonly text: string;
}

type Render = (results: readonly StudyResult[], path: string) => readonly File[];

const formats: readonly Format<"json" | "csv" | "svg", Render>[] = [
  { flag: "--json", key: "json", render: (results, path) => [{ path, text: studiesJson(results, SCHEMA, results.length === 1) }] },
  { flag: "--csv", key: "csv", render: (results, path) => [{ path, text: claimsCsv(results) }] },
  { flag: "--svg", key: "svg", render: figureFiles },
];

/** Where to write what. Throws UsageError for what could not be written later; makes the folder of --out. */
export function studyDestinations(flags: StudyOutputFlags): readonly Destination<Render>[] {
  if (flags.svg === "-") throw new UsageError("--svg -: expected a file name, as there may be several figures");
  const to = destinationsOf(formats, flags);
  if (flags.out?.trim() === "") throw new UsageError("--out: expected the name of a folder");
  if (flags.out !== undefined) makeFolder(flags.out, true);
  return to;
}

/** Files first, standard output last: whoever reads it may go away. Returns what is worth saying of the files. */
export async function writeStudies(
  results: readonly StudyResult[],
  to: readonly Destination<Render>[],
  flags: StudyOutputFlags,
): Promise<string[]> {
  const { svg, out } = flags;
  const wanted = to.map(({ flag, path, render }) => ({ flag, files: render(results, path) }));
  const folder = out === undefined ? [] : folderFiles(results, out);
  const files = [...wanted.flatMap((one) => one.files), ...folder];
  for (const { path, text } of files) if (path !== "-") replaceFile(path, text);
  const alone = files.find(({ path }) => path === "-");
  process.stdout.write(alone?.text ?? (await rendered(results, flags)));
  const figures = wanted.find(({ flag }) => flag === "--svg")?.files ?? [];
  return [
    ...(svg === undefined
      ? []
      : [figures.length > 0 ? `written: ${figures.map(({ path }) => path).join(", ")}` : `no figure to write to ${svg}`]),
    ...(out === undefined ? [] : [`written: ${folder.length} files in ${out}`]),
  ];
}

const rendered = async (results: readonly StudyResult[], { plot, wide, color }: StudyOutputFlags): Promise<string> =>
  renderStudies(results, { width: columns(), wide: wide === true, plot: plot !== false, paint: await paint(color) });

/** One figure is the file itself; of several each has its name before the extension, of several studies theirs too. */
function figureFiles(results: readonly StudyResult[], file: string): File[] {
  const all = results.flatMap(({ study, figures }) => figures.map((figure) => ({ study, figure })));
  const { dir, name, ext } = parse(file);
  return all.map(({ study, figure }) => {
    const which = results.length > 1 ? `${study}-${figure.name}` : figure.name;
    return { path: all.length === 1 ? file : join(dir, `${name}-${which}${ext}`), text: figureSvg(figure) };
  });
}

/** claims.csv and <study>.json; in <study>/ its tables as CSV, its figures as SVG, their lines as CSV. */
function folderFiles(results: readonly StudyResult[], folder: string): File[] {
  for (const { study, tables, figures } of results) if (tables.length + figures.length > 0) makeFolder(join(folder, study), true);
  return [
    { path: join(folder, "claims.csv"), text: claimsCsv(results) },
    ...results.flatMap((result) => [
      { path: join(folder, `${result.study}.json`), text: studiesJson([result], SCHEMA, true) },
      ...result.tables.map((table) => ({ path: join(folder, result.study, `${table.name}.csv`), text: tableCsv(table) })),
      ...result.figures.flatMap((figure) => [
        { path: join(folder, result.study, `${figure.name}.svg`), text: figureSvg(figure) },
        { path: join(folder, result.study, `${figure.name}.lines.csv`), text: figureCsv(figure) },
      ]),
    ]),
  ];
}
