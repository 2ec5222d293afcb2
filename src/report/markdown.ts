/** The same tables as Markdown, for summaries of CI jobs and for papers: all columns, no plot. */
import type { Axis, ResultSet } from "../bench/record.js";
import { measures } from "./axis.js";
import { failures, keyOf, titleOf, undercut } from "./captions.js";
import { type Column, columnsFor } from "./columns.js";
import { fairness } from "./fairness.js";
import { type Method, type Section, sectionsOf } from "./method.js";
import { judged, partial, qualityColumns, qualityKey } from "./quality.js";
import { sentences } from "./sentences.js";
import { plain } from "./text.js";

/** Computed from the records. The axis is the one it was run with, unless another is given. */
export function renderMarkdown({ manifest, runs }: ResultSet, axis: Axis = manifest.axis): string {
  const sections = sectionsOf(runs, measures[axis]).map((section) => {
    const said = [...undercut(section), ...failures(section), ...sentences(section, axis)].map((line) => `- ${literal(line)}`);
    return [
      `## ${literal(titleOf(section, manifest))}`,
      table(section.methods, columnsFor(section, measures[axis], true)),
      literal(keyOf(section, axis, manifest, true)),
      literal(plain(fairness(section, manifest))),
      ...(said.length > 0 ? [said.join("\n")] : []),
      ...quality(section),
    ].join("\n\n");
  });
  const command = code(plain(manifest.command.join(" ")));
  return `# ${literal(plain(manifest.problem.name))}: what does a gradient buy you?\n\n${command}, adbench ${literal(manifest.adbench)}\n\n${sections.join("\n\n")}\n`;
}

/** How good the gradients were, where they were judged. */
function quality(section: Section): string[] {
  const methods = judged(section);
  if (methods.length === 0) return [];
  return [table(methods, qualityColumns), literal(qualityKey), ...partial(section).map(literal)];
}

function table(methods: readonly Method[], columns: readonly Column[]): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [
    row(["", "method", ...columns.map(({ head }) => literal(joined(head)))]),
    row(["---", "---", ...columns.map(({ align }) => (align === "right" ? "---:" : "---"))]),
    ...methods.map((method) => row([method.letter, code(method.name), ...columns.map(({ cell }) => literal(cell(method)))])),
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
