/** One line on standard error; on a terminal wrapped between words. */
import { wrap } from "../report/text.js";

export function say(message: string): void {
  const { stderr } = process;
  const line = `adbench: ${oneLine(message)}`;
  stderr.write(`${stderr.isTTY ? wrap(line, stderr.columns || 80, "  ").join("\n") : line}\n`);
}

export const oneLine = (text: string): string => text.trim().replaceAll(/\s*\n\s*/g, " ");
