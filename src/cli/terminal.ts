/** What the terminal can do: how wide it is, whether it has colours. */

/** Columns of standard output; a pipe, or a terminal that does not know, counts as 80. */
export const columns = (): number => process.stdout.columns || 80;

/** Colours: --no-color, then --color and FORCE_COLOR, then NO_COLOR (no-color.org), then whether there is a terminal. */
export function wantsColor(flag: boolean | undefined): boolean {
  const { FORCE_COLOR: force, NO_COLOR: no, TERM } = process.env;
  if (flag === false) return false;
  if (flag === true) return true;
  if (force !== undefined) return !["0", "false"].includes(force);
  if (no !== undefined && no !== "") return false;
  return process.stdout.isTTY === true && TERM !== "dumb";
}
