/** One competitor: something that evaluates a case's loss and gradient, and can be timed doing so. */
import type { Case } from "./cases.js";

export interface Loaded {
  /** f, then the gradient: all of it, one array after the other. */
  readonly check: () => Promise<Float64Array> | Float64Array;
  /** Seconds of one evaluation. */
  readonly time: (what: "value" | "gradient", ms: number) => Promise<number> | number;
}

export interface Contender {
  readonly name: string;
  /** Relative agreement that is asked of it. */
  readonly tolerance: number;
  /** null: this case is not among what it does, or would take too long. */
  readonly load: (one: Case, arrays: readonly Float64Array[], file: string) => Promise<Loaded | null> | Loaded | null;
  readonly close?: () => void;
}
