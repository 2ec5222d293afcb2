/** What may be varied in this study, and where its claims are made. */
import { UsageError } from "../../core/errors.js";
import { choice, integer, text } from "../../core/params.js";
import type { Part, StudyContext } from "../../core/study.js";

export const defaults = {
  /** BP1, BP2: d, n_1, …, n_t of the network, its activation, and rows of the batch. */
  widths: text("12-9-7-4", "widths joined by hyphens, such as 12-9-7-4"),
  activation: choice("tanh", "sigmoid"),
  batch: integer(8, { min: 1, max: 100 }),
  /** BP3: rows and units of the layer whose memory is asked for. */
  b: integer(32, { min: 1, max: 256 }),
  n: integer(1000, { min: 10, max: 2000 }),
};

export type BackpropPart = Part<typeof defaults>;
export type Context = StudyContext<typeof defaults>;

export const lecture = "Merkulov, Automatic differentiation (lecture, MIPT), feedforward architecture";

/** Jacobians of whole layers are made: numbers a layer and a row at most. */
const WIDEST = 64;

/** n_0 = d, n_1, …, n_t */
export function widthsOf({ widths }: Context["params"]): number[] {
  const found = widths.split("-").map((width) => (/^\d+$/.test(width) ? Number(width) : Number.NaN));
  if (found.length < 2 || !found.every((width) => width >= 1 && width <= WIDEST))
    throw new UsageError(
      `widths=${widths}: expected two or more widths of 1 to ${WIDEST} joined by hyphens, such as ${defaults.widths.default}`,
    );
  return found;
}
