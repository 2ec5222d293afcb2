/** An unknown name gets the nearest known one: edit distance with transpositions (Damerau 1964, Commun. ACM 7(3)). */
import { UsageError } from "./errors.js";

/** unknown optimizer "lbgfs", did you mean "lbfgs"? known: gd, lbfgs */
export const unknown = (kind: string, name: string, known: readonly string[]): UsageError =>
  new UsageError(`unknown ${kind} ${JSON.stringify(name)}${suggestion(name, known)} known: ${known.join(", ")}`);

/** What follows the unknown name: `, did you mean "lbfgs"?`, or `;` where nothing is near. */
export function suggestion(name: string, known: readonly string[]): string {
  const near = nearest(name, known);
  return near === undefined ? ";" : `, did you mean ${JSON.stringify(near)}?`;
}

/** The known name that was probably meant: the least edits, at most two letters in five; or the one that it abbreviates. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const typed = name.toLowerCase();
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of known) {
    const edits = editDistance(typed, candidate.toLowerCase());
    if (edits < least && edits <= Math.max(1, 0.4 * Math.max(typed.length, candidate.length))) [best, least] = [candidate, edits];
  }
  const begins = known.filter((candidate) => typed.length > 1 && candidate.toLowerCase().startsWith(typed));
  return best ?? (begins.length === 1 ? begins[0] : undefined);
}

/** Insertions, deletions, substitutions and swaps of neighbours that turn a into b. */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const differs = a[i - 1] === b[j - 1] ? 0 : 1;
      next[j] = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + differs);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) next[j] = Math.min(next[j]!, before[j - 2]! + 1);
    }
    [before, row] = [row, next];
  }
  return row[b.length]!;
}
