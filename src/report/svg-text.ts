/** Text and numbers inside SVG: escaped, few digits, widths estimated, as nothing here can measure a font. */
import { plain, wrap } from "./text.js";

/** Two decimals: a hundredth of a pixel. */
export const number = (value: number): string => String(Number(value.toFixed(2)));

/** On one line, without control characters, which XML has no way to write. */
export const escaped = (text: string): string =>
  plain(text).replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** In ems of a wide sans-serif face (DejaVu Sans): narrow letters, capitals and wide ones, ideographs, the rest. Too much rather than too little. */
export const textWidth = (text: string, size: number): number =>
  size * [...text].reduce((sum, char) => sum + (NARROW.test(char) ? 0.38 : WIDE.test(char) ? 0.8 : char > "\u2e80" ? 1 : 0.63), 0);
const NARROW = /[iljtfrI.,:;'|()[\]!/ ]/;
const WIDE = /[A-ZmwMW≤≥≈→∞‖∇−+=<>]/;

/** `attributes`: of the text element, as they are written. */
export function text(x: number, y: number, size: number, attributes: string, content: string): string {
  return `<text x="${number(x)}" y="${number(y)}" font-size="${size}" ${attributes}>${content}</text>`;
}

export interface Paragraph {
  readonly svg: string;
  /** The baseline of its last line. */
  readonly end: number;
}

const LEADING = 1.35;
/** A letter of a wide bold face, in the mean. */
const EM = 0.6;

/** Wrapped to a width; its first baseline is at y. */
export function paragraph(content: string, x: number, y: number, width: number, size: number, attributes: string): Paragraph {
  const lines = wrap(plain(content), Math.max(12, Math.floor(width / (EM * size))));
  return {
    svg: lines.map((line, k) => text(x, y + k * size * LEADING, size, attributes, escaped(line))).join("\n"),
    end: y + (lines.length - 1) * size * LEADING,
  };
}
