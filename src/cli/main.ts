/** The command line: parses, runs one command, maps what went wrong to an exit code. Nothing heavy is imported before it is needed. */
import { CommanderError } from "commander";
import { makeProgram } from "./program.js";
import { say } from "./say.js";

/** Sets process.exitCode rather than exiting: output into a pipe is still on its way. */
export async function main(args: readonly string[]): Promise<void> {
  // Whoever reads us may stop early (`| head`): that is no failure of ours, and nobody is left to tell.
  for (const stream of [process.stdout, process.stderr])
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
    });
  try {
    await makeProgram().parseAsync(args, { from: "user" });
  } catch (error) {
    process.exitCode = codeFor(error);
  }
}

function codeFor(error: unknown): number {
  // Commander has already said what is wrong.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const usage = error instanceof Error && error.name === "UsageError";
  const message = error instanceof Error ? error.message : String(error);
  say(usage ? message : `failed: ${message}`);
  if (!usage && process.env["ADBENCH_DEBUG"] && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  return usage ? 2 : 3;
}
