/** x ← x + αp, α by a strong Wolfe search, p from a model of f that learns from every step: the loop of bfgs, lbfgs and nonlinear-cg. */

import { addScaled, dot, norm2, normInf } from "../vector.js";
import { type Conditions, type Objective, type Point, pointAt, type Trial, wolfeSearch } from "./line-search.js";
import { secondOpinion } from "./second-opinion.js";

export interface Model {
  /** Writes a direction to p, which holds the last one; returns the α to try first. */
  direction(at: Point, p: Float64Array): number;
  /** Takes in a step of α along p. */
  learn(from: Point, to: Point, alpha: number, p: Float64Array): void;
  /** Back to the beginning; false when it is there already. */
  forget(): boolean;
}

/** Yields each point, x0 first. Where the model's direction leads nowhere it begins anew; with another gradient, if the source is random. */
export function* wolfeDescent(
  objective: Objective,
  x0: Float64Array,
  conditions: Conditions,
  model: Model,
): Generator<Point, "line-search" | "finished", void> {
  const search = wolfeSearch(objective, x0.length, conditions);
  const p = new Float64Array(x0.length);
  let at = pointAt(objective, x0);
  const step = (): Trial | null => search(at, p, model.direction(at, p));
  for (;;) {
    yield at;
    const found = step() ?? (model.forget() ? step() : null);
    if (found) {
      model.learn(at, found.to, found.alpha, p);
      at = found.to;
    } else if (!secondOpinion(objective, at.x, at.f, at.g)) return normInf(at.g) === 0 ? "finished" : "line-search";
  }
}

/** p = −g, and a first step of length 1: nothing gives a scale yet. */
export function steepest({ g }: Point, p: Float64Array): number {
  for (let i = 0; i < p.length; i++) p[i] = -g[i]!;
  return 1 / norm2(g);
}

/** cos ∠(s, y) ≥ 2√κ/(1 + κ) when y = As and A has the condition number κ: less than this is more than doubles can hold. */
const LEAST_COSINE = Math.sqrt(Number.EPSILON);

/** Writes s = Δx and y = Δg; true when sᵀy > 0 beyond doubt, so that a secant update stays positive definite. */
export function secantPair(from: Point, to: Point, s: Float64Array, y: Float64Array): boolean {
  addScaled(s, to.x, -1, from.x);
  addScaled(y, to.g, -1, from.g);
  return dot(s, y) > LEAST_COSINE * norm2(s) * norm2(y);
}
