/** One line on standard error. */

export function say(message: string): void {
  process.stderr.write(`adbench: ${oneLine(message)}\n`);
}

export const oneLine = (text: string): string => text.trim().replaceAll(/\s*\n\s*/g, " ");
