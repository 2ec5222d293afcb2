/** Addresses by liveness: the place of an array is free again after the last step that reads it. First fit. */
import { type Expr, size } from "../expr.js";
import { reads, storage } from "../plan.js";
import { loadsOf, type Step } from "./fuse.js";

interface Claim {
  readonly from: number;
  readonly to: number;
  readonly first: number;
  readonly last: number;
}

export class Arena {
  readonly #claims: Claim[] = [];
  readonly #addresses = new Map<Expr, number>();
  readonly #bottom: number;
  #top: number;
  /** Added to every address: where the arena stands in another. */
  origin = 0;

  constructor(steps: readonly Step[], stored: ReadonlySet<Expr>, inputs: readonly Expr[], outputs: readonly Expr[], bottom: number) {
    this.#bottom = this.#top = bottom;
    const [born, dead] = [new Map<Expr, number>(), new Map<Expr, number>()];
    const end = steps.length;
    steps.forEach((step, k) => {
      const writes = step.kind === "nest" ? step.sinks.map((sink) => sink.node) : [step.node];
      const loads =
        step.kind === "nest" ? step.sinks.flatMap((sink) => loadsOf(sink, step.sinks).map((load) => load.node)) : reads(step.node);
      for (const node of writes) if (!born.has(node)) born.set(node, k);
      for (const node of [...writes, ...loads]) dead.set(storage(node), k);
    });
    const forever = new Set([...inputs, ...outputs].map(storage));
    for (const node of new Set([...forever, ...[...stored].map(storage)])) {
      const fixed = forever.has(node) || node.op.kernel.form === "leaf";
      if (!fixed && !born.has(node)) continue;
      this.#addresses.set(
        node,
        this.#claim(size(node.shape), fixed ? 0 : born.get(node)!, fixed ? end : (dead.get(node) ?? born.get(node)!)),
      );
    }
  }

  readonly address = (node: Expr): number => {
    const at = this.#addresses.get(storage(node));
    if (at === undefined) throw new Error(`${node.op.name} [${node.shape.join(", ")}] has no place`);
    return this.origin + at;
  };
  /** Room while one step runs. */
  scratch(elements: number, step: number): number {
    return this.#claim(elements, step, step);
  }
  /** Room for good. */
  reserve(bytes: number): number {
    return this.#claim(bytes / 8, 0, Number.POSITIVE_INFINITY);
  }
  get bytes(): number {
    return this.#top;
  }
  get held(): Iterable<Expr> {
    return this.#addresses.keys();
  }
  largest(): string {
    const nodes = [...this.#addresses.keys()].sort((a, b) => size(b.shape) - size(a.shape)).slice(0, 3);
    return nodes.map((node) => `${node.op.name} [${node.shape.join(", ")}]`).join(", ");
  }

  #claim(elements: number, first: number, last: number): number {
    // Lanes may read one element past the end.
    const bytes = Math.ceil((8 * elements + 16) / 64) * 64;
    const rivals = this.#claims.filter((claim) => claim.first <= last && first <= claim.last).sort((a, b) => a.from - b.from);
    let from = this.#bottom;
    for (const claim of rivals) if (claim.from - from < bytes) from = Math.max(from, claim.to);
    this.#claims.push({ from, to: from + bytes, first, last });
    this.#top = Math.max(this.#top, from + bytes);
    return from;
  }
}
