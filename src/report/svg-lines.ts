/** Lines of a figure that are told apart without colour: what was measured by its markers, theory by its dashes. */
import type { Line } from "../core/study.js";
import { huesOf, ownerOf } from "./figure-hue.js";
import { number } from "./svg-text.js";

/** Okabe & Ito (2008), Color universal design: distinct for all common kinds of colour vision; its yellow is too light on white. */
const COLORS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000"] as const;
const DASHES = ["7 4", "2 3", "9 3 2 3", "12 4", "5 2 1 2 1 2", "4 4"] as const;

/** Around a point, of about the same area. Filled for the first round, hollow for the next. */
const MARKERS = [
  "m-3.6 0a3.6 3.6 0 1 0 7.2 0a3.6 3.6 0 1 0-7.2 0z",
  "m-3.3-3.3h6.6v6.6h-6.6z",
  "m0-4.6l4.3 7.6h-8.6z",
  "m0-4.8l4.3 4.8l-4.3 4.8l-4.3-4.8z",
  "m0 4.6l4.3-7.6h-8.6z",
  "m-4.5-1.5h3v-3h3v3h3v3h-3v3h-3v-3h-3z",
  "m-4.2-3.8l8.4 7.6v-7.6l-8.4 7.6z",
] as const;

/** In pixels; null is a gap. */
export type Place = readonly [x: number, y: number] | null;

/** Markers closer than this along a line of many points are left out; of few points all are drawn. */
const SPACING = 56;
const MANY = 32;
/** A step below this would not be seen. */
const STEP = 0.4;
/** Broader than the line upon it, so that both are seen where they agree. */
const BAND = 5;

/** How a line is told from the others: its colour and its marker, its dashes, and whether it is a band beneath the line whose theory it is. */
export interface Look {
  readonly hue: number;
  readonly dash: number;
  readonly beneath: boolean;
}

export function looksOf(lines: readonly Line[]): Look[] {
  const hues = huesOf(lines);
  return lines.map((_, k) => ({ hue: hues[k]!, dash: k, beneath: ownerOf(lines, k) !== null }));
}

const colorOf = (hue: number): string => COLORS[hue % COLORS.length]!;
const dashOf = (index: number): string => DASHES[index % DASHES.length]!;

/** What is drawn of a line: its path, to be clipped to the frame, and its markers, which may reach over it. */
export function lineMarks(line: Line, look: Look, places: readonly Place[]): { readonly path: string; readonly markers: string } {
  const path = line.style === "points" ? "" : pathOf(places);
  const marked = line.style === "dashed" ? alone(places) : line.style === "points" ? places.filter(isPlace) : thinned(places, look.hue);
  return { path: path === "" ? "" : stroke(line, look, path), markers: markersAt(look.hue, marked) };
}

/** A piece of the line as it looks, for its name. */
export function sample(line: Line, look: Look, x: number, y: number, width: number): string {
  const path = `M${number(x)} ${number(y)}h${number(width)}`;
  const drawn = line.style === "points" ? "" : stroke(line, look, path);
  return drawn + (line.style === "dashed" ? "" : markersAt(look.hue, [[x + width / 2, y]]));
}

const stroke = ({ style }: Line, { hue, dash, beneath }: Look, path: string): string =>
  `<path d="${path}" fill="none" stroke="${colorOf(hue)}" stroke-width="${beneath ? BAND : 2}"${beneath ? ' stroke-opacity="0.5"' : ""} stroke-linejoin="round" ${
    style === "dashed" ? `stroke-dasharray="${dashOf(dash)}"` : 'stroke-linecap="round"'
  }/>`;

function markersAt(hue: number, places: readonly (readonly [number, number])[]): string {
  if (places.length === 0) return "";
  const shape = MARKERS[hue % MARKERS.length]!;
  const hollow = Math.floor(hue / MARKERS.length) % 2 === 1;
  const d = places.map(([x, y]) => `M${number(x)} ${number(y)}${shape}`).join("");
  const paint = hollow ? `fill="#ffffff" stroke="${colorOf(hue)}" stroke-width="1.6"` : `fill="${colorOf(hue)}" stroke="#ffffff"`;
  return `<path d="${d}" ${paint}/>`;
}

const isPlace = (place: Place): place is readonly [number, number] => place !== null;

/** Gaps break it; steps too small to be seen are joined, its last point is kept. */
function pathOf(places: readonly Place[]): string {
  let d = "";
  let from: Place = null;
  for (const [k, place] of places.entries()) {
    if (place && from && Math.hypot(place[0] - from[0], place[1] - from[1]) < STEP && places[k + 1]) continue;
    if (place) d += `${from ? "L" : "M"}${number(place[0])} ${number(place[1])}`;
    from = place;
  }
  return d;
}

/** Points between gaps, which no path shows. */
const alone = (places: readonly Place[]): (readonly [number, number])[] =>
  places.filter((place, k): place is readonly [number, number] => place !== null && !places[k - 1] && !places[k + 1]);

/** All markers of a line of few points; of many a part, at places that differ from line to line, and every point that stands alone. */
function thinned(places: readonly Place[], hue: number): (readonly [number, number])[] {
  if (places.length <= MANY) return places.filter(isPlace);
  const found = new Set(alone(places));
  let [run, from]: [number, Place] = [SPACING - ((hue * 17) % SPACING), null];
  for (const place of places) {
    if (place && from) run += Math.hypot(place[0] - from[0], place[1] - from[1]);
    if (place && run >= SPACING) {
      found.add(place);
      run = 0;
    }
    from = place;
  }
  return [...found];
}
