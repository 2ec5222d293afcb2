/** docs/lecture.md: its commands are commands, its claims are claims of the studies beside them, and no part of a study is left out. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parameters } from "../../src/cli/flags.js";
import type { GraphFlags } from "../../src/cli/graph.js";
import { expressionProgram } from "../../src/cli/graph-expression.js";
import { isRegistered, problemProgram } from "../../src/cli/graph-problem.js";
import { makeProgram } from "../../src/cli/program.js";
import { studies } from "../../src/studies/index.js";
import { belongsTo, type Chosen, runTask, tasksOf } from "../../src/studies/run.js";
import { select } from "../../src/studies/select.js";

/** Studies of papers that the lecture does not speak of. */
const elsewhere = ["bbob2009"];
const ofLecture = studies.filter(({ name }) => !elsewhere.includes(name));

const page = readFileSync(join(import.meta.dirname, "../../docs/lecture.md"), "utf8");

interface Place {
  readonly text: string;
  /** Without the npx before them. */
  readonly commands: readonly string[];
  readonly claims: readonly string[];
}

/** A row of a table, a paragraph, a line of shell: what stands together. */
const places: readonly Place[] = page.split(/\n{2,}/).flatMap((block) => {
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

interface Parsed {
  readonly command: string;
  readonly args: readonly string[];
  readonly flags: GraphFlags & { readonly svg?: string };
}

/** As the command line reads it; nothing is run. */
function parse(line: string): Parsed {
  const [name, ...words] = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!);
  expect(name).toBe("adbench");
  const program = makeProgram();
  const parsed: Parsed[] = [];
  for (const command of program.commands)
    command.action(() => {
      parsed.push({ command: command.name(), args: command.args, flags: command.opts() });
    });
  program.parse(words, { from: "user" });
  return parsed[0]!;
}

const chosenBy = ({ args, flags }: Parsed): Chosen[] => select(args, parameters(flags.param ?? [], false), studies);

/** The studies that the commands of a place name; not those of `all`. */
const studiesOf = ({ commands }: Place) => {
  const names = commands
    .map(parse)
    .filter(({ command }) => command === "study")
    .flatMap(({ args }) => args.map((arg) => arg.split(":")[0]!));
  return ofLecture.filter(({ name }) => names.includes(name));
};
const partsOf = (place: Place, claim: string): string[] =>
  studiesOf(place).flatMap(({ name, parts }) =>
    parts.filter(({ id }) => belongsTo(id, claim) || belongsTo(claim, id)).map(({ id }) => `${name}:${id}`),
  );

describe("every command is one", () => {
  const all = [...new Set(places.flatMap(({ commands }) => commands))];
  test("there are commands for what the lecture has", () => {
    expect(all.length).toBeGreaterThan(50);
  });
  test.each(all)("%s", async (line) => {
    const parsed = parse(line);
    const { command, args, flags } = parsed;
    if (command === "study") expect(chosenBy(parsed)).not.toEqual([]);
    else if (command === "graph" && !isRegistered(args[0]!)) await expressionProgram(args[0]!, flags.at ?? []);
    else if (command === "graph") await problemProgram(args[0]!, flags);
    else expect(args.map((arg) => [command, arg, isRegistered(arg)])).toEqual([[expect.stringMatching(/^(run|scale)$/), args[0], true]]);
  });
});

describe("every claim", () => {
  test("is one of a study beside it", () => {
    expect(places.flatMap((place) => place.claims.filter((claim) => partsOf(place, claim).length === 0))).toEqual([]);
  });
  test("and no part of a study is left out", () => {
    const named = new Set(places.flatMap((place) => place.claims.flatMap((claim) => partsOf(place, claim))));
    const parts = ofLecture.flatMap(({ name, parts }) => parts.map(({ id }) => `${name}:${id}`));
    expect(parts.filter((part) => !named.has(part))).toEqual([]);
  });
});

describe("every figure is written under the name that the page gives it", () => {
  /** What a figure is called does not depend on how long it takes: little is computed, and timed once. */
  const small: Readonly<Record<string, number>> = { rows: 1000, iterations: 100, batch: 20 };
  const rows = places
    .filter(({ text, commands }) => text.startsWith("|") && commands.some((line) => /^adbench study .* --svg /.test(line)))
    .map(({ text, commands }) => ({ line: commands[0]!, names: [...text.matchAll(/`([\w-]+)`/g)].map(([, name]) => name!) }));
  test("of eight and more", () => {
    expect(rows.length).toBeGreaterThanOrEqual(8);
  });
  test.each(rows)("$line", ({ line, names }) => {
    const chosen = chosenBy(parse(line)).map((one) => {
      const own = Object.entries(small).filter(([key]) => Object.hasOwn(one.study.defaults, key));
      return { ...one, params: { ...one.params, ...Object.fromEntries(own) } };
    });
    let ticks = 0;
    const outcomes = tasksOf(chosen, 0, true).map((task) => runTask(task, studies, () => ticks++));
    const written = outcomes.flatMap((outcome) => ("findings" in outcome ? (outcome.findings.figures ?? []) : []));
    expect(written.map(({ name }) => name)).toEqual(expect.arrayContaining(names));
    expect(names).not.toEqual([]);
  });
});
