/** Text in a fixed number of columns: how wide it is, and how it is made to fit. */

// The widths that cli-table3 counts with, so that tables line up and what fits by this count fits.
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3040-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6b\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
const NONE = /[\u0300-\u036f]/;

/** Nothing is made to fit into fewer columns. */
export const NARROWEST = 40;

/** Columns on a terminal: 2 for wide characters, 0 for accents set upon the one before. Escape codes are not expected. */
export const columnsOf = (text: string): number =>
  [...text].reduce((sum, char) => sum + (NONE.test(char) ? 0 : WIDE.test(char) ? 2 : 1), 0);

/** On one line, without control and format characters: names and messages may come from anywhere. */
export const plain = (text: string): string =>
  text
    .replaceAll(/[\p{Cf}\p{Cs}]/gu, "")
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ")
    .trim();

export const padEnd = (text: string, width: number): string => text + " ".repeat(Math.max(0, width - columnsOf(text)));
export const padStart = (text: string, width: number): string => " ".repeat(Math.max(0, width - columnsOf(text))) + text;

/** Both ends and … for the middle, where it would not fit. */
export function elide(text: string, width: number): string {
  if (columnsOf(text) <= width) return text;
  const tail = takeEnd(text, Math.floor((width - 1) / 2));
  return `${take(text, width - 1 - columnsOf(tail))}…${tail}`;
}

/** The longest beginning (end) of at most that many columns. */
function take(text: string, width: number): string {
  let kept = "";
  for (const char of text) {
    if (columnsOf(kept + char) > width) break;
    kept += char;
  }
  return kept;
}
const takeEnd = (text: string, width: number): string => reversed(take(reversed(text), width));
const reversed = (text: string): string => [...text].reverse().join("");

/** Lines of at most `width` columns, broken at spaces, else anywhere; lines after the first begin with `indent`. */
export const wrap = (text: string, width: number, indent = ""): string[] => fill(text.split(/(?<= )/), width, indent);

/** A method's name over several lines, broken after slashes and commas and before brackets; at hyphens only where it must. */
export const wrapName = (name: string, width: number): string[] =>
  fill(
    name
      .split(/(?<=[/,])|(?=\[)/)
      .flatMap((piece) => (columnsOf(piece) + NAME_INDENT.length > width ? piece.split(/(?<=[a-z]-)(?=[a-z])/) : [piece])),
    width,
    NAME_INDENT,
  );
const NAME_INDENT = "  ";

/** Pieces set one after another while they fit; spaces at the end of a line are dropped. */
export function fill(pieces: readonly string[], width: number, indent = ""): string[] {
  const lines: string[] = [];
  let line = "";
  const next = (): void => {
    lines.push(line.trimEnd());
    line = indent;
  };
  for (let piece of pieces) {
    if (line.trim() !== "" && columnsOf((line + piece).trimEnd()) > width) next();
    while (columnsOf((line + piece).trimEnd()) > width) {
      // Wider than a line by itself. At least one character, or it would never end.
      const head = take(piece, width - columnsOf(line)) || [...piece][0]!;
      line += head;
      piece = piece.slice(head.length);
      next();
    }
    line += piece;
  }
  if (line.trim() !== "" || lines.length === 0) lines.push(line.trimEnd());
  return lines;
}
