/** |f^(q)(x)| to an order of magnitude, for the choice of a step: a difference of order q that stands clear of the noise. */
import { errorOrder, power, root, type Scheme } from "./difference-scheme.js";

/** A difference is at least this many times the noise, while f changes by at most this part of itself. */
const SIGNAL = 100;
const CHANGE = 0.1;

export interface DerivativeSize {
  /** 0 where the difference is not finite. */
  readonly size: number;
  /** The length of the steps that were taken: no reason to trust the size far beyond. */
  readonly reach: number;
}

/**
 * Moré & Wild (2012), ACM TOMS 38(3), algorithm 5.1, for the q of the leading error of a scheme (the paper has q = 2): h_a = ε^(1/(q + 2))
 * where that is clear, else h_b = (ε/μ_a)^(1/(q + 2)). They take μ_b if h_b is clear or μ_a differs from it by at most a half, and give up
 * otherwise; here μ_b is taken then too: the derivative is lost in the noise, and a long step is right, as far as was looked.
 */
export function derivativeSize(scheme: Scheme, phi: (t: number) => number, noise: number): DerivativeSize {
  const q = errorOrder(scheme);
  const { derivative } = scheme;
  const m = (derivative.length - 1) / 2;
  const trial = (h: number): DerivativeSize & { readonly clear: boolean } => {
    const difference = Math.abs(derivative.reduce((sum, c, i) => (c === 0 ? sum : sum + c * phi((i - m) * h)), 0));
    const size = difference / power(h, q);
    const steady = [-m * h, m * h].every((t) => Math.abs(phi(t) - phi(0)) <= CHANGE * Math.max(Math.abs(phi(0)), Math.abs(phi(t))));
    return { size: Number.isFinite(size) ? size : 0, reach: h, clear: difference >= SIGNAL * noise && steady };
  };
  const a = trial(root(noise, q + 2));
  if (a.clear || a.size === 0) return a;
  const b = trial(root(noise / a.size, q + 2));
  return b.size > 0 ? b : a;
}
