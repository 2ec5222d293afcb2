/**
 * Rewrites of a graph before it is compiled, after it was counted: each pass is graph → graph and changes results by rounding, and within
 * 1e50 of the end of the range of float64 by overflow.
 */
import { type Canonical, canonical } from "./canonical.js";
import { type AxisMap, type Expr, sameShape, size, type Transposes } from "./expr.js";
import { interpret } from "./interpret.js";
import { numbers } from "./kernels/scalar-builder.js";
import { constant, fillOf } from "./leaf.js";
import { add, div, mul, neg, square, sub } from "./ops/arithmetic.js";
import { pow } from "./ops/elementary.js";
import { contract, contractOp } from "./ops/linear.js";
import { broadcastTo, index, indexOp, sumOp } from "./ops/move.js";
import { transpose } from "./ops/shape.js";

export type Pass = (graph: Canonical) => Canonical;

export const optimise: Pass = (graph) =>
  [unitReshapes, foldConstants, integerPowers, foldTransposes, constantFactors].reduce((g, pass) => pass(g), graph);

/** Rebuilds the graph bottom up. `visit` gets each node with its arguments already rewritten, and as it was. */
function rewrite(graph: Canonical, visit: (node: Expr, original: Expr) => Expr): Canonical {
  const { inputs, outputs, order } = graph;
  const to = new Map<Expr, Expr>(inputs.map((x) => [x, x]));
  let changed = false;
  for (const node of order) {
    if (to.has(node)) continue;
    const args = node.args.map((arg) => to.get(arg)!);
    const same = args.every((arg, k) => arg === node.args[k]);
    const visited = visit(same ? node : { ...node, args }, node);
    changed ||= visited !== node;
    to.set(node, visited);
  }
  if (!changed) return graph;
  return canonical(
    inputs,
    outputs.map((y) => to.get(y)!),
  );
}

/** Reshapes that only add or drop axes of extent 1 become index maps, which fuse. */
export const unitReshapes: Pass = (graph) =>
  rewrite(graph, (node) => {
    // What waits for another value must go on waiting.
    if (node.op.kernel.form !== "reshape" || node.args.length > 1) return node;
    const [x] = node.args as [Expr];
    const wide = (shape: readonly number[]): number[] => shape.flatMap((d, k) => (d === 1 ? [] : [k]));
    const [from, to] = [wide(x.shape), wide(node.shape)];
    if (
      !sameShape(
        from.map((k) => x.shape[k]!),
        to.map((k) => node.shape[k]!),
      )
    )
      return node;
    return index(
      x,
      node.shape,
      x.shape.map((_, k) => ({ axis: from.includes(k) ? to[from.indexOf(k)]! : -1, offset: 0, stride: 1 })),
    );
  });

/** What depends on no input is computed now. */
export const foldConstants: Pass = (graph) => foldArrays(foldNumbers(graph));

/** Functions of repeated numbers are repeated numbers. */
const foldNumbers: Pass = (graph) =>
  rewrite(graph, (node) => {
    const { kernel } = node.op;
    if (kernel.form !== "elementwise" || fillOf(node) !== undefined) return node;
    const fills = node.args.map(fillOf);
    return fills.every((fill) => fill !== undefined) ? broadcastTo(constant(kernel.body(numbers, ...fills)), node.shape) : node;
  });

const foldArrays: Pass = (graph) => {
  const { order, varying } = graph;
  const edge = new Set<Expr>();
  const fixed = (node: Expr): boolean => !varying.has(node) && node.args.length > 0 && fillOf(node) === undefined;
  /** What is only repeated is read where it stands, not written out. */
  const repeated = (node: Expr): Expr => {
    let at = node;
    while (at.op.kernel.form === "index" && size(at.shape) > size(at.args[0]!.shape)) at = at.args[0]!;
    return at;
  };
  const add = (node: Expr): void => {
    const source = repeated(node);
    if (fixed(node) && fixed(source)) edge.add(source);
  };
  for (const node of order) if (varying.has(node)) node.args.forEach(add);
  for (const y of graph.outputs) if (fixed(y)) edge.add(y);
  if (edge.size === 0) return graph;
  const nodes = [...edge];
  const { outputs } = interpret(canonical([], nodes));
  const value = new Map(nodes.map((node, k) => [node, uniform(outputs[k]!, node.shape)]));
  return rewrite(graph, (node, original) => value.get(original) ?? node);
};

/** As one number repeated, where it is one. */
function uniform(values: Float64Array, shape: readonly number[]): Expr {
  const [c] = values;
  if (c !== undefined && values.every((v) => Object.is(v, c))) return broadcastTo(constant(c), shape);
  return constant(values, shape);
}

const HIGHEST_POWER = 16;

/** x^c for small whole c as products, and 1/x. Other negative powers stay: x^−c would overflow where x^c is still a number. */
export const integerPowers: Pass = (graph) =>
  rewrite(graph, (node) => {
    if (node.op !== pow.op) return node;
    const [x, y] = node.args as [Expr, Expr];
    const c = fillOf(y);
    if (c === -1) return div(1, x);
    return c !== undefined && Number.isInteger(c) && c > 0 && c <= HIGHEST_POWER ? power(x, c) : node;
  });

function power(x: Expr, c: number): Expr {
  if (c === 1) return x;
  const half = square(power(x, c >> 1));
  return c % 2 === 1 ? mul(half, x) : half;
}

/** Products read a transposed factor as it is stored. */
export const foldTransposes: Pass = (graph) =>
  rewrite(graph, (node) => {
    if (node.op !== contractOp) return node;
    const { ta, tb } = node.param as Transposes;
    const [x, y] = node.args as [Expr, Expr];
    const [p, q] = [transposed(x), transposed(y)];
    return p || q ? contract(p ?? x, q ?? y, { ta: ta !== (p !== null), tb: tb !== (q !== null) }) : node;
  });

/** What x is the transpose of; null: of nothing. */
function transposed(x: Expr): Expr | null {
  if (x.op !== indexOp || x.shape.length !== 2) return null;
  const [inner] = x.args as [Expr];
  const swaps = (x.param as readonly AxisMap[]).every((m, k) => m.axis === 1 - k && m.offset === 0 && m.stride === 1);
  return swaps && inner.shape.length === 2 && inner.shape[0] === x.shape[1] && inner.shape[1] === x.shape[0] ? inner : null;
}

/** Constant factors move outwards: c x, c Σx, c x[map], c A B leave the inner loops; A B + Aᵀ B becomes (A + Aᵀ) B. */
export const constantFactors: Pass = (graph) => rewrite(graph, (node) => rules.get(node.op)?.(node, ...node.args) ?? node);

/** Factors outside are left where they are: moving them could overflow. */
const tame = (c: number): boolean => Math.abs(c) > 1e-25 && Math.abs(c) < 1e25;

/** x = c core; core null where x is c everywhere. */
function factors(x: Expr): { readonly c: number; readonly core: Expr | null } {
  const fill = fillOf(x);
  if (fill !== undefined) return { c: fill, core: null };
  const c = x.op === mul.op ? fillOf(x.args[0]!) : undefined;
  return c !== undefined && tame(c) ? { c, core: x.args[1]! } : { c: 1, core: x };
}

function scale(c: number, x: Expr): Expr {
  const { c: inner, core } = factors(x);
  if (core === null) return broadcastTo(constant(c * inner), x.shape);
  if (c * inner === 1) return core;
  return mul(c * inner, core);
}

/** f(x), f linear, with the factor taken out. */
function linear(node: Expr, x: Expr, f: (core: Expr) => Expr): Expr {
  const { c, core } = factors(x);
  return core === null || c === 1 ? node : scale(c, f(core));
}

const rules = new Map<Expr["op"], (node: Expr, ...args: Expr[]) => Expr>([
  [neg.op, (_, x) => scale(-1, x!)],
  [mul.op, (node, x, y) => product(node, x!, y!)],
  [
    square.op,
    (node, x) => {
      const { c, core } = factors(x!);
      return core === null || c === 1 || !tame(c * c) ? node : scale(c * c, square(core));
    },
  ],
  [
    div.op,
    (node, x, y) => {
      const c = fillOf(y!);
      return c !== undefined && tame(c) ? scale(1 / c, x!) : node;
    },
  ],
  [add.op, (node, x, y) => addition(node, x!, y!)],
  [
    sub.op,
    (node, x, y) => {
      const { c, core } = factors(y!);
      return core !== null && c < 0 ? addition(node, x!, scale(-c, core), true) : node;
    },
  ],
  [sumOp, (node, x) => linear(node, x!, (core) => ({ ...node, args: [core] }))],
  [
    indexOp,
    (node, x) => {
      const padded = (node.param as readonly AxisMap[]).some((m) => m.axis >= 0 || m.offset !== 0);
      const fill = fillOf(x!);
      if (fill !== undefined && !padded && size(x!.shape) > 0) return broadcastTo(constant(fill), node.shape);
      return linear(node, x!, (core) => index(core, node.shape, node.param as readonly AxisMap[]));
    },
  ],
  [
    contractOp,
    (node, x, y) => {
      const [p, q] = [factors(x!), factors(y!)];
      const c = (p.core ? p.c : 1) * (q.core ? q.c : 1);
      return c === 1 || !tame(c) ? node : scale(c, contract(p.core ?? x!, q.core ?? y!, node.param as Transposes));
    },
  ],
]);

function product(node: Expr, x: Expr, y: Expr): Expr {
  const [p, q] = [factors(x), factors(y)];
  if (p.core === null && tame(p.c)) return scale(p.c, y);
  if (q.core === null && tame(q.c)) return scale(q.c, x);
  if (p.core === null || q.core === null || (p.c === 1 && q.c === 1) || !tame(p.c * q.c)) return node;
  return scale(p.c * q.c, mul(p.core, q.core));
}

function addition(node: Expr, x: Expr, y: Expr, changed = false): Expr {
  const [p, q] = [factors(x), factors(y)];
  if (p.core && q.core && p.c === q.c && p.c !== 1) return scale(p.c, addition(node, p.core, q.core, true));
  if (p.core && q.core && q.c === -1) return sub(x, q.core);
  if (p.core && q.core && p.c === -1) return sub(y, p.core);
  if (x.op === contractOp && y.op === contractOp && x.args.every((arg, k) => arg === y.args[k])) {
    const [s, t] = [x.param as Transposes, y.param as Transposes];
    const [a, b] = x.args as [Expr, Expr];
    if (s.ta !== t.ta && s.tb === t.tb && a.shape[0] === a.shape[1]) return contract(add(a, transpose(a)), b, { ta: false, tb: s.tb });
  }
  return changed ? add(x, y) : node;
}
