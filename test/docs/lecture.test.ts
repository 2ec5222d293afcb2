/** docs/lecture.md: its commands are commands, its claims are claims of the studies beside them, and no part of a study is left out. */
import { describe, expect, test } from "vitest";
import { expressionProgram } from "../../src/cli/graph-expression.js";
import { isRegistered, problemProgram } from "../../src/cli/graph-problem.js";
import { slides } from "../../src/studies/audit/slides.js";
import { studies } from "../../src/studies/index.js";
import { belongsTo } from "../../src/studies/run.js";
import { chosenBy, type Place, parse, places, titles } from "../support/lecture.js";

/** Studies of papers that the lecture does not speak of. */
const elsewhere = ["bbob2009"];
const ofLecture = studies.filter(({ name }) => !elsewhere.includes(name));

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
    const { program, command, args, flags } = parsed;
    expect(program).toBe("adbench");
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

test("slides have the titles that the errata name", () => {
  expect(titles).toEqual(expect.arrayContaining(Object.values(slides).map(({ title, english }) => [title, english])));
});
