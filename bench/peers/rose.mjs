// rose: scalar programs, traced and compiled to WebAssembly. Each element is a variable of its own, so only small cases.
import { add, compile, fn, mul, Real, sub, Vec, vjp } from "rose";

const MOST = 100;

export async function load(kind, [n], [x]) {
  if (kind !== "rosenbrock" || n > MOST) return null;
  const Point = Vec(n, Real);
  const f = fn([Point], Real, (x) => {
    let total = 0;
    for (let i = 0; i + 1 < n; i++) {
      const a = sub(x[i + 1], mul(x[i], x[i]));
      const b = sub(1, x[i]);
      total = add(total, add(mul(100, mul(a, a)), mul(b, b)));
    }
    return total;
  });
  const both = fn([Point], { f: Real, g: Point }, (x) => {
    const { ret, grad } = vjp(f)(x);
    return { f: ret, g: grad(1) };
  });
  const [value, gradient] = await Promise.all([compile(f), compile(both)]);
  const at = [...x];
  return {
    value: () => value(at),
    gradient: () => {
      const { f, g } = gradient(at);
      return [f, g];
    },
  };
}
