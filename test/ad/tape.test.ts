/** Programs of very many scalar nodes: the tape gives what the interpreter gives. */
import { expect, test } from "vitest";
import { canonical } from "../../src/ad/canonical.js";
import * as ad from "../../src/ad/index.js";
import { interpret } from "../../src/ad/interpret.js";
import { tape } from "../../src/ad/tape.js";

const at = (x: ad.Expr, i: number): ad.Expr => ad.reshape(ad.slice(x, i, i + 1), []);

/** x ↦ a chain over scalars, with choices, an array op now and then, and constants. */
function program(steps: number): { readonly x: ad.Expr; readonly outputs: readonly ad.Expr[] } {
  const x = ad.input([3]);
  let y = at(x, 0);
  for (let k = 0; k < steps; k++) {
    y = ad.add(ad.mul(0.3, ad.sin(y)), ad.where(ad.gt(y, 0.2), at(x, 1), ad.mul(at(x, 2), y)));
    if (k % 500 === 0) y = ad.add(y, ad.mul(0.01, ad.sum(ad.exp(ad.mul(x, y)))));
  }
  return { x, outputs: [y, ad.pullback(y, [x])[0]!, x] };
}

function evaluate(machine: ReturnType<typeof interpret>, x: readonly number[]): number[][] {
  machine.inputs[0]!.set(x);
  machine.run();
  machine.run();
  return machine.outputs.map((y) => [...y]);
}

test("value, gradient and an input as an output, to the last bit", () => {
  const { x, outputs } = program(1500);
  const graph = canonical([x, ad.input([2])], outputs);
  expect(evaluate(tape(graph)!, [0.4, -0.3, 0.7])).toEqual(evaluate(interpret(graph), [0.4, -0.3, 0.7]));
});

test("compile takes it where a program is too large for functions of WebAssembly", () => {
  const { x, outputs } = program(4000);
  const compiled = ad.compile([x], outputs);
  expect(compiled.engine).toBe("interpreter");
  compiled.inputs[0]!.set([0.4, -0.3, 0.7]);
  compiled.run();
  expect(compiled.outputs.map((y) => [...y])).toEqual(evaluate(interpret(canonical([x], outputs)), [0.4, -0.3, 0.7]));
});

test("arrays that are too large to be kept all are left to the interpreter", () => {
  const x = ad.input([3_000_000]);
  const chain = Array.from({ length: 12 }).reduce<ad.Expr>((y) => ad.square(y), x);
  expect(tape(canonical([x], [chain]))).toBeNull();
});
