/** n + 1 vertices in order of their values, and the sum of all: replacing the worst costs O(n). */
import { rank } from "../statistics/statistics.js";
import { same } from "../vector.js";

export interface Vertex {
  readonly x: Float64Array;
  readonly f: number;
}

export class Simplex {
  readonly #n: number;
  readonly #vertices: Vertex[];
  readonly #sum: Float64Array;
  #age = 0;

  /** Takes the vertices over; equal values keep the given order. */
  constructor(vertices: Vertex[]) {
    this.#n = vertices.length - 1;
    this.#vertices = vertices.sort(compare);
    this.#sum = new Float64Array(this.#n);
    this.#refresh();
  }

  get best(): Vertex {
    return this.#vertices[0]!;
  }
  /** The worst but one. */
  get second(): Vertex {
    return this.#vertices[this.#n - 1]!;
  }
  get worst(): Vertex {
    return this.#vertices[this.#n]!;
  }

  /** out = x̄ + t (x_worst − x̄), x̄ the centroid of all but the worst. */
  along(t: number, out: Float64Array): Float64Array {
    const worst = this.worst.x;
    for (let i = 0; i < this.#n; i++) {
      const centre = (this.#sum[i]! - worst[i]!) / this.#n;
      out[i] = (1 - t) * centre + t * worst[i]!;
    }
    return out;
  }

  /** Puts a vertex in the place of the worst, behind its equals (Lagarias et al. 1998, §2); returns the array that came free. */
  replaceWorst(x: Float64Array, f: number): Float64Array {
    const worst = this.#vertices.pop()!;
    for (let i = 0; i < this.#n; i++) this.#sum[i]! += x[i]! - worst.x[i]!;
    let low = 0;
    let high = this.#n;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (rank(this.#vertices[middle]!.f) <= rank(f)) low = middle + 1;
      else high = middle;
    }
    this.#vertices.splice(low, 0, { x, f });
    // Rounding builds up in the running sum: O(n²) once in n replacements.
    if (++this.#age >= this.#n) this.#refresh();
    return worst.x;
  }

  /** x_i ← x_1 + s (x_i − x_1) for all but the best, then evaluated and put in order. */
  shrink(s: number, value: (x: Float64Array) => number): void {
    const best = this.best.x;
    for (let k = 1; k <= this.#n; k++) {
      const { x } = this.#vertices[k]!;
      for (let i = 0; i < this.#n; i++) x[i] = best[i]! + s * (x[i]! - best[i]!);
      this.#vertices[k] = { x, f: value(x) };
    }
    this.#vertices.sort(compare);
    this.#refresh();
  }

  /** True when all vertices are one point. Cheap unless all values are equal. */
  get collapsed(): boolean {
    if (rank(this.best.f) !== rank(this.worst.f)) return false;
    const best = this.best.x;
    return this.#vertices.every(({ x }) => same(x, best));
  }

  #refresh(): void {
    this.#age = 0;
    this.#sum.fill(0);
    for (const { x } of this.#vertices) for (let i = 0; i < this.#n; i++) this.#sum[i]! += x[i]!;
  }
}

function compare(a: Vertex, b: Vertex): number {
  const p = rank(a.f);
  const q = rank(b.f);
  return p === q ? 0 : p < q ? -1 : 1;
}
