/** Complex exp and sin, and f′(x) ≈ Im f(x + ih)/h: no difference is taken, so nothing cancels (Squire & Trapp 1998, SIAM Rev. 40(1)). */

export type Complex = readonly [re: number, im: number];

/** e^(x + iy) = e^x (cos y + i sin y) */
export const exp = ([x, y]: Complex): Complex => [Math.exp(x) * Math.cos(y), Math.exp(x) * Math.sin(y)];

/** sin(x + iy) = sin x cosh y + i cos x sinh y */
export const sin = ([x, y]: Complex): Complex => [Math.sin(x) * Math.cosh(y), Math.cos(x) * Math.sinh(y)];

/** The derivative of f at x, by a step of length h along the imaginary axis: error h²/6 |f‴|, and a few roundings. */
export const complexStep = (f: (z: Complex) => Complex, x: number, h: number): number => f([x, h])[1] / h;

/** |a − b| in units in the last place of b, a normal number. */
export function ulps(a: number, b: number): number {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, Math.abs(b));
  view.setBigUint64(0, view.getBigUint64(0) + 1n);
  return Math.abs(a - b) / (view.getFloat64(0) - Math.abs(b));
}
