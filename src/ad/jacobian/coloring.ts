/** Columns that share no row are one direction: J V with one column of V per colour gives all entries of J. So do rows, or both together. */
import { type Adjacency, COLORING_ORDERS, type ColoringOrder, type Colors, fewest, greedyColors } from "./coloring-order.js";
import { fromRows, type Sparsity, transposed } from "./sparsity.js";

/** How the entries of a matrix are packed into products with it. */
export interface Coloring {
  readonly kind: "column" | "row" | "bidirectional" | "star" | "acyclic";
  /** The colour of each column, −1 where it has none: columns of one colour are added up by one product J v. */
  readonly columns: Int32Array;
  /** The colour of each row, −1 where it has none: rows of one colour are added up by one product uᵀ J. */
  readonly rows: Int32Array;
  readonly columnColors: number;
  readonly rowColors: number;
}

export interface ColoringOptions {
  /** In which order vertices are coloured; without it all are tried, and the fewest colours are kept. */
  readonly order?: ColoringOrder;
}

/** How many products a coloring takes. */
export const colorCount = ({ columnColors, rowColors }: Coloring): number => columnColors + rowColors;

/** Beyond this many pairs of columns in a row, over all rows, only the natural order is tried. */
const MOST_PAIRS = 300_000_000;
/** How many ways to divide the rows (and the columns) are tried. */
const MOST_SPLITS = 24;

const none = (count: number): Int32Array => new Int32Array(count).fill(-1);
const longest = ({ rows, starts }: Sparsity): number => {
  let most = 0;
  for (let i = 0; i < rows; i++) most = Math.max(most, starts[i + 1]! - starts[i]!);
  return most;
};

/**
 * Columns of one colour have no row in common. Source: Curtis, Powell & Reid (1974), J. Inst. Maths Applics 13; as a colouring of the
 * graph of columns: Coleman & Moré (1983), SIAM J. Numer. Anal. 20(1).
 */
export function columnColoring(pattern: Sparsity, options: ColoringOptions = {}): Coloring {
  const { of, count } = columnColors(pattern, options);
  return { kind: "column", columns: of, rows: none(pattern.rows), columnColors: count, rowColors: 0 };
}

/** Rows of one colour have no column in common. */
export function rowColoring(pattern: Sparsity, options: ColoringOptions = {}): Coloring {
  const { of, count } = columnColors(transposed(pattern), options);
  return { kind: "row", columns: none(pattern.columns), rows: of, columnColors: 0, rowColors: count };
}

/** Columns without an entry take no colour. */
function columnColors(pattern: Sparsity, { order }: ColoringOptions): Colors {
  const { columns, starts, indices } = pattern;
  const byColumn = transposed(pattern);
  const filled = Int32Array.from({ length: columns }, (_, j) => j).filter((j) => byColumn.starts[j + 1]! > byColumn.starts[j]!);
  const least = longest(pattern);
  const of = none(columns);
  // A full row: all differ.
  if (least === filled.length) {
    filled.forEach((j, color) => {
      of[j] = color;
    });
    return { of, count: least };
  }
  const place = none(columns);
  filled.forEach((j, k) => {
    place[j] = k;
  });
  const seen = none(filled.length);
  const graph: Adjacency = {
    count: filled.length,
    each: (v, visit) => {
      const j = filled[v]!;
      stamp++;
      seen[v] = stamp;
      for (let at = byColumn.starts[j]!; at < byColumn.starts[j + 1]!; at++) {
        const i = byColumn.indices[at]!;
        for (let k = starts[i]!; k < starts[i + 1]!; k++) {
          const w = place[indices[k]!]!;
          if (seen[w] === stamp) continue;
          seen[w] = stamp;
          visit(w);
        }
      }
    },
  };
  let stamp = 0;
  let pairs = 0;
  for (let i = 0; i < pattern.rows; i++) pairs += (starts[i + 1]! - starts[i]!) * (starts[i + 1]! - starts[i]!);
  const orders = order ? [order] : pairs > MOST_PAIRS ? (["natural"] as const) : COLORING_ORDERS;
  const best = fewest(orders, least, (one) => greedyColors(graph, one));
  filled.forEach((j, k) => {
    of[j] = best.of[k]!;
  });
  return { of, count: best.count };
}

/**
 * Some rows by products uᵀ J, the entries of the others by products J v; or some columns by products J v, the rest by rows. The lines
 * that are set apart are those with the most entries: a few full rows and columns no longer cost a colour for each of their entries.
 * Never more products than columns alone or rows alone take. Source: Coleman & Verma (1998), SIAM J. Sci. Comput. 19(4), where
 * the division is sought line by line; Gebremedhin, Manne & Pothen (2005), SIAM Review 47(4), section 6.
 */
export function bidirectionalColoring(pattern: Sparsity, options: ColoringOptions = {}): Coloring {
  const flipped = transposed(pattern);
  const candidates = [
    () => columnColoring(pattern, options),
    () => rowColoring(pattern, options),
    ...splits(pattern).map((most) => () => divided(pattern, most, options)),
    ...splits(flipped).map((most) => () => mirrored(divided(flipped, most, options))),
  ];
  const best = candidates.map((make) => make()).reduce((a, b) => (colorCount(b) < colorCount(a) ? b : a));
  return { ...best, kind: "bidirectional" };
}

/** Numbers of entries above which a row can be set apart, largest first. */
function splits({ rows, starts }: Sparsity): number[] {
  const lengths = new Set(Array.from({ length: rows }, (_, i) => starts[i + 1]! - starts[i]!));
  return [...lengths]
    .sort((a, b) => b - a)
    .filter((length) => length > 0)
    .slice(1, 1 + MOST_SPLITS);
}

/** Rows of more than `most` entries by rows, the others by columns. */
function divided(pattern: Sparsity, most: number, options: ColoringOptions): Coloring {
  const part = (apart: boolean): Sparsity =>
    fromRows(
      pattern.columns,
      Array.from({ length: pattern.rows }, (_, i) => {
        const row = pattern.indices.subarray(pattern.starts[i]!, pattern.starts[i + 1]!);
        return row.length > most === apart ? row : [];
      }),
    );
  const byRows = columnColors(transposed(part(true)), options);
  const byColumns = columnColors(part(false), options);
  return { kind: "bidirectional", columns: byColumns.of, rows: byRows.of, columnColors: byColumns.count, rowColors: byRows.count };
}

const mirrored = ({ kind, columns, rows, columnColors, rowColors }: Coloring): Coloring => ({
  kind,
  columns: rows,
  rows: columns,
  columnColors: rowColors,
  rowColors: columnColors,
});
