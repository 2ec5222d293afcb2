/** adbench list: what there is, with parameters and references; text for a terminal, or JSON. */
import { opTable } from "../ad/index.js";
import type { GradientSource } from "../core/gradient-source.js";
import { noiseDefaults } from "../core/noise.js";
import type { Optimizer } from "../core/optimizer.js";
import { type Defaults, describe, type Value } from "../core/params.js";
import { gradients } from "../gradients/index.js";
import { optimizers } from "../optimizers/index.js";
import { problems } from "../problems/index.js";
import { short } from "../report/numbers.js";
import { columnsOf, padEnd, plain, wrap } from "../report/text.js";
import { columns } from "./terminal.js";

interface Entry {
  readonly name: string;
  readonly summary: string;
  readonly reference: string;
  readonly defaults: Defaults;
  /** What else is worth knowing, in a line. */
  readonly note?: string;
  /** The same for programs: fields of the JSON. */
  readonly facts?: Readonly<Record<string, string | boolean>>;
}

const needs: Readonly<Record<GradientSource["needs"], string>> = {
  value: "needs values only",
  ad: "needs a problem written in array operations",
  "closed-form": "needs a closed-form gradient",
};
const uses: Readonly<Record<Optimizer["uses"], string>> = {
  value: "uses values only",
  gradient: "uses the gradient",
  hvp: "uses the gradient and Hessian-vector products",
};

/** What every problem has besides its own: shown once, but a part of each in the JSON. */
const common: Entry = {
  name: "all problems",
  summary:
    "a method sees f + noise z, or f (1 + noise z) for relative noise: z normal or uniform with standard deviation 1, or a deterministic φ(x) in [-1, 1]; derivatives by AD and all results are those of the smooth f",
  reference: "Moré & Wild (2009), SIAM J. Optim. 20(1), §4 (deterministic noise)",
  defaults: noiseDefaults,
};

interface Kind {
  readonly head: string;
  readonly entries: () => readonly Entry[] | Promise<readonly Entry[]>;
  readonly common?: Entry;
}

const kinds: Readonly<Record<string, Kind>> = {
  problems: { head: "Problems: adbench run <problem> -n <dim> -p key=value", entries: () => problems, common },
  gradients: {
    head: "Gradient sources: -g name[key=value]",
    entries: () => gradients.map((source) => ({ ...source, note: `${needs[source.needs]}; Hessian-vector products: ${source.hvp}` })),
  },
  optimizers: {
    head: "Optimizers: -o name[key=value]",
    entries: () =>
      optimizers.map(({ stochastic = false, ...optimizer }) => ({
        ...optimizer,
        note: `${uses[optimizer.uses]}${stochastic ? "; random" : ""}`,
        facts: { uses: optimizer.uses, random: stochastic },
      })),
  },
  studies: { head: "Studies: adbench study <name> -p key=value", entries: studyEntries },
  ops: {
    head: "Operations: what an f is written in, and what one result costs",
    entries: () => opTable.map(({ name, summary, reference, ops }) => ({ name, summary, reference, defaults: {}, note: `ops: ${ops}` })),
  },
};

/** Studies reach for everything there is: loaded where they are asked for. */
async function studyEntries(): Promise<Entry[]> {
  const { studies } = await import("../studies/index.js");
  return studies.map((study) => ({ ...study, note: study.parts.map(({ id }) => id).join(", ") }));
}

/** `kind`: one of problems, gradients, optimizers, studies, ops; all of them without one. */
export async function list(kind: string | undefined, flags: { readonly json?: boolean }): Promise<void> {
  const named = Object.entries(kinds).filter(([name]) => kind === undefined || name === kind);
  const chosen = await Promise.all(named.map(async ([name, one]) => ({ ...one, name, entries: await one.entries() })));
  const text = flags.json
    ? json(chosen, kind !== undefined)
    : chosen.map(({ head, entries, common }) => listing(head, [...entries, ...(common ? [common] : [])])).join("\n");
  process.stdout.write(text);
}

interface Listed extends Omit<Kind, "entries"> {
  readonly name: string;
  readonly entries: readonly Entry[];
}

function json(chosen: readonly Listed[], single: boolean): string {
  const complete = (entry: Entry, shared?: Entry): Entry => ({ ...entry, defaults: { ...entry.defaults, ...shared?.defaults } });
  const data = chosen.map(({ name, entries, common }) => [name, entries.map((entry) => publicEntry(complete(entry, common)))] as const);
  return `${JSON.stringify(single ? data[0]![1] : Object.fromEntries(data), null, 2)}\n`;
}

function publicEntry({ name, summary, reference, defaults, facts }: Entry): object {
  const plainDefaults = describe(defaults).map((parameter) => [parameter.name, jsonValue(parameter.default)] as const);
  return { name, summary, reference, ...facts, defaults: Object.fromEntries(plainDefaults) };
}

/** JSON has no NaN and no Infinity. */
const jsonValue = (value: Value): Value => (typeof value === "number" && !Number.isFinite(value) ? String(value) : value);

/** Few digits where there are many: all of them are in the JSON. */
const shown = (value: Value): string => (typeof value === "number" && String(value).length > 7 ? short(value) : String(value));

/** On one line where they fit, else each on its own. */
function together(notes: readonly string[], reference: string, width: number): string[] {
  const line = [...notes, reference].join("; ");
  return columnsOf(line) <= width ? [line] : [...notes, reference].flatMap((text) => wrap(text, width));
}

/** Names in a column of their own, everything else beside them, wrapped. */
function listing(head: string, entries: readonly Entry[]): string {
  const width = columns();
  const margin = Math.min(Math.max(...entries.map(({ name }) => columnsOf(name))) + 2, Math.floor(width / 3));
  const blocks = entries.map(({ name, summary, reference, defaults, note }) => {
    const parameters = describe(defaults).map((one) => [`${one.name}=${shown(one.default)}`, one.accepts] as const);
    const column = Math.max(0, ...parameters.map(([text]) => columnsOf(text))) + 2;
    const beside = [
      ...wrap(plain(summary), width - margin),
      ...parameters.flatMap(([text, accepts]) => wrap(`${padEnd(text, column)}${accepts}`, width - margin, " ".repeat(column))),
      ...together(note ? [note] : [], plain(reference), width - margin),
    ];
    const [first, ...rest] = beside.map((line) => line.trimEnd());
    // A name too long for its column stands on a line of its own.
    const start = columnsOf(name) + 2 > margin ? [...wrap(name, width), " ".repeat(margin) + first] : [padEnd(name, margin) + first];
    return [...start, ...rest.map((line) => " ".repeat(margin) + line)].join("\n");
  });
  return `${wrap(head, width).join("\n")}\n\n${blocks.join("\n\n")}\n`;
}
