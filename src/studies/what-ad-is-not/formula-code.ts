/** Formulas as code: what is written twice is computed twice. Elementary functions are the engine's own, bit for bit. */
import { constantOf, type Op } from "../../ad/expr.js";
import { add, div, type Expr, mul, neg, sub } from "../../ad/index.js";
import { evaluateSource, kernelSource } from "../../ad/kernels/emit-js.js";

const infix: ReadonlyMap<Op, string> = new Map([
  [add.op, "+"],
  [sub.op, "-"],
  [mul.op, "*"],
  [div.op, "/"],
]);

/** (x, g) ↦ void: writes the value of each formula, a scalar made from scalars, to g. */
export function formulaCode(x: readonly Expr[], formulas: readonly Expr[]): (x: Float64Array, g: Float64Array) => void {
  const names = new Map(x.map((xk, k) => [xk, `x[${k}]`]));
  const functions = new Map<Op, string>();
  const text = (e: Expr): string => {
    const name = names.get(e);
    if (name !== undefined) return name;
    const number = constantOf(e)?.[0];
    if (number !== undefined) return `(${Object.is(number, -0) ? "-0" : number})`;
    const args = e.args.map(text);
    const operator = infix.get(e.op);
    if (operator) return `(${args.join(` ${operator} `)})`;
    if (e.op === neg.op) return `(-${args[0]})`;
    if (!functions.has(e.op)) functions.set(e.op, functionText(e.op));
    return `${e.op.name}(${args.join()})`;
  };
  const lines = formulas.map((e, k) => `g[${k}] = ${text(e)};`);
  const definitions = [...functions].map(([op, source]) => `const ${op.name} = ${source};`);
  return evaluateSource(`(() => { ${definitions.join("\n")}\nreturn (x, g) => {\n${lines.join("\n")}\n}; })()`) as ReturnType<
    typeof formulaCode
  >;
}

function functionText({ name, kernel, jvp }: Op): string {
  if (kernel.form !== "elementwise") throw new Error(`${name} is not a function of numbers`);
  const { code, result } = kernelSource(kernel.body, jvp.length);
  return `(${jvp.map((_, k) => `x${k}`).join()}) => { ${code}\nreturn ${result}; }`;
}
