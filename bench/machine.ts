/** What it ran on: no names of hosts or folders. */
import { spawnSync } from "node:child_process";
import { arch, cpus, platform } from "node:os";

export const machine = (blas: boolean) => ({
  node: process.versions.node,
  v8: process.versions.v8,
  os: platform(),
  arch: arch(),
  cpu: cpus()[0]?.model.trim() ?? "unknown",
  cores: cpus().length,
  compiler: spawnSync("gcc", ["--version"], { encoding: "utf8" }).stdout?.split("\n")[0] ?? null,
  openblas: blas,
});
