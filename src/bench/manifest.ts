/** What was run, where and with what: everything a report or a replay needs beside the runs. No host, no user, no absolute path. */
import type { Experiment } from "./experiment.js";
import { canonical, sha256 } from "./keys.js";
import { label } from "./label.js";
import { type Axis, type FileStamp, type Manifest, SCHEMA } from "./record.js";

/** What only the host knows. */
export interface HostFacts {
  readonly adbench: string;
  readonly command: readonly string[];
  readonly machine: Manifest["machine"];
  readonly git: Manifest["git"];
  /** Every file read, under the name by which it may be shown. */
  readonly files: readonly FileStamp[];
  readonly axis: Axis;
  /** "problem", "random" or the name of a file. */
  readonly x0: string;
  readonly started: string;
  readonly seconds: number;
}

export function makeManifest(experiment: Experiment, host: HostFacts): Manifest {
  const { family, chosen, sizes, budget, targets, stop, seeds, seed, instances, engine, specs, notes } = experiment;
  const first = specs[0]!;
  return {
    schema: SCHEMA,
    adbench: host.adbench,
    command: host.command,
    problem: { ...chosen.problems[0]!, label: labelOf(experiment), file: first.file, summary: family.summary },
    optimizers: chosen.optimizers,
    gradients: chosen.gradients,
    dims: sizes.map(({ dim }) => dim),
    seeds,
    seed,
    instances,
    x0: host.x0,
    budget: { text: budget.text, unit: budget.unit },
    targets,
    stop,
    trace: first.trace,
    axis: host.axis,
    engine,
    planned: specs.length,
    notes,
    files: host.files,
    machine: host.machine,
    git: host.git,
    gradientRatio: sizes,
    volatile: { started: host.started, seconds: host.seconds },
  };
}

/** What sets the problem apart: dimension and noise are said by themselves. */
function labelOf({ family, chosen }: Experiment): string {
  const { dim: _, ...defaults } = family.defaults;
  return label(chosen.problems[0]!, defaults);
}

/** <date>-<problem>-<hash of what is run>. */
export function folderName(experiment: Experiment, files: readonly FileStamp[], started: string): string {
  const problem = experiment.family.name.replaceAll(/[^A-Za-z0-9_-]+/g, "-");
  const hash = sha256(canonical({ specs: experiment.specs, files: files.map((file) => file.sha256) })).slice(0, 8);
  return `${started.slice(0, 10)}-${problem}-${hash}`;
}
