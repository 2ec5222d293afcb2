/** Where studies go: text on standard output, files where flags name them, everything into the folder of --out. */
import { join, parse } from "node:path";
import { SCHEMA } from "../bench/record.js";
import { checkDestination, makeFolder, replaceFile } from "../bench/store.js";
import { UsageError } from "../core/errors.js";
import type { StudyResult } from "../core/study.js";
import { renderStudies } from "../report/claims.js";
import { claimsCsv, figureCsv, studiesJson, tableCsv } from "../report/claims-files.js";
import { figureSvg } from "../report/svg.js";
import { paint } from "./outputs.js";
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

/** Throws UsageError for what could not be written later; makes the folder of --out. */
export function checkOutputs({ json, csv, svg, out }: StudyOutputFlags): void {
  const named = Object.entries({ "--json": json, "--csv": csv, "--svg": svg }).filter(([, path]) => path !== undefined);
  for (const [k, [flag, path]] of named.entries()) {
    const other = named.slice(0, k).find(([, one]) => one === path)?.[0];
    if (other && path === "-")
      throw new UsageError(`${other} - and ${flag} -: standard output carries one of them, write the other to a file`);
    if (other) throw new UsageError(`${other} and ${flag} both name ${path}: expected a file for each`);
    if (flag === "--svg" && path === "-") throw new UsageError("--svg -: expected a file name, as there may be several figures");
    if (path !== "-") checkDestination(flag, path!);
  }
  if (out?.trim() === "") throw new UsageError("--out: expected the name of a folder");
  if (out !== undefined) makeFolder(out, true);
}

interface File {
  readonly path: string;
  readonly text: string;
}

/** Files first, standard output last: whoever reads it may go away. Returns what is worth saying of the files. */
export async function writeStudies(results: readonly StudyResult[], flags: StudyOutputFlags): Promise<string[]> {
  const { json, csv, svg, out } = flags;
  const data = studiesJson(results, SCHEMA, results.length === 1);
  const figures = svg === undefined ? [] : figureFiles(results, svg);
  const folder = out === undefined ? [] : folderFiles(results, out);
  const files: File[] = [
    ...(json === undefined ? [] : [{ path: json, text: data }]),
    ...(csv === undefined ? [] : [{ path: csv, text: claimsCsv(results) }]),
    ...figures,
    ...folder,
  ];
  for (const { path, text } of files) if (path !== "-") replaceFile(path, text);
  const alone = files.find(({ path }) => path === "-");
  process.stdout.write(alone?.text ?? (await rendered(results, flags)));
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
