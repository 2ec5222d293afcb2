/** Where things are: this file runs from bench/build/bench. */
import { fileURLToPath } from "node:url";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
export const root = at("../../..");
export const sources = at("../..");
