/** How a method is written: `gd[step=0.06]`, the name with the parameters that are not default. */
import type { Defaults, Value } from "../core/params.js";
import type { Choice } from "./record.js";

/** Parameters in the order of their declaration. */
export function label({ name, params }: Choice, defaults: Defaults): string {
  const shown = Object.entries(defaults).flatMap(([key, declared]) => {
    const standard = typeof declared === "object" ? declared.default : declared;
    const value = params[key] ?? standard;
    return value === standard ? [] : [`${key}=${shortest(value)}`];
  });
  return shown.length > 0 ? `${name}[${shown.join(",")}]` : name;
}

/** 6e-6 rather than 0.000006, which JavaScript writes down to 1e-6. */
const shortest = (value: Value): string =>
  typeof value === "number" && value !== 0 && Math.abs(value) < 1e-4 ? value.toExponential().replace("+", "") : String(value);

/** gd/reverse; an optimizer that uses no gradient stands alone. */
export const methodName = ({ optimizer, gradient }: { readonly optimizer: string; readonly gradient: string }): string =>
  gradient === "none" ? optimizer : `${optimizer}/${gradient}`;
