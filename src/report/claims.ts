/** What a study came to, in characters: its claims with their verdicts, tables, figures; at the end how many hold and which do not. */
import type { Claim } from "../core/claim.js";
import type { StudyResult } from "../core/study.js";
import { renderStudyTable } from "./claims-table.js";
import { verdict } from "./claims-values.js";
import { renderFigure } from "./figure.js";
import { count, typed } from "./numbers.js";
import { faint, type Paint, strong } from "./paint.js";
import { columnsOf, NARROWEST, padEnd, plain, wrap } from "./text.js";

export interface StudyRenderOptions {
  readonly width: number;
  /** With the source of every claim; without it of those that fail. */
  readonly wide: boolean;
  readonly plot: boolean;
  readonly paint: Paint;
}

/** Longer lines are hard to read. */
const WIDEST = 110;
const MARK = 6;
const LONGEST_ID = 16;

export function renderStudies(results: readonly StudyResult[], options: StudyRenderOptions): string {
  const width = Math.max(NARROWEST, options.width);
  const blocks = results.flatMap((result) => [
    heading(result, width, options.paint),
    claimsOf(result, { ...options, width }),
    ...result.tables.map((table) => renderStudyTable(table, { ...options, width })),
    ...(options.plot ? result.figures.map((figure) => renderFigure(figure, { ...options, width })) : []),
  ]);
  return `${[...blocks, summary(results, width)].map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function heading({ study, summary, params, seed, quick }: StudyResult, width: number, paint: Paint): string[] {
  const setup = [
    ...Object.entries(params).map(([key, value]) => `${key}=${typeof value === "number" ? typed(value) : value}`),
    `seed=${seed}`,
  ].join(", ");
  return [
    ...wrap(plain(`${study}: ${summary}`), width).map((line) => strong(paint, line)),
    ...wrap(plain(setup), width).map((line) => faint(paint, line)),
    ...(quick ? wrap("quick: fewer samples, statistical tolerances wider to match", width) : []),
  ];
}

interface Row {
  readonly mark: "ok" | "FAIL" | "info" | "error";
  readonly id: string;
  readonly said: readonly string[];
}

function claimsOf({ claims, failed, unfinished }: StudyResult, { width, wide, paint }: StudyRenderOptions): string[] {
  const rows: Row[] = [
    ...claims.map((claim) => rowOf(claim, wide)),
    ...failed.map(({ part, message }): Row => ({ mark: "error", id: part, said: [`could not be computed: ${message}`] })),
  ];
  const left = unfinished.length === 0 ? [] : leftOut(unfinished, width, paint);
  if (rows.length === 0) return left.length > 0 ? left : ["No claims."];
  const margin = MARK + Math.min(LONGEST_ID, Math.max(...rows.map(({ id }) => columnsOf(id)))) + 2;
  const room = Math.min(width, WIDEST) - margin;
  const lines = rows.flatMap(({ mark, id, said }) => {
    const beside = said.flatMap((text) => wrap(plain(text), room));
    // An id too long for its column stands on lines of its own.
    const long = columnsOf(id) > margin - MARK - 2;
    const [first, ...rest] = long ? wrap(id, width - MARK) : [padEnd(id, margin - MARK) + beside[0]!];
    const below = [...rest.map((line) => " ".repeat(MARK) + line), ...beside.slice(long ? 0 : 1).map((line) => " ".repeat(margin) + line)];
    return [paintMark(mark, paint) + first!, ...below];
  });
  return [...lines, ...left];
}

function leftOut(ids: readonly string[], width: number, paint: Paint): string[] {
  const text = `interrupted before ${ids.length === 1 ? "its" : "their"} end: ${ids.join(", ")}`;
  return wrap(plain(text), Math.min(width, WIDEST) - MARK).map((line, k) => paintMark(k === 0 ? "–" : "", paint) + line);
}

function rowOf(claim: Claim, wide: boolean): Row {
  const { id, statement, source, pass, volatile } = claim;
  const advisory = volatile ? ` (advisory: ${pass ? "holds" : "does not hold"} on this machine)` : "";
  return {
    mark: volatile ? "info" : pass ? "ok" : "FAIL",
    id: plain(id),
    said: [statement, verdict(claim) + advisory, ...(wide || !(pass || volatile) ? [`source: ${source}`] : [])],
  };
}

/** Words, not signs: they can be read without colours, and searched for. */
function paintMark(mark: Row["mark"] | "–" | "", paint: Paint): string {
  const text = padEnd(mark, MARK);
  if (!paint) return text;
  if (mark === "ok") return paint.green(text);
  return mark === "FAIL" || mark === "error" ? paint.bold.red(text) : paint.dim(text);
}

/** 31 claims hold, 2 fail (MD4, TP2) */
function summary(results: readonly StudyResult[], width: number): string[] {
  const claims = results.flatMap((result) => result.claims);
  const gated = claims.filter(({ volatile }) => !volatile);
  const refuted = gated.filter(({ pass }) => !pass).map(({ id }) => id);
  const holding = gated.length - refuted.length;
  const broken = results.flatMap(({ failed }) => failed.map(({ part }) => part));
  const left = results.reduce((sum, { unfinished }) => sum + unfinished.length, 0);
  const listed = (verb: string, ids: readonly string[]): string[] => (ids.length > 0 ? [`${ids.length} ${verb} (${ids.join(", ")})`] : []);
  const said = [
    `${count(holding, "claim")} ${holding === 1 ? "holds" : "hold"}`,
    ...(refuted.length > 0 ? listed(refuted.length === 1 ? "fails" : "fail", refuted) : ["none fails"]),
    ...(claims.length > gated.length ? [`${claims.length - gated.length} advisory`] : []),
    ...listed("could not be computed", broken),
    // Each study has named its own.
    ...(left > 0 ? [`${count(left, "part")} interrupted`] : []),
  ];
  return wrap(`${said.join(", ")}.`, width);
}
