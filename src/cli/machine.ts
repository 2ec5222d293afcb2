/** Facts about the machine that a manifest may hold: no host name, no user name, no path. */
import { execFile } from "node:child_process";
import { arch, cpus, platform, release } from "node:os";
import { dirname, resolve } from "node:path";
import { promisify } from "node:util";
import type { Manifest } from "../bench/record.js";

export function machineFacts(): Manifest["machine"] {
  const cores = cpus();
  return {
    node: process.versions.node,
    v8: process.versions.v8,
    os: `${platform()} ${release()}`,
    arch: arch(),
    cpu: cores[0]?.model.trim() ?? "unknown",
    cores: cores.length,
  };
}

/** Commit of the repository that a problem file lies in, and whether it has changes; null outside a repository or without git. */
export async function gitFacts(file: string): Promise<Manifest["git"]> {
  const git = async (...args: string[]): Promise<string> => {
    const { stdout } = await promisify(execFile)("git", ["-C", dirname(resolve(file)), ...args], { timeout: 5000 });
    return stdout.trim();
  };
  try {
    const [commit, status] = await Promise.all([git("rev-parse", "HEAD"), git("status", "--porcelain", "--untracked-files=no")]);
    return { commit, dirty: status !== "" };
  } catch {
    return null;
  }
}
