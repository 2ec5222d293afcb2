/** Errors that name the op, the shapes and the line of the user's that asked for them. */
import { fileURLToPath } from "node:url";

/** A program that cannot be built or differentiated. The message ends with the caller's file:line:column where it is known. */
export class AdError extends Error {
  override name = "AdError";
  constructor(op: string, what: string) {
    const place = callerOf();
    super(`${op}: ${what}${place === undefined ? "" : ` (${place})`}`);
  }
}

/** A program that needs more memory than can be had. */
export class OutOfMemory extends AdError {}

const OWN = fileURLToPath(new URL(".", import.meta.url));

/** The first frame outside this folder: file:line:column. Rules call one another, so it may lie deep. */
function callerOf(): string | undefined {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 100;
  const { stack = "" } = new Error();
  Error.stackTraceLimit = limit;
  for (const line of stack.split("\n").slice(1)) {
    const place = /((?:file:\/\/)?\/[^()]*:\d+:\d+)\)?$/.exec(line)?.[1]?.replace("file://", "");
    if (place !== undefined && !place.startsWith(OWN)) return place;
  }
  return undefined;
}

export const shown = (shape: readonly number[]): string => `[${shape.join(", ")}]`;
