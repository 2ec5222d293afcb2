/** docs/lecture.md as tests read it: what stands together, the commands and claims in it, and what the command line makes of a command. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parameters } from "../../src/cli/flags.js";
import type { GraphFlags } from "../../src/cli/graph.js";
import { makeProgram } from "../../src/cli/program.js";
import { studies } from "../../src/studies/index.js";
import type { Chosen } from "../../src/studies/run.js";
import { select } from "../../src/studies/select.js";

export interface Place {
  readonly text: string;
  /** Without the npx before them. */
  readonly commands: readonly string[];
  readonly claims: readonly string[];
}

const page = readFileSync(join(import.meta.dirname, "../../docs/lecture.md"), "utf8");

/** A row of a table, a paragraph, a line of shell: what stands together. */
export const places: readonly Place[] = page.split(/\n{2,}/).flatMap((block) => {
  const lines = block.trim().split("\n");
  if (block.startsWith("```")) return lines.slice(1, -1).map((line) => placeOf(`\`${line.replace(/\s+#.*$/, "")}\``));
  return block.startsWith("|") ? lines.map(placeOf) : [placeOf(block)];
});

function placeOf(text: string): Place {
  const commands = [...text.matchAll(/`npx ([^`]*)`/g)].map(([, command]) => command!);
  const prose = text.replaceAll(/`[^`]*`/g, "");
  const ranges = [...prose.matchAll(/\b([A-Z]{2})(\d+)–\1(\d+)\b/g)].flatMap(([, letters, from, to]) =>
    Array.from({ length: Number(to) - Number(from) + 1 }, (_, k) => `${letters}${Number(from) + k}`),
  );
  const single = [...prose.matchAll(/\b[A-Z]{2}\d+(?:\.[a-z][\w-]*)*/g)].map(([id]) => id);
  return { text, commands, claims: [...ranges, ...single] };
}

export interface Parsed {
  readonly program: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly flags: GraphFlags & { readonly svg?: string };
}

/** As the command line reads it; nothing is run. */
export function parse(line: string): Parsed {
  const [name, ...words] = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!);
  const program = makeProgram();
  const parsed: Parsed[] = [];
  for (const command of program.commands)
    command.action(() => {
      parsed.push({ program: name!, command: command.name(), args: command.args, flags: command.opts() });
    });
  program.parse(words, { from: "user" });
  return parsed[0]!;
}

export const chosenBy = ({ args, flags }: Parsed): Chosen[] => select(args, parameters(flags.param ?? [], false), studies);

/** Titles of slides as rows of tables have them, without the number of pages: in Russian, in English. */
export const titles: readonly (readonly [title: string, english: string])[] = places
  .filter(({ text }) => text.startsWith("|"))
  .map(({ text }) => text.split("|").map((cell) => cell.trim()))
  .map(([, title, english]) => [title!.replace(/ \(\d+\)$/, "").replace(/:$/, ""), english!.replace(/^_(.*)_$/, "$1").replace(/:$/, "")]);

/** Commands that write figures, and the names that the page gives these. */
export const figures: readonly { readonly line: string; readonly names: readonly string[] }[] = places
  .filter(({ text, commands }) => text.startsWith("|") && commands.some((line) => /^adbench study .* --svg /.test(line)))
  .map(({ text, commands }) => ({ line: commands[0]!, names: [...text.matchAll(/`([\w-]+)`/g)].map(([, name]) => name!) }));
