/** t with P(T ≤ t) = p for Student's law of ν degrees of freedom: in θ = atan(t/√ν) the law has bounded support, and P is a finite sum. */
import { bisect } from "../search/bisect.js";

/** ν a whole number, ½ ≤ p < 1. */
export function studentQuantile(p: number, degrees: number): number {
  const theta = bisect((angle) => 0.5 + area(angle, degrees) / 2 > p, 0, Math.PI / 2);
  return Math.sqrt(degrees) * Math.tan(theta);
}

/** P(|T| ≤ √ν tan θ). Abramowitz & Stegun (1964), eqs. (26.7.3) and (26.7.4). */
function area(theta: number, degrees: number): number {
  const [sin, cos] = [Math.sin(theta), Math.cos(theta)];
  const odd = degrees % 2 === 1;
  let term = odd ? cos : 1;
  let sum = 0;
  for (let k = odd ? 1 : 0; k <= degrees - 2; k += 2) {
    sum += term;
    term *= ((k + 1) / (k + 2)) * cos * cos;
  }
  return odd ? (2 / Math.PI) * (theta + sin * sum) : sin * sum;
}
