/** JSON both ways from one declaration: what a field is, how it is written, and what it must be when it is read back. */

export interface Codec<T> {
  readonly write: (value: T) => string;
  /** Throws an Error that names the place, such as `.trace[3].f: expected a number`. */
  readonly read: (json: unknown, at: string) => T;
}

const expected = (at: string, what: string): never => {
  throw new Error(`${at}: expected ${what}`);
};

const spelled = /^(NaN|-?Infinity)$/;

/** NaN and ±Infinity are strings, since JSON has no word for them; it has one for -0, which JSON.stringify would drop. */
const numberText = (value: number): string => {
  if (!Number.isFinite(value)) return `"${value}"`;
  return Object.is(value, -0) ? "-0" : String(value);
};

export const number: Codec<number> = {
  write: numberText,
  read: (json, at) => {
    if (typeof json === "number") return json;
    return typeof json === "string" && spelled.test(json) ? Number(json) : expected(at, "a number");
  },
};

export const text: Codec<string> = {
  write: (value) => JSON.stringify(value),
  read: (json, at) => (typeof json === "string" ? json : expected(at, "a text")),
};

export const flag: Codec<boolean> = {
  write: String,
  read: (json, at) => (typeof json === "boolean" ? json : expected(at, "true or false")),
};

/**
 * A number, text or flag. A text that would be read as a number gets an apostrophe before it, as it does in a spreadsheet,
 * so that "NaN" and NaN stay apart.
 */
export const scalar: Codec<number | string | boolean> = {
  write: (value) => {
    if (typeof value === "number") return numberText(value);
    return JSON.stringify(typeof value === "string" && /^'*(NaN|-?Infinity)$/.test(value) ? `'${value}` : value);
  },
  read: (json, at) => {
    if (typeof json === "number" || typeof json === "boolean") return json;
    if (typeof json !== "string") return expected(at, "a number, a text, true or false");
    if (spelled.test(json)) return Number(json);
    return /^'+(NaN|-?Infinity)$/.test(json) ? json.slice(1) : json;
  },
};

export const word = <T extends string>(...words: readonly T[]): Codec<T> => ({
  write: (value) => JSON.stringify(value),
  read: (json, at) => words.find((one) => one === json) ?? expected(at, `one of ${words.join(", ")}`),
});

export const exactly = <T extends number>(value: T): Codec<number> => ({
  write: numberText,
  read: (json, at) => (json === value ? value : expected(at, String(value))),
});

export const nullable = <T>(of: Codec<T>): Codec<T | null> => ({
  write: (value) => (value === null ? "null" : of.write(value)),
  read: (json, at) => (json === null ? null : of.read(json, at)),
});

/** A value of the first kind where `isFirst` says so of the value, or of its JSON; else of the second. */
export const either = <A, B>(isFirst: (value: unknown) => boolean, first: Codec<A>, second: Codec<B>): Codec<A | B> => ({
  write: (value) => (isFirst(value) ? first.write(value as A) : second.write(value as B)),
  read: (json, at) => (isFirst(json) ? first : second).read(json, at),
});

export const list = <T>(of: Codec<T>): Codec<readonly T[]> => ({
  write: (values) => `[${values.map(of.write).join(",")}]`,
  read: (json, at) => (Array.isArray(json) ? json.map((item, k) => of.read(item, `${at}[${k}]`)) : expected(at, "a list")),
});

export const record = <T>(of: Codec<T>): Codec<Readonly<Record<string, T>>> => ({
  write: (value) => braces(Object.entries(value).map(([key, field]) => [key, of.write(field)])),
  // Own keys, whatever they are called: assigning to "__proto__" would lose it.
  read: (json, at) => Object.fromEntries(Object.entries(fieldsOf(json, at)).map(([key, field]) => [key, of.read(field, `${at}.${key}`)])),
});

/** An optional field of a struct: absent where undefined. */
export interface Optional<T> {
  readonly optional: Codec<T>;
}
export const optional = <T>(of: Codec<T>): Optional<T> => ({ optional: of });

/** One codec a field, in the order in which they are written. Fields that are not declared are not read. */
export type Fields<T> = { readonly [K in keyof T]-?: undefined extends T[K] ? Optional<Exclude<T[K], undefined>> : Codec<T[K]> };

export function struct<T extends object>(fields: Fields<T>): Codec<T> {
  return {
    write: (value) => braces(writeFields(fields, value)),
    read: (json, at) => {
      const given = fieldsOf(json, at);
      const read = declared(fields).flatMap(([key, of]) => {
        const field = Object.hasOwn(given, key) ? given[key] : undefined;
        if ("optional" in of) return field === undefined ? [] : [[key, of.optional.read(field, `${at}.${key}`)]];
        return [[key, of.read(field, `${at}.${key}`)]];
      });
      return Object.fromEntries(read) as T;
    },
  };
}

/** [key, JSON] of every field that is there. */
export function writeFields<T extends object>(fields: Fields<T>, value: T): readonly (readonly [string, string])[] {
  return declared(fields).flatMap(([key, of]) => {
    const field = (value as Readonly<Record<string, unknown>>)[key];
    if ("optional" in of) return field === undefined ? [] : [[key, of.optional.write(field)] as const];
    return [[key, of.write(field)] as const];
  });
}

const declared = <T>(fields: Fields<T>): [string, Codec<unknown> | Optional<unknown>][] =>
  Object.entries(fields as unknown as Record<string, Codec<unknown> | Optional<unknown>>);

const braces = (fields: readonly (readonly [string, string])[]): string =>
  `{${fields.map(([key, json]) => `${JSON.stringify(key)}:${json}`).join(",")}}`;

const fieldsOf = (json: unknown, at: string): Readonly<Record<string, unknown>> =>
  typeof json === "object" && json !== null && !Array.isArray(json) ? (json as Record<string, unknown>) : expected(at, "an object");
