import { expect, test } from "vitest";
import { UsageError } from "../../src/core/errors.js";
import { choice, integer } from "../../src/core/params.js";
import { select } from "../../src/studies/select.js";
import { part, studyOf } from "../support/studies.js";

const registry = [
  studyOf("mds", [part("MD1"), part("MD4"), part("MD10")], { seeds: integer(40, { min: 1 }), data: choice("europe", "random") }),
  studyOf("calculus", [part("MC1"), part("MC11.det"), part("MC11.trace")], { seeds: integer(9) }),
  studyOf("empty", []),
];
const chosen = (...names: string[]): [string, string[]][] =>
  select(names, {}, registry).map(({ study, parts }) => [study.name, parts.map(({ id }) => id)]);

const everything = [
  ["mds", ["MD1", "MD4", "MD10"]],
  ["calculus", ["MC1", "MC11.det", "MC11.trace"]],
  ["empty", []],
];

test("names, in the order of the registry, each once", () => {
  expect(chosen("all")).toEqual(everything);
  expect(chosen("all", "mds")).toEqual(everything);
  expect(chosen("calculus", "mds", "mds")).toEqual(everything.slice(0, 2));
  expect(chosen("empty")).toEqual([["empty", []]]);
});

test("a claim: the parts that find it out", () => {
  expect(chosen("mds:MD4")).toEqual([["mds", ["MD4"]]]);
  // MD1 is not MD10.
  expect(chosen("mds:MD1")).toEqual([["mds", ["MD1"]]]);
  expect(chosen("mds:MD4.slope")).toEqual([["mds", ["MD4"]]]);
  expect(chosen("calculus:MC11")).toEqual([["calculus", ["MC11.det", "MC11.trace"]]]);
  expect(chosen("calculus:MC11.det", "mds:MD10", "mds:MD1")).toEqual([
    ["mds", ["MD1", "MD10"]],
    ["calculus", ["MC11.det"]],
  ]);
  expect(chosen("mds:MD4", "mds")).toEqual([everything[0]]);
});

test("parameters go to the studies that have them, defaults to the rest", () => {
  const params = (names: string[], given: Record<string, string>) => select(names, given, registry).map((one) => one.params);
  expect(params(["all"], { seeds: "3" })).toEqual([{ seeds: 3, data: "europe" }, { seeds: 3 }, {}]);
  expect(params(["all"], { data: "random" })).toEqual([{ seeds: 40, data: "random" }, { seeds: 9 }, {}]);
});

test.each<[names: string, given: Record<string, string>, says: RegExp]>([
  ["mdss", {}, /^unknown study "mdss", did you mean "mds"\? known: all, mds, calculus, empty$/],
  ["MD4", {}, /^unknown study "MD4", did you mean "mds:MD4"\? known: all, mds, calculus, empty$/],
  ["MD4.slope", {}, /did you mean "mds:MD4\.slope"\?/],
  ["md10", {}, /did you mean "mds:MD10"\?/],
  ["MC11", {}, /did you mean "calculus:MC11"\?/],
  ["mds:MD5", {}, /^unknown claim of study mds "MD5", did you mean "MD1"\? known: MD1, MD4, MD10$/],
  ["mds:", {}, /unknown claim of study mds ""/],
  ["calculs:MC1", {}, /unknown study "calculs", did you mean "calculus"/],
  ["mds", { seed: "1" }, /^unknown parameter "seed" of study mds, did you mean "seeds"\? it has seeds, data$/],
  ["mds calculus", { nope: "1" }, /^unknown parameter "nope" of studies mds, calculus; they have seeds, data$/],
  // Another study has it, but it was not asked for.
  ["calculus", { data: "random" }, /^unknown parameter "data" of study calculus; it has seeds$/],
  ["empty", { seeds: "1" }, /^unknown parameter "seeds" of study empty, which has none$/],
  ["all", { seeds: "0" }, /^study mds: seeds=0: expected an integer ≥ 1$/],
  ["mds", { data: "asia" }, /^study mds: data=asia: expected europe or random$/],
])("%s %j", (names, given, says) => {
  const selecting = (): unknown => select(names.split(" "), given, registry);
  expect(selecting).toThrow(UsageError);
  expect(selecting).toThrow(says);
});
