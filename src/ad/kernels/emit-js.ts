/** A body as JavaScript source: each distinct (operation, operands) becomes one `const`, in the order the body asks for it. */
import type { Body, Builder } from "../expr.js";
import { exponent, mantissa, nearest, pow2, upper } from "./scalar-builder.js";

export interface KernelSource {
  /** Statements, one per line, that define everything `result` needs. */
  readonly code: string;
  /** The variable (or literal, or argument) that holds the result. */
  readonly result: string;
}

/** A number as a literal that reads back to the same bits. */
const literal = (c: number): string => {
  const text = Object.is(c, -0) ? "-0" : String(c);
  return text.startsWith("-") ? `(${text})` : text;
};

/** A builder of source text that appends to `lines`; the variables are named `prefix` and a number. Masks are booleans. */
export function sourceBuilder(lines: string[], prefix = "t"): Builder<string> {
  const names = new Map<string, string>();
  const value = (text: string): string => {
    const known = names.get(text);
    if (known !== undefined) return known;
    const name = `${prefix}${names.size}`;
    names.set(text, name);
    lines.push(`const ${name} = ${text};`);
    return name;
  };
  const infix = (op: string) => (a: string, b: string) => value(`${a} ${op} ${b}`);
  const call = (name: string) => (a: string) => value(`${name}(${a})`);
  return {
    num: literal,
    add: infix("+"),
    sub: infix("-"),
    mul: infix("*"),
    div: infix("/"),
    neg: (a) => value(`-${a}`),
    abs: call("abs"),
    sqrt: call("sqrt"),
    nearest: call("nearest"),
    min: (a, b) => value(`${b} < ${a} ? ${b} : ${a}`),
    max: (a, b) => value(`${a} < ${b} ? ${b} : ${a}`),
    lt: infix("<"),
    le: infix("<="),
    eq: infix("==="),
    and: infix("&&"),
    or: infix("||"),
    not: (a) => value(`!${a}`),
    select: (mask, a, b) => value(`${mask} ? ${a} : ${b}`),
    pow2: call("pow2"),
    exponent: call("exponent"),
    mantissa: call("mantissa"),
    upper: call("upper"),
  };
}

/**
 * The body applied to the variables x0 … x{arity − 1}. The source expects nearest, pow2, exponent, mantissa and upper of
 * scalar-builder.ts and abs, sqrt of Math in scope, and gives the bits the body gives over `numbers`.
 */
export function kernelSource(body: Body, arity: number): KernelSource {
  const lines: string[] = [];
  const result = body(sourceBuilder(lines), ...Array.from({ length: arity }, (_, k) => `x${k}`));
  return { code: lines.join("\n"), result };
}

const scope = { abs: Math.abs, sqrt: Math.sqrt, nearest, pow2, exponent, mantissa, upper };
let serial = 0;

/** The value of an expression in which the operations of bodies are known. Each source is its own: V8 runs equal ones slower and slower. */
export function evaluateSource(expression: string): unknown {
  return new Function(...Object.keys(scope), `"use strict"; return ${expression}; // ${serial++}`)(...Object.values(scope));
}
