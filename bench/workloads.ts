/** The losses that are timed, as a user would write them. Their data are captured constants; what they are differentiated by is passed in. */
import {
  add,
  type Expr,
  log,
  logsumexp,
  matmul,
  mean,
  mul,
  neg,
  scan,
  slice,
  softplus,
  sqrt,
  square,
  squaredDistances,
  sub,
  sum,
  tanh,
} from "../src/ad/index.js";

/** Σ_ij (‖w_i − w_j‖² − D_ij)², w [n, d], D [n, n] */
export const sstress =
  (D: Expr) =>
  (w: Expr): Expr =>
    sum(square(sub(squaredDistances(w), D)));

/** Mean cross entropy of softmax(tanh(… tanh(x W1 + b1) …) Wk + bk); x [batch, n], labels [batch, classes] one-hot; W1, b1, W2, b2, … */
export const mlp =
  (x: Expr, labels: Expr) =>
  (...parameters: Expr[]): Expr => {
    let h = x;
    for (let k = 0; k < parameters.length; k += 2) {
      const z = add(matmul(h, parameters[k]!), parameters[k + 1]!);
      h = k + 2 < parameters.length ? tanh(z) : z;
    }
    return mean(sub(logsumexp(h, 1), sum(mul(labels, h), 1)));
  };

/** Mean of log(1 + exp(−y_i a_i·w)), A [m, n], y [m] of ±1 */
export const logistic =
  (A: Expr, y: Expr) =>
  (w: Expr): Expr =>
    mean(softplus(neg(mul(y, matmul(A, w)))));

/** Σ 100 (x_{i+1} − x_i²)² + (1 − x_i)² (Rosenbrock 1960, extended) */
export function rosenbrock(x: Expr): Expr {
  const n = x.shape[0]!;
  const [head, tail] = [slice(x, 0, n - 1), slice(x, 1, n)];
  return sum(add(mul(100, square(sub(tail, square(head)))), square(sub(1, head))));
}

/** a ← 0.3 (u + √u) + 1.2 with u = b log a, for that many blocks of six operations: one loop, not 10⁴ nodes */
export const chain =
  (blocks: number) =>
  (a: Expr, b: Expr): Expr =>
    scan(
      (carry) => {
        const u = mul(b, log(carry));
        const next = add(mul(0.3, add(u, sqrt(u))), 1.2);
        return [next, next];
      },
      a,
      blocks,
    )[0];

/** tanh(A x), A [m, n] */
export const tanhLayer =
  (A: Expr) =>
  (x: Expr): Expr =>
    tanh(matmul(A, x));
