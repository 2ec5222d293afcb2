/** What `adbench run` shows: for each problem and dimension a title, the table, how fair it is, what it comes to, and the plot. */
import type { Axis, Manifest, ResultSet } from "../bench/record.js";
import { measures } from "./axis.js";
import { failures, keyOf, titleOf, undercut } from "./captions.js";
import { fairness } from "./fairness.js";
import { type Section, sectionsOf } from "./method.js";
import { type Paint, strong } from "./paint.js";
import { renderPlot } from "./plot.js";
import { renderQuality } from "./quality.js";
import { renderQualityPlot } from "./quality-plot.js";
import { sentences } from "./sentences.js";
import { renderTable } from "./table.js";
import { NARROWEST, plain, wrap } from "./text.js";

export interface RenderOptions {
  /** Columns; 40 at least. Only the table with `wide` may be wider. */
  readonly width: number;
  readonly table: boolean;
  readonly plot: boolean;
  /** All columns of the table, whatever the width. */
  readonly wide: boolean;
  readonly axis: Axis;
  /** A chalk instance, or undefined for no colours. */
  readonly paint: Paint;
}

/** Everything shown is computed from the records. */
export function renderRun({ manifest, runs }: ResultSet, options: RenderOptions): string {
  const width = Math.max(NARROWEST, options.width);
  const sections = sectionsOf(runs, measures[options.axis]);
  if (sections.length === 0) return "No runs.\n";
  return `${sections.map((section) => sectionText(section, manifest, { ...options, width })).join("\n\n")}\n`;
}

function sectionText(section: Section, manifest: Manifest, { width, table, plot, wide, axis, paint }: RenderOptions): string {
  const measure = measures[axis];
  const paragraph = (text: string): string[] => (text === "" ? [] : wrap(text, width, "  "));
  const blocks: (readonly string[])[] = [wrap(titleOf(section, manifest), width).map((line) => strong(paint, line))];
  if (table) {
    const { lines, hasSeconds } = renderTable(section, measure, { width, wide, paint });
    blocks.push(lines);
    blocks.push([
      ...paragraph(keyOf(section, axis, manifest, hasSeconds)),
      ...paragraph(plain(fairness(section, manifest))),
      ...[...undercut(section), ...failures(section)].flatMap(paragraph),
    ]);
    const said = sentences(section, axis);
    if (said.length > 0) blocks.push(said.flatMap(paragraph));
    const quality = renderQuality(section, { width, wide, paint });
    if (quality.length > 0) blocks.push(quality);
  }
  if (plot) {
    blocks.push(renderPlot(section, measure, { width, paint }));
    const quality = renderQualityPlot(section, measure, { width, paint });
    if (quality.length > 0) blocks.push(quality);
  }
  return blocks.map((lines) => lines.join("\n")).join("\n\n");
}
