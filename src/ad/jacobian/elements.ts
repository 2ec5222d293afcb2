/** A walk over a program element by element: a number stands for each element of each array, made from those it depends on. */
import { canonical, visit } from "../canonical.js";
import { constantOf, type Expr, type Scan, size } from "../expr.js";
import { interpret } from "../interpret.js";
import { reshape } from "../ops/move.js";
import { substitute } from "../ops/scan.js";
import { slice } from "../ops/shape.js";
import { type Links, linksOf } from "./links.js";

/** Black boxes with more partial derivatives are taken to have no zeros among them, though they may be linear. */
const MOST_CHECKED = 1_048_576;

/** What the elements of a node depend on: links of element i are starts[i] … starts[i + 1] − 1. Those without effect are left out. */
export interface Contributions {
  readonly starts: Int32Array;
  /** The number that stands for the element at the other end. */
  readonly from: Int32Array;
  /** Which argument it is an element of, and where in that argument's partial derivatives this one stands. */
  readonly arg: Int32Array;
  readonly at: Int32Array;
  /** By argument; null: each is 1. */
  readonly partials: readonly (Links["partial"] | undefined)[];
}

/** The numbers of a node's elements, 0 where nothing depends on x. */
export type Combine = (node: Expr, contributions: Contributions) => Int32Array;

/** The numbers of the elements of y, when those of x are 1, 2, 3 … Loops are walked step by step. */
export function walkElements(x: Expr, y: Expr, combine: Combine): Int32Array {
  const graph = canonical([x], [y]);
  const walk = new Walk(combine, x);
  return walk.numbersOf(graph.outputs[0]!);
}

class Walk {
  /** null: it depends on nothing. */
  readonly #numbers = new Map<Expr, Int32Array | null>();
  readonly #combine: Combine;
  readonly #constants = new Constants();

  constructor(combine: Combine, x: Expr) {
    this.#combine = combine;
    this.#numbers.set(
      x,
      Int32Array.from({ length: size(x.shape) }, (_, i) => i + 1),
    );
  }

  numbersOf(y: Expr): Int32Array {
    visit(y, this.#numbers, new Set(), (node) => this.#numbers.set(node, this.#node(node)));
    return this.#numbers.get(y) ?? new Int32Array(size(y.shape));
  }

  #node(node: Expr): Int32Array | null {
    const args = node.args.map((arg) => this.#numbers.get(arg) ?? null);
    if (args.every((arg) => arg === null)) return null;
    const numbers = node.op.kernel.form === "scan" ? this.#loop(node) : this.#combine(node, this.#contributions(node, args));
    return numbers.some((n) => n !== 0) ? numbers : null;
  }

  #contributions(node: Expr, args: readonly (Int32Array | null)[]): Contributions {
    const links = args.map((arg, k) => (arg ? linksOf(node, k) : null));
    const few = (k: number): boolean => size(node.shape) * size(node.args[k]!.shape) <= MOST_CHECKED;
    const zeros = links.map((one, k) => (one?.partial && (!one.dense || few(k)) ? this.#constants.of(one.partial()) : undefined));
    /** Every link that counts. */
    const all = (see: (out: number, from: number, k: number, at: number) => void): void => {
      for (const [k, one] of links.entries()) {
        const [numbers, known] = [args[k]!, zeros[k]];
        one?.each((out, of, at) => {
          if (numbers[of]! !== 0 && known?.[at] !== 0) see(out, numbers[of]!, k, at);
        });
      }
    };
    const starts = new Int32Array(size(node.shape) + 1);
    all((out) => {
      starts[out + 1]!++;
    });
    for (let i = 1; i < starts.length; i++) starts[i] = starts[i]! + starts[i - 1]!;
    const next = starts.slice();
    const count = starts[starts.length - 1]!;
    const [from, arg, at] = [new Int32Array(count), new Int32Array(count), new Int32Array(count)];
    all((out, number, k, place) => {
      const slot = next[out]!++;
      from[slot] = number;
      arg[slot] = k;
      at[slot] = place;
    });
    return { starts, from, arg, at, partials: links.map((one) => one?.partial) };
  }

  /** The body once for each step, over the carry as it is then: an element of the result of the loop. */
  #loop(node: Expr): Int32Array {
    const { carry, items, constants, next, steps, reverse } = node.param as Scan;
    const [init, ...others] = node.args as [Expr, ...Expr[]];
    const [width, m] = [size(carry.shape), size(next.shape)];
    const body = canonical([carry, ...items, ...constants], [next]).outputs[0]!;
    const numbers = new Int32Array(steps * m);
    let [before, known] = [init, this.#numbers.get(init) ?? null];
    for (let step = 0; step < steps; step++) {
      const t = reverse ? steps - 1 - step : step;
      const inside = new Map<Expr, Expr>([[carry, before]]);
      for (const [k, item] of items.entries()) inside.set(item, reshape(slice(others[k]!, t, t + 1), item.shape));
      for (const [k, one] of constants.entries()) inside.set(one, others[items.length + k]!);
      this.#numbers.set(before, known);
      const state = this.numbersOf(substitute(body, inside));
      numbers.set(state, t * m);
      before = reshape(slice(node, [t, 0], [t + 1, width]), carry.shape);
      known = state.subarray(0, width);
    }
    return numbers;
  }
}

/** Numbers of expressions over constants alone. */
class Constants {
  readonly #varies = new Map<Expr, boolean>();

  /** One number where all elements are the same; undefined where an input has a part in it. */
  of(e: Expr): Float64Array | undefined {
    if (this.#depends(e)) return undefined;
    const known = constantOf(e);
    if (known) return known;
    const program = interpret(canonical([], [e]));
    program.run();
    return program.outputs[0]!;
  }

  #depends(e: Expr): boolean {
    visit(e, this.#varies, new Set(), (node) =>
      this.#varies.set(node, node.args.length === 0 ? node.param === null : node.args.some((arg) => this.#varies.get(arg)!)),
    );
    return this.#varies.get(e)!;
  }
}
