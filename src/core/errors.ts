/** What went wrong, in types that the runner and the command line act on. Everything else is a bug and propagates. */

/** The next charge does not fit the budget. Thrown by the meter before it evaluates. */
export class BudgetExhausted extends Error {
  override name = "BudgetExhausted";
}

/** The user asked for something that cannot be: unknown name, bad value, unreadable file. Exit code 2. */
export class UsageError extends Error {
  override name = "UsageError";
}

/** Throws UsageError where a method would need more memory or time than there is. `what` is what would be too large. */
export function requireDim(owner: string, n: number, most: number, what: string, instead: string): void {
  if (n > most) throw new UsageError(`${owner}: ${what} is too large: dim at most ${most}, or ${instead}`);
}
