/** Results as text. */
import type { Contender } from "./contender.js";
import { heights, type JacobianRow } from "./jacobian.js";
import type { Result, Row } from "./measure.js";
import { ratio, table, time, verdict } from "./table.js";
import type { Timed } from "./whole.js";

const BASE = "C plain";
const resultOf = (row: Row, name: string): Result | undefined => row.results.find((one) => one.name === name);

export function showCases(rows: readonly Row[], contenders: readonly Contender[]): string {
  const names = contenders.map(({ name }) => name).filter((name) => rows.some((row) => resultOf(row, name)));
  const absolute = table(
    ["loss + gradient", ...names],
    rows.map((row) => [row.name, ...names.map((name) => time(resultOf(row, name)?.gradient))]),
  );
  const wrong = rows.flatMap((row) =>
    row.results
      .filter(({ agrees }) => !agrees)
      .map((one) => `${row.name}: ${one.name} differs by ${one.f.toExponential(1)} in f, ${one.g.toExponential(1)} in the gradient`),
  );
  const agreement = wrong.length === 0 ? "all agree on value and gradient" : wrong.join("\n");
  const relative = rows.some((row) => resultOf(row, BASE))
    ? `\n\n${table(
        ["÷ C plain", ...names, "must", "stretch"],
        rows.map((row) => {
          const base = resultOf(row, BASE)?.gradient;
          const over = (name: string): number | undefined => {
            const mine = resultOf(row, name)?.gradient;
            return mine !== undefined && base !== undefined ? mine / base : undefined;
          };
          const wasm = over("wasm");
          return [
            row.name,
            ...names.map((name) => ratio(over(name))),
            verdict(wasm, row.must ?? undefined),
            verdict(wasm, row.stretch ?? undefined),
          ];
        }),
      )}`
    : "";
  const [first] = names;
  const share = table(
    ["(f, ∇f) ÷ f", ...names, "wasm, asked for"],
    rows.map((row) => {
      const of = (name: string): number | undefined => {
        const one = resultOf(row, name);
        return one && one.gradient / one.value;
      };
      return [row.name, ...names.map((name) => ratio(of(name))), verdict(of("wasm"), row.mostRatio ?? undefined)];
    }),
  );
  return `${absolute}${relative}\n\n${share}\n\n${agreement} (compared with ${first})`;
}

export function showJacobians(
  rows: readonly JacobianRow[],
  crossings: { readonly wasm: number | null; readonly c: number | null },
): string {
  const names = Object.keys(rows[0]?.seconds ?? {});
  const at = (x: number | null): string =>
    x === null ? `outside m = ${heights[0]}…${heights[heights.length - 1]}` : `m/n = ${x.toFixed(2)}`;
  const worst = Math.max(...rows.map(({ agreement }) => agreement));
  return [
    table(
      ["Jacobian, R¹⁰⁰ → Rᵐ", ...names],
      rows.map((row) => [`W5 m = ${row.m}`, ...names.map((name) => time(row.seconds[name]))]),
    ),
    `forward and reverse cost the same at ${at(crossings.wasm)} (asked for: 0.8…1.3); in C at ${at(crossings.c)}`,
    `all agree to ${worst.toExponential(1)}`,
  ].join("\n");
}

export const showTimed = (title: string, rows: readonly Timed[]): string =>
  `${title}\n${table(
    ["", "time", `÷ ${rows[0]?.name}`, "more"],
    rows.map((one) => [one.name, time(one.seconds), ratio(one.ratio), time(Math.max(0, one.more))]),
  )}`;

/** A row for each case and contender. */
export function csv(rows: readonly Row[]): string {
  const lines = rows.flatMap((row) =>
    row.results.map((one) => {
      const base = resultOf(row, BASE)?.gradient;
      return [
        `"${row.name}"`,
        one.name,
        one.gradient,
        one.value,
        base === undefined ? "" : one.gradient / base,
        one.f,
        one.g,
        one.agrees,
      ].join(",");
    }),
  );
  return ["workload,contender,gradient_seconds,value_seconds,ratio_to_c_plain,f_difference,gradient_difference,agrees", ...lines]
    .join("\n")
    .concat("\n");
}
