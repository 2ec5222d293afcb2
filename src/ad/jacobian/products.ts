/** ∇²f V for many directions at once, and Jᵀ ∇²L J v for f(x) = L(y(x)): products with matrices that are never made. */

import { pullback, pushforward } from "../derive.js";
import { AdError, shown } from "../errors.js";
import { type Expr, size } from "../expr.js";
import { input } from "../leaf.js";
import { alias, reshape } from "../ops/move.js";
import { type Argument, direction, type HvpMode, hvpGraph, type Like, scalar, traced, transform } from "../transforms.js";
import { batched } from "./batch.js";

/**
 * ∇²f(x) v for each row v of V: [k, n] row-major, as the result is. f and ∇f are computed once for all of them. Traces f at each call.
 * @throws AdError when f does not return a scalar, and when V does not hold whole rows.
 */
export function blockHvp<A extends ArrayLike<number> | Expr>(
  f: (x: Expr) => Expr,
  x: ArrayLike<number> | Expr,
  V: A,
  { mode = "forward-over-reverse" }: { readonly mode?: HvpMode } = {},
): Like<A> {
  const run = transform(([at, rows]) => {
    const k = size(rows!.shape) / size(at!.shape);
    if (!Number.isInteger(k) || k < 1)
      throw new AdError("blockHvp", `x has shape ${shown(at!.shape)}, V ${shown(rows!.shape)}: expected a row for each direction, [k, n]`);
    const v = input(at!.shape);
    const product = hvpGraph(scalar("blockHvp", f(at!)), at!, v, mode);
    return [reshape(batched(product, v, reshape(rows!, [k, ...at!.shape])), rows!.shape)];
  });
  return run([x, V])[0] as Like<A>;
}

/**
 * Jᵀ ∇²loss(y) J v at y = model(x), J its Jacobian: the Hessian of loss(model(x)) without the curvature of the model, positive
 * semidefinite where loss is convex. Traces both at each call. Schraudolph (2002), Neural Comput. 14(7), §3.
 * @throws AdError when loss does not return a scalar.
 */
export function gaussNewtonProduct<A extends Argument>(model: (x: Expr) => Expr, loss: (y: Expr) => Expr, x: A, v: Argument): Like<A> {
  const run = transform(([at, along]) => {
    const y = traced("gaussNewtonProduct", model(at!));
    // A node of its own: the gradient of the loss is that of a function of y alone.
    const z = alias(y);
    const [g] = pullback(scalar("gaussNewtonProduct", loss(z)), [z]) as [Expr];
    const Jv = pushforward(y, at!, direction("gaussNewtonProduct", at!, along!));
    return pullback(y, [at!], pushforward(g, z, Jv));
  });
  return run([x, v])[0] as Like<A>;
}
