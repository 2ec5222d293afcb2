/** Every registered study with --quick: each part finds claims, and each claim that is gated holds. */
import { describe, expect, test } from "vitest";
import { seconds } from "../../src/bench/clock.js";
import { resolve } from "../../src/core/params.js";
import { studies } from "../../src/studies/index.js";
import { runTask, tasksOf } from "../../src/studies/run.js";

describe.each(studies.map((study) => [study.name, study] as const))("%s", (name, study) => {
  const params = resolve(study.defaults, {}, `study ${name}`);
  test.each(tasksOf([{ study, parts: study.parts, params }], 0, true).map((task) => [task.part, task] as const))(
    "%s",
    { timeout: 120_000 },
    (_, task) => {
      const outcome = runTask(task, studies, seconds);
      if ("error" in outcome) throw new Error(outcome.error);
      const { claims } = outcome.findings;
      expect(claims.length).toBeGreaterThan(0);
      expect(claims.filter(({ pass, volatile }) => !pass && !volatile)).toEqual([]);
    },
  );
});
