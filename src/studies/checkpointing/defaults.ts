/** What a reader may vary about checkpointing. */
import { integer, positive } from "../../core/params.js";
import type { Part } from "../../core/study.js";

export const defaults = {
  /** CP1: chains up to that many steps. */
  longest: integer(1000, { min: 1, max: 4000 }),
  /** CP2: steps of a chain, and states that may be kept at a time. */
  steps: integer(100, { min: 1, max: 400 }),
  snapshots: integer(5, { min: 1, max: 100 }),
  /** CP3: layers of a perceptron, or blocks of a rolled loop; numbers in a state; images in a batch, or steps in a block. */
  layers: integer(16, { min: 2, max: 28 }),
  width: integer(8, { min: 2, max: 64 }),
  batch: integer(64, { min: 1, max: 512 }),
  block: integer(20, { min: 2, max: 1000 }),
  /** CP4: a transformer. */
  hidden: integer(1600, { min: 1 }),
  depth: integer(48, { min: 1, max: 4000 }),
  sequence: integer(1024, { min: 1 }),
  sequences: integer(32, { min: 1 }),
  /** Values of the size of a layer's input that a layer keeps, bytes of each number, and what a reverse sweep costs in forward ones. */
  kept: integer(12, { min: 1 }),
  bytes: integer(2, { min: 1, max: 8 }),
  backward: positive(2),
};

export type CheckpointPart = Part<typeof defaults>;

export const lecture = "Merkulov, Automatic differentiation (lecture, MIPT)";
export const griewankWalther = "Griewank & Walther (2000), ACM TOMS 26(1), algorithm 799";
