/** Derivatives of a plain function, without any benchmark: node examples/derivatives.mjs */
import { add, grad, hessian, hvp, mul, slice, square, sub, sum } from "adbench";

/** Rosenbrock's function of n variables: sum of 100 (x_(i+1) - x_i^2)^2 + (1 - x_i)^2. */
const rosenbrock = (x) => {
  const n = x.shape[0];
  const [left, right] = [slice(x, 0, n - 1), slice(x, 1, n)];
  return sum(add(mul(square(sub(right, square(left))), 100), square(sub(1, left))));
};

const x = Float64Array.of(-1.2, 1, 1);
const v = Float64Array.of(1, 0, 0);
console.log("gradient", grad(rosenbrock)(x));
console.log("Hessian", hessian(rosenbrock)(x));
console.log("Hessian times v", hvp(rosenbrock, x, v));
