/** One letter and one colour a method, the same in table, plot and legend; without colours the text as it is. */
import type { ChalkInstance } from "chalk";

export type Paint = ChalkInstance | undefined;

const PALETTE = [
  "cyan",
  "magenta",
  "yellow",
  "green",
  "blueBright",
  "red",
  "cyanBright",
  "magentaBright",
  "yellowBright",
  "greenBright",
  "blue",
  "redBright",
] as const;

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
export const letterOf = (index: number): string => LETTERS[index % LETTERS.length]!;

export const paintMethod = (paint: Paint, index: number, text: string): string =>
  paint && text !== "" ? paint[PALETTE[index % PALETTE.length]!](text) : text;

export const faint = (paint: Paint, text: string): string => (paint && text !== "" ? paint.dim(text) : text);
export const strong = (paint: Paint, text: string): string => (paint && text !== "" ? paint.bold(text) : text);
