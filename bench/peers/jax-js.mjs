// @jax-js/jax: its WebAssembly back end in float64, value and gradient in one jit. It asks for a navigator and a Float16Array.
globalThis.navigator ??= { userAgent: "node", hardwareConcurrency: 1 };
globalThis.Float16Array ??= class extends Uint16Array {};
const jax = await import("@jax-js/jax");
const { nn, numpy: np } = jax;
await jax.init("wasm");
jax.defaultDevice("wasm");

const array = (data, shape) => np.array(data, { shape, dtype: np.float64 });
const GRAM = 8;

// Operations use up their arguments; what is needed again is passed as `.ref`.
function distances(w, [n, d]) {
  if (d < GRAM) return np.square(w.ref.reshape([n, 1, d]).sub(w.reshape([1, n, d]))).sum(2);
  const lengths = np.square(w.ref).sum(1);
  return lengths.ref
    .reshape([n, 1])
    .add(lengths.reshape([1, n]))
    .sub(np.matmul(w.ref, np.transpose(w)).mul(2));
}

const losses = {
  mds: (sizes, [w, D]) => {
    const [n, d] = sizes;
    return { x: [array(w, [n, d])], data: [array(D, [n, n])], loss: (w, D) => np.square(distances(w, sizes).sub(D)).sum() };
  },
  mlp: ([batch, ...width], [x, labels, ...parameters]) => {
    const classes = width[width.length - 1];
    const hot = new Float64Array(batch * classes);
    labels.forEach((label, i) => {
      hot[i * classes + label] = 1;
    });
    const layers = parameters.length / 2;
    return {
      x: parameters.map((p, k) => array(p, k % 2 ? [width[(k + 1) / 2]] : [width[k / 2], width[k / 2 + 1]])),
      data: [array(x, [batch, width[0]]), array(hot, [batch, classes])],
      loss: (...all) => {
        let h = all[2 * layers];
        for (let k = 0; k < layers; k++) {
          const z = np.matmul(h, all[2 * k]).add(all[2 * k + 1]);
          h = k + 1 < layers ? np.tanh(z) : z;
        }
        const score = all[2 * layers + 1].mul(h.ref).sum(1);
        return nn.logsumexp(h, 1).sub(score).mean();
      },
    };
  },
  logistic: ([m, n], [w, A, y]) => ({
    x: [array(w, [n])],
    data: [array(A, [m, n]), array(y, [m])],
    loss: (w, A, y) => nn.softplus(np.matmul(A, w).mul(y).mul(-1)).mean(),
  }),
  rosenbrock: ([n], [x]) => ({
    x: [array(x, [n])],
    data: [],
    loss: (x) => {
      const head = x.ref.slice([0, n - 1]);
      const tail = x.slice([1, n]);
      return np
        .square(tail.sub(np.square(head.ref)))
        .mul(100)
        .add(np.square(head.mul(-1).add(1)))
        .sum();
    },
  }),
};

export function load(kind, sizes, arrays) {
  if (!losses[kind]) return null;
  const { x, data, loss } = losses[kind](sizes, arrays);
  const value = jax.jit(loss);
  const both = jax.jit(jax.valueAndGrad(loss, { argnums: x.map((_, k) => k) }));
  const all = () => [...x, ...data].map((one) => one.ref);
  return {
    value: () => value(...all()).dataSync()[0],
    gradient: () => {
      const [f, g] = both(...all());
      const parts = g.map((one) => one.dataSync());
      return [f.dataSync()[0], parts.length === 1 ? parts[0] : parts.flatMap((part) => [...part])];
    },
  };
}
