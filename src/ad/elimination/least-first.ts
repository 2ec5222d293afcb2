/** A heap of the numbers 0 … n − 1, each with a cost: the least cost first, of several the lowest number. */
export class LeastFirst {
  /** Pairs cost · n + number, the least on top; those that are out of date are skipped. */
  readonly #heap: number[] = [];
  readonly #costs: Float64Array;

  constructor(n: number) {
    this.#costs = new Float64Array(n).fill(-1);
  }

  has(number: number): boolean {
    return this.#costs[number]! >= 0;
  }

  /** Costs are integers ≥ 0; a number that is there gets a new cost. */
  put(number: number, cost: number): void {
    if (this.#costs[number] === cost) return;
    this.#costs[number] = cost;
    const heap = this.#heap;
    const key = cost * this.#costs.length + number;
    let at = heap.push(key) - 1;
    for (let up = (at - 1) >> 1; at > 0 && heap[up]! > key; at = up, up = (at - 1) >> 1) heap[at] = heap[up]!;
    heap[at] = key;
  }

  take(): number | undefined {
    const n = this.#costs.length;
    for (let key = this.#pop(); key !== undefined; key = this.#pop()) {
      const number = key % n;
      if (this.#costs[number] !== (key - number) / n) continue;
      this.#costs[number] = -1;
      return number;
    }
    return undefined;
  }

  #pop(): number | undefined {
    const heap = this.#heap;
    const top = heap[0];
    const key = heap.pop();
    if (key === undefined || heap.length === 0) return top;
    let at = 0;
    for (let down = 1; down < heap.length; down = 2 * at + 1) {
      if (down + 1 < heap.length && heap[down + 1]! < heap[down]!) down++;
      if (heap[down]! >= key) break;
      heap[at] = heap[down]!;
      at = down;
    }
    heap[at] = key;
    return top;
  }
}
