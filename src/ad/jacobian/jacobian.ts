/** J = ∂f/∂x by forward sweeps (a column each), reverse sweeps (a row each), sparsity, or elimination: whichever is named, or the cheapest. */
import { canonical } from "../canonical.js";
import { eliminationRoute } from "../elimination/route.js";
import { OutOfMemory } from "../errors.js";
import { type Expr, isExpr, size } from "../expr.js";
import { input } from "../leaf.js";
import { alias, reshape } from "../ops/move.js";
import { transpose } from "../ops/shape.js";
import { type Argument, grad, type Like, shapeOf, traced } from "../transforms.js";
import { units } from "./links.js";
import { type SparseRoute, sparseRoute } from "./sparse-jacobian.js";
import { type Sparsity, sparsityOf } from "./sparsity.js";
import { type Sweeps, sweepsOf } from "./sweeps.js";

/**
 * forward: a sweep for each element of x. reverse: a sweep for each element of f(x). sparse: a sweep for each colour of the structure.
 * elimination: no sweeps, vertices of the graph of scalars are eliminated one by one, the cheapest first. auto: forward, reverse or
 * sparse, whichever takes the fewest scalar operations; the first of them where several do.
 */
export type JacobianMode = "auto" | "forward" | "reverse" | "sparse" | "elimination";

/** What a mode takes, in sweeps through the program and in scalar operations (docs/op-counts.md). */
export interface JacobianCost {
  readonly mode: "forward" | "reverse" | "sparse";
  readonly sweeps: number;
  readonly ops: number;
}

interface Route {
  /** [m n] row-major. */
  readonly numeric: (x: ArrayLike<number>) => Float64Array;
  /** [m, n] */
  readonly symbolic: () => Expr;
}
interface SweepRoute extends Route, JacobianCost {}

/**
 * x ↦ J, shape [...f(x), ...x] row-major. Several directions go through the program at once. Traced and planned once for each shape of x.
 * @throws AdError on what cannot be differentiated, and OutOfMemory by "sparse" and "elimination" where there are too many elements.
 */
export function jacobian(
  f: (x: Expr) => Expr,
  { mode = "auto" }: { readonly mode?: JacobianMode } = {},
): <A extends Argument>(x: A) => Like<A> {
  const route = routes[mode];
  const made = new Map<string, { readonly y: Expr; readonly numeric: Route["numeric"] }>();
  return <A extends Argument>(x: A): Like<A> => {
    if (isExpr(x)) {
      // An alias: what f captured from outside stays constant, even where it is x itself.
      const at = alias(x);
      const y = traced("jacobian", f(at));
      return reshape(route(y, at).symbolic(), [...y.shape, ...at.shape]) as Like<A>;
    }
    const values = x as number | ArrayLike<number>;
    const shape = shapeOf(values);
    const known = made.get(shape.join()) ?? madeAt(shape);
    made.set(shape.join(), known);
    const J = known.numeric(typeof values === "number" ? [values] : values);
    return (typeof values === "number" && known.y.shape.length === 0 ? J[0]! : J) as Like<A>;
  };

  function madeAt(shape: readonly number[]): { readonly y: Expr; readonly numeric: Route["numeric"] } {
    const at = input(shape);
    const y = traced("jacobian", f(at));
    return { y, numeric: route(y, at).numeric };
  }
}

/** J column by column. */
export const jacfwd = (f: (x: Expr) => Expr): (<A extends Argument>(x: A) => Like<A>) => jacobian(f, { mode: "forward" });

/** J row by row. */
export const jacrev = (f: (x: Expr) => Expr): (<A extends Argument>(x: A) => Like<A>) => jacobian(f, { mode: "reverse" });

/** ∇²f, [n, n] row-major: forward over reverse. */
export const hessian = (f: (x: Expr) => Expr): (<A extends Argument>(x: A) => Like<A>) => jacfwd((x) => grad(f)(x));

/** What "auto" compares for x of that shape, the one that it takes first. "sparse" is among them where it could be cheaper. */
export function jacobianCosts(f: (x: Expr) => Expr, n: number | readonly number[]): readonly [JacobianCost, ...JacobianCost[]] {
  const x = input(typeof n === "number" ? [n] : n);
  const candidates = candidatesOf(traced("jacobianCosts", f(x)), x).map(({ mode, sweeps, ops }) => ({ mode, sweeps, ops }));
  const chosen = cheapest(candidates);
  return [chosen, ...candidates.filter((one) => one !== chosen)];
}

const routes: Readonly<Record<JacobianMode, (y: Expr, x: Expr) => Route>> = {
  forward: forwardRoute,
  reverse: reverseRoute,
  sparse: (y, x) => sparse(sparseRoute(y, x, {})),
  elimination: eliminationRoute,
  auto: (y, x) => cheapest(candidatesOf(y, x)),
};

const cheapest = <C extends JacobianCost>(candidates: readonly C[]): C => candidates.reduce((a, b) => (b.ops < a.ops ? b : a));

function forwardRoute(y: Expr, x: Expr): SweepRoute {
  const [m, n] = [size(y.shape), size(x.shape)];
  return sweeping("forward", n, sweepsOf("forward", y, x), m * n, {
    put: (J, k, column) => {
      for (let i = 0; i < m; i++) J[i * n + k] = column[i]!;
    },
    symbolic: (all) => transpose(reshape(all(units(x.shape)), [n, m])),
  });
}

function reverseRoute(y: Expr, x: Expr): SweepRoute {
  const [m, n] = [size(y.shape), size(x.shape)];
  return sweeping("reverse", m, sweepsOf("reverse", y, x), m * n, {
    put: (J, k, row) => J.set(row, k * n),
    symbolic: (all) => reshape(all(units(y.shape)), [m, n]),
  });
}

/** One sweep for each unit vector. */
function sweeping(
  mode: "forward" | "reverse",
  count: number,
  sweeps: Sweeps,
  length: number,
  {
    put,
    symbolic,
  }: {
    readonly put: (J: Float64Array, k: number, result: Float64Array) => void;
    readonly symbolic: (all: Sweeps["all"]) => Expr;
  },
): SweepRoute {
  return {
    mode,
    sweeps: count,
    ops: sweeps.ops(count),
    numeric: (x) => {
      const J = new Float64Array(length);
      sweeps.run(
        x,
        count,
        (k, direction) => {
          direction[k] = 1;
        },
        (k, result) => put(J, k, result),
      );
      return J;
    },
    symbolic: () => symbolic(sweeps.all),
  };
}

function sparse({ pattern, coloring, ops, values, dense }: SparseRoute): SweepRoute {
  const places = new Float64Array(pattern.indices.length);
  for (let i = 0; i < pattern.rows; i++)
    for (let at = pattern.starts[i]!; at < pattern.starts[i + 1]!; at++) places[at] = i * pattern.columns + pattern.indices[at]!;
  return {
    mode: "sparse",
    sweeps: coloring.columnColors + coloring.rowColors,
    ops,
    numeric: (x) => {
      const J = new Float64Array(pattern.rows * pattern.columns);
      const found = values(x);
      for (let at = 0; at < found.length; at++) J[places[at]!] = found[at]!;
      return J;
    },
    symbolic: dense,
  };
}

/** Elements of all arrays together up to which the structure is looked for. */
const MOST_ELEMENTS = 3_000_000;
/** With fewer sweeps than this there is little to save. */
const FEW_SWEEPS = 4;

function candidatesOf(y: Expr, x: Expr): readonly SweepRoute[] {
  const dense = [forwardRoute(y, x), reverseRoute(y, x)];
  if (dense.some(({ sweeps }) => sweeps < FEW_SWEEPS)) return dense;
  const elements = canonical([x], [y]).order.reduce((sum, node) => sum + size(node.shape), 0);
  const pattern = elements > MOST_ELEMENTS ? undefined : structure(y, x);
  // More than half full: a colouring of columns or rows saves less than looking for it costs.
  if (!pattern || 2 * pattern.indices.length > pattern.rows * pattern.columns) return dense;
  return [...dense, sparse(sparseRoute(y, x, {}, pattern))];
}

function structure(y: Expr, x: Expr): Sparsity | undefined {
  try {
    return sparsityOf(y, x);
  } catch (error) {
    if (error instanceof OutOfMemory) return undefined;
    throw error;
  }
}
