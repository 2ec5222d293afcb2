/** What declarations of commands have in common. */
import { Option } from "commander";

const collect = (value: string, before: readonly string[] | undefined): string[] => [...(before ?? []), value];
export const repeated = (flags: string, text: string): Option => new Option(flags, text).argParser(collect);

/** For the end of a help text. */
export const examples = (...lines: readonly string[]): string => `\nExamples:\n${lines.map((line) => `  $ ${line}`).join("\n")}`;
