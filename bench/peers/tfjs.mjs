// @tensorflow/tfjs with its WebAssembly back end: float32, one operation at a time.
import { createRequire } from "node:module";
import { dirname } from "node:path";

const require = createRequire(import.meta.url);
const tf = require("@tensorflow/tfjs");
const wasm = require("@tensorflow/tfjs-backend-wasm");
const files = require.resolve("@tensorflow/tfjs-backend-wasm/package.json");
wasm.setWasmPaths(`${dirname(files)}/wasm-out/`);
await tf.setBackend("wasm");
await tf.ready();

const GRAM = 8;

function distances(w, [n, d]) {
  if (d < GRAM)
    return w
      .reshape([n, 1, d])
      .sub(w.reshape([1, n, d]))
      .square()
      .sum(2);
  const lengths = w.square().sum(1);
  return lengths
    .reshape([n, 1])
    .add(lengths.reshape([1, n]))
    .sub(tf.matMul(w, w, false, true).mul(2));
}

const losses = {
  mds: (sizes, [w, D]) => {
    const [n, d] = sizes;
    const target = tf.tensor(D, [n, n]);
    return { x: [tf.tensor(w, [n, d])], loss: (w) => distances(w, sizes).sub(target).square().sum() };
  },
  mlp: ([batch, ...width], [x, labels, ...parameters]) => {
    const input = tf.tensor(x, [batch, width[0]]);
    const hot = tf.oneHot(tf.tensor1d(Int32Array.from(labels), "int32"), width[width.length - 1]).toFloat();
    const layers = parameters.length / 2;
    return {
      x: parameters.map((p, k) => tf.tensor(p, k % 2 ? [width[(k + 1) / 2]] : [width[k / 2], width[k / 2 + 1]])),
      loss: (...all) => {
        let h = input;
        for (let k = 0; k < layers; k++) {
          const z = tf.matMul(h, all[2 * k]).add(all[2 * k + 1]);
          h = k + 1 < layers ? z.tanh() : z;
        }
        return h.logSumExp(1).sub(hot.mul(h).sum(1)).mean();
      },
    };
  },
  logistic: ([m, n], [w, A, y]) => {
    const [matrix, signs] = [tf.tensor(A, [m, n]), tf.tensor(y)];
    return { x: [tf.tensor(w, [n, 1])], loss: (w) => tf.matMul(matrix, w).reshape([m]).mul(signs).neg().softplus().mean() };
  },
  rosenbrock: ([n], [x]) => ({
    x: [tf.tensor(x)],
    loss: (x) => {
      const [head, tail] = [x.slice(0, n - 1), x.slice(1, n - 1)];
      return tail.sub(head.square()).square().mul(100).add(tf.scalar(1).sub(head).square()).sum();
    },
  }),
};

export function load(kind, sizes, arrays) {
  if (!losses[kind]) return null;
  const single = arrays.map((one) => Float32Array.from(one));
  const { x, loss } = losses[kind](sizes, single);
  const both = tf.valueAndGrads(loss);
  return {
    value: () => tf.tidy(() => loss(...x).dataSync()[0]),
    gradient: () =>
      tf.tidy(() => {
        const { value, grads } = both(x);
        const parts = grads.map((one) => one.dataSync());
        return [value.dataSync()[0], parts.length === 1 ? parts[0] : parts.flatMap((part) => [...part])];
      }),
  };
}
