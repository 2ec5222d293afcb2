/** Lengths of geodesics on the WGS-84 ellipsoid, in metres: Karney (2013), J. Geodesy 87(1). */
import { createRequire } from "node:module";
import type { DistanceTable } from "./distance-table.js";

export interface Place {
  readonly name: string;
  /** Degrees, in [-90, 90]. */
  readonly lat: number;
  /** Degrees east. */
  readonly lon: number;
}

/** Nothing is computed until distances are asked for. */
export function fromCoordinates(places: readonly Place[]): DistanceTable {
  const first = (count: number): Float64Array => {
    const { WGS84 } = library().Geodesic;
    const metres = (a: Place, b: Place): number => WGS84.Inverse(a.lat, a.lon, b.lat, b.lon).s12!;
    const block = new Float64Array(count * count);
    for (let i = 0; i < count; i++)
      for (let j = i + 1; j < count; j++) {
        const distance = metres(places[i]!, places[j]!);
        block[i * count + j] = distance;
        block[j * count + i] = distance;
      }
    return block;
  };
  return { labels: places.map(({ name }) => name), first };
}

/** Loaded when the first coordinates are. */
const library = (): typeof import("geographiclib-geodesic") => createRequire(import.meta.url)("geographiclib-geodesic");
