/** Parameters declared once: type, default, parsing, validation and description all come from the same declaration. */

export type Value = number | string | boolean;
export type Params = Readonly<Record<string, Value>>;

/** A parameter that knows its default, what it accepts and how to say so. */
export interface ParamType<T extends Value> {
  readonly default: T;
  /** What is accepted, as it reads after "expected": "an integer ≥ 1", "one of sphere, gaussian". */
  readonly accepts: string;
  /** The value that a JavaScript value or a command-line text stands for; undefined when it is not accepted. */
  readonly parse: (raw: unknown) => T | undefined;
}

/** What a family declares: a plain value (its type is the rule) or a ParamType. */
export type Defaults = Readonly<Record<string, Value | ParamType<Value>>>;

/** The parameters a `make` or `run` receives: every default expanded to its type. */
export type Resolved<D extends Defaults> = {
  readonly [K in keyof D]: D[K] extends ParamType<infer T> ? T : D[K] extends number ? number : D[K] extends string ? string : D[K] extends boolean ? boolean : never;
};
