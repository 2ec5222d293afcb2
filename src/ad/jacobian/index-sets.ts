/** Sets of indices 0 … n − 1 as numbers: equal sets are one number, 0 is the empty set, i + 1 is {i}. */

/** Members of all sets together. */
const MOST_MEMBERS = 67_108_864;

export class IndexSets {
  readonly #n: number;
  /** Set s > n is #members[#starts[s − n − 1] …), ascending. */
  #members = new Int32Array(1024);
  readonly #starts: number[] = [0];
  readonly #byHash = new Map<number, number[]>();
  /** In which union an index was seen last. */
  readonly #seen: Int32Array;
  #round = 0;

  constructor(n: number) {
    this.#n = n;
    this.#seen = new Int32Array(n).fill(-1);
  }

  /** Ascending. */
  members(set: number): Int32Array {
    if (set === 0) return new Int32Array(0);
    if (set <= this.#n) return Int32Array.of(set - 1);
    const at = set - this.#n - 1;
    return this.#members.subarray(this.#starts[at]!, this.#starts[at + 1]!);
  }

  /** Of sets[from … to). Undefined once all sets together have more members than are worth keeping. */
  union(sets: Int32Array, from: number, to: number): number | undefined {
    let [first, several] = [0, false];
    for (let k = from; k < to; k++) {
      const set = sets[k]!;
      if (set === 0 || set === first) continue;
      several = first !== 0;
      if (several) break;
      first = set;
    }
    return several ? this.#merge(sets, from, to) : first;
  }

  #merge(sets: Int32Array, from: number, to: number): number | undefined {
    const start = this.#starts[this.#starts.length - 1]!;
    const round = this.#round++;
    let end = start;
    let sorted = true;
    this.#reserve(start + this.#n);
    const add = (i: number): void => {
      if (this.#seen[i] === round) return;
      this.#seen[i] = round;
      sorted &&= end === start || this.#members[end - 1]! < i;
      this.#members[end++] = i;
    };
    for (let k = from; k < to; k++) {
      const set = sets[k]!;
      if (set > this.#n) for (let at = this.#starts[set - this.#n - 1]!; at < this.#starts[set - this.#n]!; at++) add(this.#members[at]!);
      else if (set > 0) add(set - 1);
    }
    if (!sorted) this.#members.subarray(start, end).sort();
    return end > MOST_MEMBERS ? undefined : this.#keep(start, end);
  }

  /** The number of the set at the end of the members: an old one's where there is one. */
  #keep(start: number, end: number): number {
    let hash = end - start;
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ this.#members[at]!, 0x9e3779b1) ^ (hash >>> 15);
    const alike = this.#byHash.get(hash) ?? [];
    for (const set of alike) if (this.#equal(this.#starts[set - this.#n - 1]!, this.#starts[set - this.#n]!, start, end)) return set;
    this.#starts.push(end);
    const set = this.#n + this.#starts.length - 1;
    alike.push(set);
    this.#byHash.set(hash, alike);
    return set;
  }

  #equal(a: number, aEnd: number, b: number, bEnd: number): boolean {
    if (aEnd - a !== bEnd - b) return false;
    for (let k = 0; k < aEnd - a; k++) if (this.#members[a + k] !== this.#members[b + k]) return false;
    return true;
  }

  #reserve(length: number): void {
    if (length <= this.#members.length) return;
    const grown = new Int32Array(Math.max(length, 2 * this.#members.length));
    grown.set(this.#members);
    this.#members = grown;
  }
}
