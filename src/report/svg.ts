/** A figure as SVG that stands by itself: axes and a light grid, lines clipped to the frame, at the right of each its name. */
import type { Figure } from "../core/study.js";
import { type AxisScale, axisScale, isOn, type Tick } from "./figure-axis.js";
import { ownerOf } from "./figure-hue.js";
import { short } from "./numbers.js";
import { lineMarks, looksOf, type Place, sample } from "./svg-lines.js";
import { escaped, number, paragraph, text, textWidth } from "./svg-text.js";
import { plain, wrap } from "./text.js";

const WIDTH = 840;
const HEIGHT = 380;
const MARGIN = 18;
export const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";
const [INK, SOFT, GRID, FAINT, FRAME] = ["#1f2328", "#57606a", "#dfe3e8", "#f1f3f5", "#8c959f"];
const [TITLE, BODY, TICK, EXPONENT] = [18, 14, 13, 10];
const LINE = BODY * 1.3;
/** Ticks of the axes for which there is room, and how much of its length an axis goes beyond the values. */
const [X_TICKS, Y_TICKS, PAD] = [8, 7, 0.025];
/** A name is broken after so many characters; before it a piece of its line, and the space around that. */
const [NAME, SAMPLE, GAP] = [28, 30, 8];

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export function figureSvg(figure: Figure): string {
  const shown = figure.lines.flatMap(({ points }) => points.filter(([x, y]) => isOn(figure.x, x) && isOn(figure.y, y)));
  const x = axisScale(
    figure.x,
    shown.map(([value]) => value),
    X_TICKS,
    PAD,
  );
  const y = axisScale(
    figure.y,
    shown.map(([, value]) => value),
    Y_TICKS,
    PAD,
  );
  const names = figure.lines.map(({ name }) => wrap(plain(name), NAME));

  // From top to bottom: title, title of y, frame, title of x, note.
  const id = `figure-${figure.name.replaceAll(/[^\w-]+/g, "-")}`;
  const full = WIDTH - 2 * MARGIN;
  const title = paragraph(figure.title, MARGIN, MARGIN + TITLE, full, TITLE, `font-weight="600" fill="${INK}"`);
  const ofY = paragraph(axisTitle(figure.y), MARGIN, title.end + 28, full, BODY, `fill="${SOFT}"`);
  const top = ofY.end + 14;
  const box: Box = {
    left: MARGIN + Math.max(24, ...(y?.ticks ?? []).map((tick) => tickWidth(tick))) + 10,
    right: WIDTH - MARGIN - Math.max(0, ...names.flat().map((name) => textWidth(name, BODY))) - SAMPLE - 2 * GAP,
    top,
    bottom:
      top +
      Math.max(
        HEIGHT,
        names.reduce((sum, lines) => sum + heightOf(lines), 0),
      ),
  };
  const ofX = paragraph(axisTitle(figure.x), box.left, box.bottom + 44, WIDTH - MARGIN - box.left, BODY, `fill="${SOFT}"`);
  const note = figure.note ? paragraph(figure.note, MARGIN, ofX.end + 30, full, BODY, `fill="${INK}"`) : { svg: "", end: ofX.end };
  const height = number(note.end + MARGIN);
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="${id}-title ${id}-desc" font-family="${FONT}">`,
    `<title id="${id}-title">${escaped(figure.title)}</title>`,
    `<desc id="${id}-desc">${escaped(description(figure))}</desc>`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    title.svg,
    ofY.svg,
    ...(x && y
      ? [...axes(x, y, box), ...drawn(figure, x, y, box, names, id)]
      : [text(box.left, box.top + LINE, BODY, `fill="${SOFT}"`, "No point has a place on both axes.")]),
    ofX.svg,
    note.svg,
    "</svg>",
  ]
    .filter((line) => line !== "")
    .join("\n")}\n`;
}

const heightOf = (name: readonly string[]): number => name.length * LINE + 4;

const axisTitle = ({ label, log }: Figure["x"]): string => (log ? `${label} (log scale)` : label);

const pixelX = ({ left, right }: Box, at: number): number => left + at * (right - left);
const pixelY = ({ top, bottom }: Box, at: number): number => bottom - at * (bottom - top);

/** 10 with its exponent raised, where a power of ten is written with one. */
const raised = ({ label, decade }: Tick): string | null =>
  decade !== null && (label.includes("e") || label.includes(".")) ? signed(String(decade)) : null;
const signed = (text: string): string => text.replace(/^-/, "−");
const tickText = (tick: Tick): string => {
  const exponent = raised(tick);
  return exponent === null ? escaped(signed(tick.label)) : `10<tspan dy="-5" font-size="${EXPONENT}">${exponent}</tspan>`;
};
const tickWidth = (tick: Tick): number => {
  const exponent = raised(tick);
  return exponent === null ? textWidth(tick.label, TICK) : textWidth("10", TICK) + textWidth(exponent, EXPONENT);
};

function axes(x: AxisScale, y: AxisScale, box: Box): string[] {
  const { left, right, top, bottom } = box;
  const vertical = (at: number): string => `M${number(pixelX(box, at))} ${number(top)}V${number(bottom)}`;
  const horizontal = (at: number): string => `M${number(left)} ${number(pixelY(box, at))}H${number(right)}`;
  const tickX =
    (length: number) =>
    (at: number): string =>
      `M${number(pixelX(box, at))} ${number(bottom)}v${length}`;
  const tickY =
    (length: number) =>
    (at: number): string =>
      `M${number(left)} ${number(pixelY(box, at))}h${-length}`;
  const of = (ticks: readonly Tick[]): number[] => ticks.map(({ at }) => at);
  return [
    `<path d="${[...x.minor.map(vertical), ...y.minor.map(horizontal)].join("")}" fill="none" stroke="${FAINT}"/>`,
    `<path d="${[...of(x.ticks).map(vertical), ...of(y.ticks).map(horizontal)].join("")}" fill="none" stroke="${GRID}"/>`,
    `<path d="${[...x.minor.map(tickX(3)), ...of(x.ticks).map(tickX(6)), ...y.minor.map(tickY(3)), ...of(y.ticks).map(tickY(6))].join("")}M${number(left)} ${number(top)}H${number(right)}V${number(bottom)}H${number(left)}Z" fill="none" stroke="${FRAME}"/>`,
    `<g font-size="${TICK}" fill="${INK}" text-anchor="middle">${readable(x.ticks, box)
      .map((tick) => `<text x="${number(pixelX(box, tick.at))}" y="${number(bottom + 22)}">${tickText(tick)}</text>`)
      .join("")}</g>`,
    `<g font-size="${TICK}" fill="${INK}" text-anchor="end">${y.ticks
      .map((tick) => `<text x="${number(left - 9)}" y="${number(pixelY(box, tick.at) + 4.5)}">${tickText(tick)}</text>`)
      .join("")}</g>`,
  ].filter((svg) => !svg.startsWith('<path d=""'));
}

/** Ticks of the x axis whose labels do not touch. */
function readable(ticks: readonly Tick[], box: Box): Tick[] {
  let end = Number.NEGATIVE_INFINITY;
  return ticks.filter((tick) => {
    const [middle, half] = [pixelX(box, tick.at), tickWidth(tick) / 2];
    if (middle - half < end + 8) return false;
    end = middle + half;
    return true;
  });
}

/**
 * Lines, then markers over them, then names. Theory of a line lies beneath it, as a broader band; what else is dashed lies above what is not:
 * each could not be seen otherwise where both agree.
 */
function drawn(figure: Figure, x: AxisScale, y: AxisScale, box: Box, names: readonly (readonly string[])[], id: string): string[] {
  const places = figure.lines.map(({ points }) =>
    points.map(([px, py]): Place => {
      const [u, v] = [x.at(px), y.at(py)];
      return Number.isNaN(u) || Number.isNaN(v) ? null : [pixelX(box, u), pixelY(box, v)];
    }),
  );
  const layer = (k: number): number => (ownerOf(figure.lines, k) !== null ? 0 : figure.lines[k]!.style === "dashed" ? 2 : 1);
  const order = [...figure.lines.keys()].sort((a, b) => layer(a) - layer(b) || b - a);
  const looks = looksOf(figure.lines);
  const marks = order.map((k) => lineMarks(figure.lines[k]!, looks[k]!, places[k]!));
  const { left, right, top, bottom } = box;
  return [
    `<clipPath id="${id}-frame"><rect x="${number(left)}" y="${number(top)}" width="${number(right - left)}" height="${number(bottom - top)}"/></clipPath>`,
    `<g clip-path="url(#${id}-frame)">${marks.map(({ path }) => path).join("")}</g>`,
    marks.map(({ markers }) => markers).join(""),
    ...labels(figure, places, names, box),
  ];
}

/** Every name beside the end of its line, or as near to it as the others leave room. */
function labels(
  figure: Figure,
  places: readonly (readonly Place[])[],
  names: readonly (readonly string[])[],
  { right, top, bottom }: Box,
): string[] {
  const wanted = places.map((line) => line.findLast((place) => place !== null)?.[1] ?? bottom);
  const order = [...names.keys()].sort((a, b) => wanted[a]! - wanted[b]! || a - b);
  const tops = new Map<number, number>();
  let free = top;
  for (const k of order) {
    tops.set(k, Math.max(free, wanted[k]! - heightOf(names[k]!) / 2));
    free = tops.get(k)! + heightOf(names[k]!);
  }
  // Pushed beyond the bottom they are moved up again, the lowest first.
  free = bottom;
  for (const k of order.toReversed()) {
    tops.set(k, Math.min(tops.get(k)!, free - heightOf(names[k]!)));
    free = tops.get(k)!;
  }
  const looks = looksOf(figure.lines);
  return order.map((k) => {
    const start = right + GAP;
    const first = tops.get(k)! + 2 + LINE / 2;
    const lines = names[k]!.map((line, j) => text(start + SAMPLE + GAP, first + 4.5 + j * LINE, BODY, `fill="${INK}"`, escaped(line)));
    return sample(figure.lines[k]!, looks[k]!, start, first, SAMPLE) + lines.join("");
  });
}

/** For those who do not see it: axes, ranges, lines. */
function description({ x, y, lines, note }: Figure): string {
  const axis = (name: string, of: Figure["x"], at: 0 | 1): string => {
    const ends = axisScale(
      of,
      lines.flatMap(({ points }) => points.map((point) => point[at])),
      2,
    )?.ends;
    return `${name}: ${axisTitle(of)}${ends ? `, from ${short(ends[0])} to ${short(ends[1])}` : ""}.`;
  };
  const said = lines.map(({ name, points, style }) => {
    const last = points.findLast(([px, py]) => isOn(x, px) && isOn(y, py));
    return `${name}${style === "dashed" ? " (dashed)" : ""}${last ? `, ${short(last[1])} at ${short(last[0])}` : ", no points"}`;
  });
  return [
    axis("Horizontal axis", x, 0),
    axis("Vertical axis", y, 1),
    `Lines, with their last points: ${said.join("; ")}.`,
    note ?? "",
  ].join(" ");
}
