/** Maps to look at: turned and mirrored until north is up, in thousands of kilometres. */
import type { Line } from "../../core/study.js";
import { cities, europe } from "../../data/europe.js";
import { aligned } from "./procrustes.js";

const EARTH = 6.371;

/** (R λ cos φ₀, R φ), φ₀ the mean latitude: the equirectangular projection, which is good enough to say where north is. */
function geography(N: number): Float64Array {
  const radians = Math.PI / 180;
  const places = cities.slice(0, N);
  const middle = (radians * places.reduce((sum, { lat }) => sum + lat, 0)) / N;
  return Float64Array.from(places.flatMap(({ lat, lon }) => [EARTH * radians * lon * Math.cos(middle), EARTH * radians * lat]));
}

/** W, [N, 2], in units of the largest distance: the same map, north up. */
export function northUp(W: Float64Array): Float64Array {
  const N = W.length / 2;
  const unit = europe.first(N).reduce((a, b) => Math.max(a, b), 0) / 1e6;
  return aligned(
    W.map((w) => w * unit),
    geography(N),
  );
}

/** One mark a city, from west to east. */
export function marks(name: string, X: Float64Array): Line {
  const points = Array.from({ length: X.length / 2 }, (_, i) => [X[2 * i]!, X[2 * i + 1]!] as const);
  return { name, style: "points", points: points.sort(([a], [b]) => a - b) };
}
