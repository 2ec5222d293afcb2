/** How a method is written: `gd[step=0.06]`, the name with the parameters that are not default. */
import type { Defaults } from "../core/params.js";
import type { Choice } from "./record.js";

/** Parameters in the order of their declaration. */
export function label({ name, params }: Choice, defaults: Defaults): string {
  const shown = Object.entries(defaults).flatMap(([key, declared]) => {
    const standard = typeof declared === "object" ? declared.default : declared;
    const value = params[key] ?? standard;
    return value === standard ? [] : [`${key}=${value}`];
  });
  return shown.length > 0 ? `${name}[${shown.join(",")}]` : name;
}
