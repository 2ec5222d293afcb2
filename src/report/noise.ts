/** How a noisy problem is told from the smooth one; nothing where there is no noise. */
import type { Choice } from "../bench/record.js";
import { tolerance } from "./numbers.js";

/** "noise 1e-3 (relative, gaussian)" */
export function noiseText({ params }: Choice): string | null {
  const level = params["noise"];
  if (typeof level !== "number" || level === 0) return null;
  return `noise ${tolerance(level)} (${params["noise-type"]}, ${params["noise-distribution"]})`;
}
