/** The same tables as Markdown, for summaries of CI jobs and for papers: all columns, no plot. */
import type { Axis, ResultSet } from "../bench/record.js";
import type { SummaryRow } from "../bench/summary.js";
import { measures } from "./axis.js";
import { failures, keyOf, titleOf, undercut } from "./captions.js";
import { columnsFor } from "./columns.js";
import { fairness } from "./fairness.js";
import { type Section, sectionsOf } from "./method.js";
import { sentences } from "./sentences.js";
import { plain } from "./text.js";

/** Computed from the records; the summary is for files. The axis is the one it was run with, unless another is given. */
export function renderMarkdown({ manifest, runs }: ResultSet, _summary: readonly SummaryRow[], axis: Axis = manifest.axis): string {
  const sections = sectionsOf(runs, measures[axis]).map((section) => {
    const said = [...undercut(section), ...failures(section), ...sentences(section, axis)].map((line) => `- ${literal(line)}`);
    return [
      `## ${literal(titleOf(section))}`,
      table(section, axis),
      literal(keyOf(section, axis, manifest, true)),
      literal(plain(fairness(section, manifest))),
      ...(said.length > 0 ? [said.join("\n")] : []),
    ].join("\n\n");
  });
  const command = code(plain(manifest.command.join(" ")));
  return `# ${literal(plain(manifest.problem.name))}: what does a gradient buy you?\n\n${command}, adbench ${literal(manifest.adbench)}\n\n${sections.join("\n\n")}\n`;
}

function table(section: Section, axis: Axis): string {
  const columns = columnsFor(section, measures[axis], true);
  const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [
    row(["", "method", ...columns.map(({ head }) => literal(joined(head)))]),
    row(["---", "---", ...columns.map(({ align }) => (align === "right" ? "---:" : "---"))]),
    ...section.methods.map((method) => row([method.letter, code(method.name), ...columns.map(({ cell }) => literal(cell(method)))])),
  ].join("\n");
}

/** Heads of two lines: a word that was broken is one word again. */
const joined = ([first, second]: readonly [string, string]): string =>
  /[-/]$/.test(first) || second.startsWith("/") ? first.replace(/-$/, "") + second : `${first} ${second}`.trim();

/** Text in which nothing is markup. */
const literal = (text: string): string => text.replaceAll(/[\\`*_{}[\]<>#|~]/g, "\\$&");

/** A code span; a pipe would end the cell even here. */
function code(text: string): string {
  const fence = "`".repeat(Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length)) + 1);
  const pad = text.startsWith("`") || text.endsWith("`") ? " " : "";
  return `${fence}${pad}${text.replaceAll("|", "\\|")}${pad}${fence}`;
}
