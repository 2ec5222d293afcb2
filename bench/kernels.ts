/** The workloads in JavaScript, by hand, with the mathematics of c/kernels.c: loops over Float64Arrays. g is written, never added to. */

type Numbers = Float64Array;

export interface Kernel {
  readonly value: () => number;
  readonly gradient: () => number;
  readonly g: Numbers;
}

export function mds(n: number, d: number, w: Numbers, D: Numbers): Kernel {
  const g = new Float64Array(n * d);
  const error = (i: number, j: number): number => {
    let r = 0;
    for (let k = 0; k < d; k++) {
      const t = w[i * d + k]! - w[j * d + k]!;
      r += t * t;
    }
    return r - D[i * n + j]!;
  };
  return {
    g,
    value: () => {
      let s = 0;
      for (let i = 0; i < n; i++)
        for (let j = 0; j < n; j++) {
          const e = error(i, j);
          s += e * e;
        }
      return s;
    },
    gradient: () => {
      let s = 0;
      g.fill(0);
      for (let i = 0; i < n; i++)
        for (let j = 0; j < n; j++) {
          const e = error(i, j);
          s += e * e;
          for (let k = 0; k < d; k++) {
            const t = 4 * e * (w[i * d + k]! - w[j * d + k]!);
            g[i * d + k]! += t;
            g[j * d + k]! -= t;
          }
        }
      return s;
    },
  };
}

/** c[m, n] = a b, where a and b have any strides: `down` along the rows, `along` the columns of the factor as it enters. */
interface Factor {
  readonly x: Numbers;
  readonly down: number;
  readonly along: number;
}
function product(m: number, n: number, k: number, a: Factor, b: Factor, c: Numbers): void {
  c.fill(0, 0, m * n);
  for (let i = 0; i < m; i++)
    for (let p = 0; p < k; p++) {
      const x = a.x[i * a.down + p * a.along]!;
      for (let j = 0, at = p * b.down; j < n; j++, at += b.along) c[i * n + j]! += x * b.x[at]!;
    }
}
const plain = (x: Numbers, width: number): Factor => ({ x, down: width, along: 1 });
const flipped = (x: Numbers, width: number): Factor => ({ x, down: 1, along: width });

export function mlp(batch: number, width: readonly number[], [x, labels, ...parameters]: readonly Numbers[]): Kernel {
  const layers = width.length - 1;
  const classes = width[layers]!;
  const z = width.slice(1).map((n) => new Float64Array(batch * n));
  const dz = width.slice(1).map((n) => new Float64Array(batch * n));
  const starts = parameters.map((_, k) => parameters.slice(0, k).reduce((sum, p) => sum + p.length, 0));
  const g = new Float64Array(parameters.reduce((sum, p) => sum + p.length, 0));
  const gradients = parameters.map((p, k) => g.subarray(starts[k]!, starts[k]! + p.length));
  const run = (derive: boolean): number => {
    for (let l = 0; l < layers; l++) {
      const [k, n] = [width[l]!, width[l + 1]!];
      const out = z[l]!;
      const bias = parameters[2 * l + 1]!;
      product(batch, n, k, plain(l > 0 ? z[l - 1]! : x!, k), plain(parameters[2 * l]!, n), out);
      for (let i = 0; i < batch; i++) for (let j = 0; j < n; j++) out[i * n + j]! += bias[j]!;
      if (l + 1 < layers) for (let i = 0; i < batch * n; i++) out[i] = Math.tanh(out[i]!);
    }
    const [score, p] = [z[layers - 1]!, dz[layers - 1]!];
    let loss = 0;
    for (let i = 0; i < batch; i++) {
      const at = i * classes;
      let top = score[at]!;
      for (let j = 1; j < classes; j++) top = Math.max(top, score[at + j]!);
      let s = 0;
      for (let j = 0; j < classes; j++) {
        p[at + j] = Math.exp(score[at + j]! - top);
        s += p[at + j]!;
      }
      const label = labels![i]!;
      loss += Math.log(s) + top - score[at + label]!;
      if (derive) {
        const r = 1 / (s * batch);
        for (let j = 0; j < classes; j++) p[at + j]! *= r;
        p[at + label]! -= 1 / batch;
      }
    }
    loss /= batch;
    if (!derive) return loss;
    for (let l = layers - 1; l >= 0; l--) {
      const [k, n] = [width[l]!, width[l + 1]!];
      const before = l > 0 ? z[l - 1]! : x!;
      const [cotangent, bias] = [dz[l]!, gradients[2 * l + 1]!];
      product(k, n, batch, flipped(before, k), plain(cotangent, n), gradients[2 * l]!);
      bias.fill(0);
      for (let i = 0; i < batch; i++) for (let j = 0; j < n; j++) bias[j]! += cotangent[i * n + j]!;
      if (l === 0) continue;
      const dh = dz[l - 1]!;
      product(batch, k, n, plain(cotangent, n), flipped(parameters[2 * l]!, n), dh);
      for (let i = 0; i < batch * k; i++) dh[i]! *= 1 - before[i]! * before[i]!;
    }
    return loss;
  };
  return { g, value: () => run(false), gradient: () => run(true) };
}

export function logistic(m: number, n: number, w: Numbers, A: Numbers, y: Numbers): Kernel {
  const g = new Float64Array(n);
  const margin = (i: number): number => {
    let z = 0;
    for (let j = 0, at = i * n; j < n; j++, at++) z += A[at]! * w[j]!;
    return -y[i]! * z;
  };
  return {
    g,
    value: () => {
      let loss = 0;
      for (let i = 0; i < m; i++) {
        const t = margin(i);
        loss += Math.max(t, 0) + Math.log1p(Math.exp(-Math.abs(t)));
      }
      return loss / m;
    },
    gradient: () => {
      let loss = 0;
      g.fill(0);
      for (let i = 0; i < m; i++) {
        const t = margin(i);
        const e = Math.exp(-Math.abs(t));
        loss += Math.max(t, 0) + Math.log1p(e);
        const c = (-y[i]! * (t > 0 ? 1 : e)) / (1 + e) / m;
        for (let j = 0, at = i * n; j < n; j++, at++) g[j]! += c * A[at]!;
      }
      return loss / m;
    },
  };
}

export function rosenbrock(n: number, x: Numbers): Kernel {
  const g = new Float64Array(n);
  return {
    g,
    value: () => {
      let s = 0;
      for (let i = 0; i + 1 < n; i++) {
        const a = x[i + 1]! - x[i]! * x[i]!;
        const b = 1 - x[i]!;
        s += 100 * a * a + b * b;
      }
      return s;
    },
    gradient: () => {
      let s = 0;
      let carried = 0;
      for (let i = 0; i + 1 < n; i++) {
        const a = x[i + 1]! - x[i]! * x[i]!;
        const b = 1 - x[i]!;
        s += 100 * a * a + b * b;
        g[i] = carried - 400 * a * x[i]! - 2 * b;
        carried = 200 * a;
      }
      g[n - 1] = carried;
      return s;
    },
  };
}

export function chain(blocks: number, [start, b]: Numbers): Kernel {
  const g = new Float64Array(2);
  const [at, logs, roots] = [new Float64Array(blocks), new Float64Array(blocks), new Float64Array(blocks)];
  return {
    g,
    value: () => {
      let a = start!;
      for (let k = 0; k < blocks; k++) {
        const u = b! * Math.log(a);
        a = (u + Math.sqrt(u)) * 0.3 + 1.2;
      }
      return a;
    },
    gradient: () => {
      let a = start!;
      for (let k = 0; k < blocks; k++) {
        at[k] = a;
        logs[k] = Math.log(a);
        const u = b! * logs[k]!;
        roots[k] = Math.sqrt(u);
        a = (u + roots[k]!) * 0.3 + 1.2;
      }
      let [da, db] = [1, 0];
      for (let k = blocks - 1; k >= 0; k--) {
        const s = da * 0.3;
        const du = s + (s * 0.5) / roots[k]!;
        db += du * logs[k]!;
        da = (du * b!) / at[k]!;
      }
      g[0] = da;
      g[1] = db;
      return a;
    },
  };
}
