/** Parameters declared once: type, default, parsing, validation and description all come from the same declaration. */
import { UsageError } from "./errors.js";
import { suggestion } from "./suggest.js";

export type Value = number | string | boolean;
export type Params = Readonly<Record<string, Value>>;

/** A parameter that knows its default, what it accepts and how to say so. */
export interface ParamType<T extends Value> {
  readonly default: T;
  /** What is accepted, as it reads after "expected": "an integer ≥ 1", "sphere or gaussian". */
  readonly accepts: string;
  /** The value that a JavaScript value or a command-line text stands for; undefined when it is not accepted. */
  readonly parse: (raw: unknown) => T | undefined;
  /** What the default stands for, given all other parameters; without it the default stands for itself. */
  readonly settle?: (params: Params) => T;
}

/** What a family declares: a plain value (its type is the rule) or a ParamType. */
export type Defaults = Readonly<Record<string, Value | ParamType<Value>>>;

/** The parameters a `make` or `run` receives: every default expanded to its type. */
export type Resolved<D extends Defaults> = {
  readonly [K in keyof D]: D[K] extends ParamType<infer T> ? T : D[K] extends Value ? Widened<D[K]> : Value;
};
type Widened<V extends Value> = V extends number ? number : V extends string ? string : boolean;

/** Ends that belong to the range (min, max), and ends that do not (above, below). */
export interface Range {
  readonly min?: number;
  readonly max?: number;
  readonly above?: number;
  readonly below?: number;
}

/** A finite number. */
export const number = (standard: number, range: Range = {}): ParamType<number> => ({
  default: standard,
  accepts: `a number${within(range)}`,
  parse: (raw) => {
    const value = numberOf(raw);
    return Number.isFinite(value) && contains(range, value) ? value : undefined;
  },
});

export const positive = (standard: number): ParamType<number> => number(standard, { above: 0 });

/** An integer that a double holds exactly. */
export const integer = (standard: number, range: Pick<Range, "min" | "max"> = {}): ParamType<number> => ({
  default: standard,
  accepts: `an integer${within(range)}`,
  parse: (raw) => {
    const value = numberOf(raw);
    return Number.isSafeInteger(value) && contains(range, value) ? value : undefined;
  },
});

export const flag = (standard: boolean): ParamType<boolean> => ({
  default: standard,
  accepts: "true or false",
  parse: (raw) => (raw === true || raw === "true" ? true : raw === false || raw === "false" ? false : undefined),
});

/** Any text but the empty one. */
export const text = (standard: string, accepts = "a text"): ParamType<string> => ({
  default: standard,
  accepts,
  parse: (raw) => (typeof raw === "string" && raw.trim() !== "" ? raw : undefined),
});

/** One of some words, the first by default. */
export const choice = <const W extends readonly [string, ...string[]]>(...words: W): ParamType<W[number]> => ({
  default: words[0],
  accepts: either(words),
  parse: (raw) => words.find((word) => word === raw),
});

/** A word, or what a type accepts: the default of the first, the parse of the first that takes it. */
export function oneOf<const A extends readonly [string | ParamType<Value>, ...(string | ParamType<Value>)[]]>(
  ...alternatives: A
): ParamType<Alternative<A[number]>> {
  const types = alternatives.map((a) => (typeof a === "string" ? choice(a) : a));
  return {
    default: types[0]!.default as Alternative<A[number]>,
    accepts: either(types.map((type) => type.accepts)),
    parse: (raw) => {
      for (const type of types) {
        const value = type.parse(raw);
        if (value !== undefined) return value as Alternative<A[number]>;
      }
      return undefined;
    },
  };
}
type Alternative<A> = A extends ParamType<infer T> ? T : A extends string ? A : never;

/** A default that the other parameters decide. */
export const settled = <T extends Value>(type: ParamType<T>, settle: (params: Params) => T): ParamType<T> => ({ ...type, settle });

/**
 * Every default expanded, every given value parsed. `what` names the owner in messages: "optimizer gd".
 * Throws UsageError on an unknown key and on a value that is not accepted.
 */
export function resolve(defaults: Defaults, given: Readonly<Record<string, unknown>>, what: string): Params {
  const keys = Object.keys(defaults);
  for (const key of Object.keys(given)) if (!keys.includes(key)) throw unknownKey(key, keys, what);
  const types = keys.map((key) => [key, typeOf(key, defaults[key]!)] as const);
  const params: Params = Object.fromEntries(types.map(([key, type]) => [key, parse(type, given[key] ?? type.default, `${what}: ${key}`)]));
  const settle = ([key, type]: (typeof types)[number]) => (type.settle && params[key] === type.default ? [[key, type.settle(params)]] : []);
  return { ...params, ...(Object.fromEntries(types.flatMap(settle)) as Params) };
}

/** A declaration as it is listed. */
export interface Described {
  readonly name: string;
  readonly default: Value;
  readonly accepts: string;
}

export const describe = (defaults: Defaults): Described[] =>
  Object.entries(defaults).map(([name, declared]) => {
    const type = typeOf(name, declared);
    return { name, default: type.default, accepts: type.accepts };
  });

/** The rule of a plain value is its JavaScript type; a dimension is a count. */
function typeOf(key: string, declared: Value | ParamType<Value>): ParamType<Value> {
  switch (typeof declared) {
    case "number":
      return key === "dim" ? integer(declared, { min: 1 }) : number(declared);
    case "string":
      return text(declared);
    case "boolean":
      return flag(declared);
    default:
      return declared;
  }
}

function parse(type: ParamType<Value>, raw: unknown, where: string): Value {
  const value = type.parse(raw);
  if (value === undefined) throw new UsageError(`${where}=${shown(raw)}: expected ${type.accepts}`);
  return value;
}

function unknownKey(key: string, keys: readonly string[], what: string): UsageError {
  const message = `unknown parameter ${JSON.stringify(key)} of ${what}`;
  return new UsageError(keys.length > 0 ? `${message}${suggestion(key, keys)} it has ${keys.join(", ")}` : `${message}, which has none`);
}

/** A number as it is, or the number that a decimal numeral writes; NaN for everything else: no hexadecimal, no blanks for 0. */
export function numberOf(raw: unknown): number {
  if (typeof raw === "number") return raw;
  return typeof raw === "string" && /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(raw) ? Number(raw) : Number.NaN;
}

const contains = ({ min, max, above, below }: Range, value: number): boolean =>
  !(value < (min ?? value)) &&
  !(value > (max ?? value)) &&
  (above === undefined || value > above) &&
  (below === undefined || value < below);

function within({ min, max, above, below }: Range): string {
  const ends = [
    min === undefined ? [] : [`≥ ${min}`],
    above === undefined ? [] : [`> ${above}`],
    max === undefined ? [] : [`≤ ${max}`],
    below === undefined ? [] : [`< ${below}`],
  ].flat();
  return ends.length > 0 ? ` ${ends.join(" and ")}` : "";
}

const either = (names: readonly string[]): string =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;

/** On one line. */
const shown = (raw: unknown): string => (typeof raw === "string" ? raw.replace(/\s+/g, " ") : String(raw));
