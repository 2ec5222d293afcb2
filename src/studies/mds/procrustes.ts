/** The rotation or reflection Q and the shift that bring points X, [N, 2], nearest to Y: min ‖(X − x̄) Q + ȳ − Y‖_F. Schönemann (1966), Psychometrika 31(1). */

/** X so moved, [N, 2]. */
export function aligned(X: Float64Array, Y: Float64Array): Float64Array {
  const [x, y] = [centre(X), centre(Y)];
  // In the plane Q is an angle: of Σ x̂*ŷ with points as complex numbers, or of Σ x̂ŷ for the mirror image; the larger sum fits better.
  let [re, im, reMirrored, imMirrored] = [0, 0, 0, 0];
  for (let i = 0; i < X.length; i += 2) {
    const [a, b, c, d] = [X[i]! - x[0], X[i + 1]! - x[1], Y[i]! - y[0], Y[i + 1]! - y[1]];
    re += a * c + b * d;
    im += a * d - b * c;
    reMirrored += a * c - b * d;
    imMirrored += a * d + b * c;
  }
  const mirrored = Math.hypot(reMirrored, imMirrored) > Math.hypot(re, im);
  const angle = mirrored ? Math.atan2(imMirrored, reMirrored) : Math.atan2(im, re);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const moved = new Float64Array(X.length);
  for (let i = 0; i < X.length; i += 2) {
    const a = X[i]! - x[0];
    const b = (X[i + 1]! - x[1]) * (mirrored ? -1 : 1);
    moved[i] = y[0] + cos * a - sin * b;
    moved[i + 1] = y[1] + sin * a + cos * b;
  }
  return moved;
}

function centre(X: Float64Array): [number, number] {
  const mean: [number, number] = [0, 0];
  for (let i = 0; i < X.length; i++) mean[i % 2 === 0 ? 0 : 1] += (2 * X[i]!) / X.length;
  return mean;
}
