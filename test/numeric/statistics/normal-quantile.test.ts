import { describe, expect, test } from "vitest";
import { normalQuantile } from "../../../src/numeric/statistics/normal-quantile.js";

/** By mpmath at 60 digits: the root of log Φ(z) = log p, or √2 erf⁻¹(2p − 1), for p as the double that it is. */
const known: [p: number, z: number][] = [
  [1e-300, -37.0470962993612],
  [1e-100, -21.273453560965326],
  [1e-20, -9.262340089798407],
  [1e-16, -8.222082216130435],
  [4.656612873077393e-10, -6.12075628597194],
  [1e-9, -5.9978070150076865],
  [1e-5, -4.264890793922825],
  [0.001, -3.0902323061678136],
  [0.02425, -1.9729610513118847],
  [0.05, -1.6448536269514726],
  [0.075, -1.439531470938456],
  [0.0750001, -1.4395307645017297],
  [0.1, -1.2815515655446004],
  [0.25, -0.6744897501960817],
  [0.3, -0.5244005127080408],
  [0.4999, -2.5066283008800747e-4],
  [0.5000001, 2.506628273311648e-7],
  [0.6, 0.2533471031357997],
  [0.75, 0.6744897501960817],
  [0.9, 1.2815515655446006],
  [0.925, 1.4395314709384561],
  [0.95, 1.6448536269514722],
  [0.975, 1.9599639845400538],
  [0.99, 2.3263478740408408],
  [0.9999, 3.7190164854557084],
  [0.9999999995343387, 6.12075628597194],
];

describe("Φ⁻¹(p) to 16 digits", () => {
  test.each(known)("p = %d", (p, z) => expect(Math.abs(normalQuantile(p) / z - 1)).toBeLessThan(5e-16));
});

test("ends, the middle, and what is no probability", () => {
  expect(normalQuantile(0)).toBe(-Infinity);
  expect(normalQuantile(1)).toBe(Infinity);
  expect(normalQuantile(0.5)).toBe(0);
  for (const p of [-1e-300, 1.0000001, NaN, Infinity]) expect(normalQuantile(p)).toBeNaN();
});

test("antisymmetric and increasing, across the seams of its three pieces", () => {
  let before = -Infinity;
  for (let k = 1; k < 2000; k++) {
    const p = k / 2000;
    expect(normalQuantile(1 - p)).toBeCloseTo(-normalQuantile(p), 13);
    expect(normalQuantile(p)).toBeGreaterThan(before);
    before = normalQuantile(p);
  }
  for (const seam of [0.075, Math.exp(-25)])
    expect(normalQuantile(seam * (1 + 1e-9)) - normalQuantile(seam * (1 - 1e-9))).toBeLessThan(1e-8);
});
