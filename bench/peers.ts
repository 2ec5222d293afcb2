/** Other libraries, each in a process of its own. `npm run bench:peers` installs them. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { readDoubles, Talk } from "./c.js";
import type { Contender } from "./contender.js";
import { sources } from "./paths.js";

export interface Peer {
  readonly name: string;
  readonly module: string;
  readonly packages: readonly string[];
  /** float32 agrees to fewer digits. */
  readonly tolerance: number;
}

/** jax-js has exp and log of float32 accuracy also in float64. */
export const peers: readonly Peer[] = [
  { name: "jax-js", module: "jax-js", packages: ["@jax-js/jax"], tolerance: 1e-4 },
  { name: "tfjs f32", module: "tfjs", packages: ["@tensorflow/tfjs", "@tensorflow/tfjs-backend-wasm"], tolerance: 1e-4 },
  { name: "rose", module: "rose", packages: ["rose"], tolerance: 1e-10 },
];

export const isInstalled = ({ packages }: Peer): boolean =>
  packages.every((name) => existsSync(join(sources, "peers", "node_modules", name, "package.json")));

export function peer({ name, module, tolerance }: Peer): Contender {
  const talk = new Talk(process.execPath, [join(sources, "peers", "host.mjs"), module]);
  return {
    name,
    tolerance,
    load: async (one, _, file) => {
      const answer = await talk.ask(`load ${one.kind} ${file} ${one.sizes.join(" ")}`);
      if (answer === "no") return null;
      const checked = answer === "ok" ? await talk.ask(`check 0 ${file}.out`) : answer;
      if (checked !== "ok") {
        console.log(`${name} on ${one.name}: ${checked}`);
        return null;
      }
      const result = readDoubles(`${file}.out`);
      return { check: () => result, time: async (what, ms) => Number(await talk.ask(`time 0 ${what} ${ms}`)) };
    },
    close: () => talk.end(),
  };
}
