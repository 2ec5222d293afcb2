/** The code that an elimination leaves: products and sums of partial derivatives, one after the other, as text and run. */

import { evaluateSource } from "../kernels/emit-js.js";
import type { Elimination } from "./elimination.js";

/**
 * c: the numbers of the edges, then room for those the code makes; afterwards it holds J.
 * `guarded`: of `guards`; a product with a strong zero is 0 whatever the other factor is.
 */
export function runStraightLine({ code }: Elimination, c: Float64Array, guarded?: Uint8Array): Float64Array {
  for (let k = 0; k < code.length; k++) {
    const { target, left, right, adds } = code[k]!;
    const guard = guarded?.[k] ?? 0;
    const zero = (guard & LEFT && c[left] === 0) || (guard & RIGHT && c[right] === 0);
    const product = zero ? 0 : c[left]! * c[right]!;
    c[target] = adds ? c[target]! + product : product;
  }
  return c;
}

export const LEFT = 1;
export const RIGHT = 2;

/** By product: which of its factors can be a strong zero, since an edge of those numbers has a part in it. */
export function guards({ code, numbers }: Elimination, strong: readonly boolean[]): Uint8Array {
  const isStrong = new Uint8Array(numbers);
  strong.forEach((is, edge) => {
    isStrong[edge] = is ? 1 : 0;
  });
  return Uint8Array.from(code, ({ target, left, right }) => {
    const guard = (isStrong[left] === 1 ? LEFT : 0) | (isStrong[right] === 1 ? RIGHT : 0);
    if (guard > 0) isStrong[target] = 1;
    return guard;
  });
}

/** One statement a line: `c[7] = c[2] * c[0];`, and `+=` where edges are merged. */
export const straightLineSource = ({ code }: Elimination): string =>
  code.map(({ target, left, right, adds }) => `c[${target}] ${adds ? "+=" : "="} c[${left}] * c[${right}];`).join("\n");

/** The text above as a function that runs it. */
export const compileStraightLine = (elimination: Elimination): ((c: Float64Array) => void) =>
  evaluateSource(`(c) => {\n${straightLineSource(elimination)}\n}`) as (c: Float64Array) => void;
