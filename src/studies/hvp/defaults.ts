/** What may be varied in this study, and where its claims are made. */
import { integer, text } from "../../core/params.js";
import type { Part } from "../../core/study.js";

export const defaults = {
  /** HV1: variables of the functions but for the network; even, for points in a plane. HV2: of the Hessian that is made. */
  dim: integer(40, { min: 4, max: 200 }),
  /** HV1: the network, on so many images. */
  layers: text("16-6-10", "widths such as 16-6-10"),
  batch: integer(100, { min: 1, max: 1000 }),
  /** HV1, HV2: variables up to which costs and memory are followed. */
  largest: integer(100_000, { min: 3200, max: 1_000_000 }),
  /** HV2: variables whose Hessian no machine holds; one product with it is made. */
  large: integer(1_000_000, { min: 10_000, max: 5_000_000 }),
};

export type HvpPart = Part<typeof defaults>;

export const lecture = "Merkulov, Automatic differentiation (lecture, MIPT), Hessian-vector products";
