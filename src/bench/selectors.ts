/** The method grammar: name[key=value,key=[v1,v2]], comma separated; a list value is a grid (benchopt's selectors). */
import { UsageError } from "../core/errors.js";

/** A name with parameters as they were written. */
export interface Selector {
  readonly name: string;
  readonly params: Readonly<Record<string, string>>;
}

/** Every method a text selects, grids expanded, the last key varying fastest. `what` says what is selected, for messages: "optimizer". */
export function parseSelectors(text: string, what: string): Selector[] {
  return split(text, (problem) => fail(what, text, problem)).flatMap((part) => parseOne(part, what));
}

function parseOne(text: string, what: string): Selector[] {
  const open = text.indexOf("[");
  const name = (open < 0 ? text : text.slice(0, open)).trim();
  if (name === "") return fail(what, text, `a name is missing: expected a comma-separated list such as ${example(what)}`);
  if (open < 0) return [{ name, params: {} }];
  if (!text.endsWith("]")) return fail(what, text, `there is text after the closing bracket: expected ${name}[key=value]`);
  const bad = (problem: string): never => fail(what, text, problem);
  const keys = new Map<string, readonly string[]>();
  for (const part of split(text.slice(open + 1, -1), bad)) {
    const at = part.indexOf("=");
    const key = (at < 0 ? part : part.slice(0, at)).trim();
    const value = at < 0 ? "" : part.slice(at + 1).trim();
    if (key === "" || value === "") return bad(`"${part.trim()}" is not key=value: expected ${name}[key=value] or ${name}[key=[v1,v2]]`);
    if (keys.has(key)) return bad(`"${key}" is given twice: for a grid write ${name}[${key}=[v1,v2]]`);
    keys.set(key, valuesOf(value, bad));
  }
  return [...keys].reduce<Selector[]>(
    (methods, [key, values]) => methods.flatMap(({ params }) => values.map((value) => ({ name, params: { ...params, [key]: value } }))),
    [{ name, params: {} }],
  );
}

function valuesOf(text: string, bad: (problem: string) => never): readonly string[] {
  if (!text.startsWith("[")) return [text];
  if (!text.endsWith("]")) return bad("there is text after a list: expected key=[v1,v2]");
  const values = split(text.slice(1, -1), bad).map((value) => value.trim());
  return values.includes("") ? bad("a list has an empty value: expected key=[v1,v2]") : values;
}

/** At commas outside brackets. */
function split(text: string, bad: (problem: string) => never): string[] {
  const parts: string[] = [];
  let [depth, start] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const c = text[at];
    if (c === "[") depth++;
    if (c === "]" && --depth < 0) bad('a "]" closes nothing: expected name[key=value]');
    if (c === "," && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  if (depth > 0) bad('a "[" is not closed: expected name[key=value] or name[key=[v1,v2]]');
  return [...parts, text.slice(start)];
}

const example = (what: string): string => (what.startsWith("optimizer") ? "gd,nelder-mead" : "reverse,two-point[directions=8]");

function fail(what: string, text: string, problem: string): never {
  throw new UsageError(`${what} "${text}": ${problem}`);
}
