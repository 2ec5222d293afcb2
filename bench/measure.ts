/** One case by all contenders in turn, A B C A B C …: what changes with time changes for all of them. */
import type { Case } from "./cases.js";
import { median } from "./clock.js";
import type { Contender, Loaded } from "./contender.js";
import { apart, type Written } from "./jacobian.js";

export interface Result {
  readonly name: string;
  /** Medians, in seconds of one evaluation: value and gradient together, and the value alone. */
  readonly gradient: number;
  readonly value: number;
  /** Relative differences from the first contender: of f, and of the gradient by its largest element. */
  readonly f: number;
  readonly g: number;
  readonly agrees: boolean;
}

export interface Row {
  readonly name: string;
  readonly must: number | null;
  readonly stretch: number | null;
  readonly mostRatio: number | null;
  readonly results: readonly Result[];
}

export async function measure(one: Case, contenders: readonly Contender[], to: Written, rounds: number, ms: number): Promise<Row> {
  const arrays = one.arrays();
  to.write(arrays);
  const loaded: { readonly contender: Contender; readonly it: Loaded; readonly both: number[]; readonly value: number[] }[] = [];
  for (const contender of contenders) {
    const it = await contender.load(one, arrays, to.file);
    if (it) loaded.push({ contender, it, both: [], value: [] });
  }
  const answers: Float64Array[] = [];
  for (const { it } of loaded) answers.push(await it.check());
  for (let round = 0; round < rounds; round++)
    for (const { it, both, value } of loaded) {
      both.push(await it.time("gradient", ms));
      value.push(await it.time("value", ms / 2));
    }
  const [reference] = answers as [Float64Array];
  const results = loaded.map(({ contender: { name, tolerance }, both, value }, k): Result => {
    const answer = answers[k]!;
    const f = Math.abs(answer[0]! - reference[0]!) / Math.abs(reference[0]!);
    const g = apart(answer.subarray(1), reference.subarray(1));
    return { name, gradient: median(both), value: median(value), f, g, agrees: f <= tolerance && g <= tolerance };
  });
  const { name, must, stretch, mostRatio } = one;
  return { name, must: must ?? null, stretch: stretch ?? null, mostRatio: mostRatio ?? null, results };
}
