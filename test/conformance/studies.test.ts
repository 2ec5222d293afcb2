/** Every registered study with --quick: each part finds claims, each claim that is gated holds, and figures have the names that docs/lecture.md gives them. */
import { describe, expect, test } from "vitest";
import { seconds } from "../../src/bench/clock.js";
import { resolve } from "../../src/core/params.js";
import type { Findings } from "../../src/core/study.js";
import { studies } from "../../src/studies/index.js";
import { runTask, type Task, tasksOf } from "../../src/studies/run.js";
import { chosenBy, figures, parse } from "../support/lecture.js";

const timeout = 120_000;

/** A part that two tests ask for is run once. */
const findings = new Map<string, Findings>();
function findingsOf(task: Task): Findings {
  const key = JSON.stringify(task);
  const known = findings.get(key);
  if (known) return known;
  const outcome = runTask(task, studies, seconds);
  if ("error" in outcome) throw new Error(outcome.error);
  findings.set(key, outcome.findings);
  return outcome.findings;
}

describe.each(studies.map((study) => [study.name, study] as const))("%s", (name, study) => {
  const params = resolve(study.defaults, {}, `study ${name}`);
  test.each(tasksOf([{ study, parts: study.parts, params }], 0, true).map((task) => [task.part, task] as const))(
    "%s",
    { timeout },
    (_, task) => {
      const { claims } = findingsOf(task);
      expect(claims.length).toBeGreaterThan(0);
      expect(claims.filter(({ pass, volatile }) => !pass && !volatile)).toEqual([]);
    },
  );
});

describe("docs/lecture.md", () => {
  test("names the figures of eight commands and more", () => {
    expect(figures.length).toBeGreaterThanOrEqual(8);
  });
  test.each(figures)("$line", { timeout }, ({ line, names }) => {
    const made = tasksOf(chosenBy(parse(line)), 0, true).flatMap((task) => findingsOf(task).figures ?? []);
    expect(made.map(({ name }) => name)).toEqual(expect.arrayContaining([...names]));
    expect(names).not.toEqual([]);
  });
});
