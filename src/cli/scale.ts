/** adbench scale: the runs of every n (and every level of noise), then what became of them: fits, plot, break-even. */
import { type Experiment, prepare } from "../bench/experiment.js";
import { type Scaling, scaling } from "../bench/scale.js";
import type { ScaleAxis } from "../bench/scale-rows.js";
import { UsageError } from "../core/errors.js";
import { atLeastZero, type RunFlags, runOptions, whole } from "./flags.js";
import { type Loaded, load } from "./load.js";
import { destinationsOf, type Format, paint, writeFiles } from "./outputs.js";
import { admitFailures, runAll } from "./run-all.js";
import { say } from "./say.js";
import { columns } from "./terminal.js";

export interface ScaleFlags
  extends Omit<RunFlags, "axis" | "trace" | "save" | "plot" | "table" | "wide" | "summaryCsv" | "qualityCsv" | "out" | "force"> {
  readonly axis: ScaleAxis;
  readonly noise?: string;
  readonly svg?: string;
}

const DIMS = "8,16,32,64,128,256";
const TARGET = "1e-4";

export async function scale(problem: string, flags: ScaleFlags): Promise<void> {
  const levels = noiseLevels(flags);
  const options = runOptions({
    ...flags,
    dim: flags.dim ?? [DIMS],
    optimizer: flags.optimizer ?? ["gd"],
    ...(flags.target === undefined && flags.targetGap === undefined && { target: TARGET }),
    trace: "improvements",
    save: false,
  });
  ascending("--dim", flags.dim?.join(",") ?? DIMS, options.dim as readonly number[], 2);
  const jobs = whole("--jobs", flags.jobs, 1) ?? 1;
  const to = destinationsOf(formats, flags);

  const loaded = await load(problem, (options.params ?? {}) as Record<string, string>, { x0: flags.x0, engine: options.engine });
  const experiment = together(levels.map((noise) => atNoise(noise, options, loaded, flags)));
  if (!flags.quiet) experiment.notes.forEach(say);
  const { records, interrupted } = await runAll(experiment, jobs, loaded.context, flags.quiet === true);
  const planned = experiment.specs.length;
  const scaled = scaling(records, flags.axis, experiment);
  const alone = await writeFiles(to, (render) => render(scaled, planned));
  process.stdout.write(alone ?? (await rendered(scaled, flags)));
  if (interrupted) {
    say(`interrupted: ${records.length} of ${planned} runs finished, what is shown is of these`);
    process.exitCode = 130;
  } else admitFailures(records);
}

async function rendered(scaled: Scaling, { color }: ScaleFlags): Promise<string> {
  const { renderScaling } = await import("../report/scaling.js");
  return renderScaling(scaled, { width: columns(), paint: await paint(color) });
}

type Options = ReturnType<typeof runOptions>;

/** `noise`: null leaves it to --param. */
function atNoise(noise: number | null, options: Options, { problem, params, x0, reader, origin }: Loaded, flags: ScaleFlags): Experiment {
  try {
    const experiment = prepare(
      { ...options, params: noise === null ? params : { ...params, noise }, x0: x0.start, problem },
      reader.read,
      origin,
    );
    if (experiment.blind)
      throw new UsageError(
        `${experiment.family.name}: neither its minimum nor a best known value is known, so there is no target to reach`,
      );
    return experiment;
  } catch (error) {
    if (error instanceof UsageError && flags.dim === undefined && /\bdim\b/.test(error.message))
      throw new UsageError(`${error.message} (without --dim it is ${DIMS})`);
    throw error;
  }
}

/** One experiment with the runs of all: they differ in the parameters of the problem. */
function together(experiments: readonly Experiment[]): Experiment {
  const [first] = experiments;
  return {
    ...first!,
    chosen: { ...first!.chosen, problems: experiments.flatMap(({ chosen }) => chosen.problems) },
    sizes: experiments.flatMap(({ sizes }) => sizes),
    specs: experiments.flatMap(({ specs }) => specs),
    notes: [...new Set(experiments.flatMap(({ notes }) => notes))],
  };
}

function noiseLevels({ noise, param = [] }: ScaleFlags): readonly (number | null)[] {
  if (noise === undefined) return [null];
  if (param.some((text) => /^\s*noise\s*=/.test(text)))
    throw new UsageError("--noise and --param noise=… exclude each other: the first takes several levels");
  const levels = noise.split(",").map((text) => atLeastZero("--noise", text)!);
  ascending("--noise", noise, levels, 1);
  return levels;
}

function ascending(flag: string, text: string, numbers: readonly number[], least: number): void {
  const example = flag === "--dim" ? "8,16,32" : "0,1e-6,1e-3";
  if (numbers.length < least)
    throw new UsageError(`${flag} ${text}: expected at least ${least} of them to fit a line to, such as ${example}`);
  const wrong = numbers.findIndex((n, k) => k > 0 && !(n > numbers[k - 1]!));
  if (wrong >= 0)
    throw new UsageError(
      `${flag} ${text}: ${numbers[wrong]} after ${numbers[wrong - 1]}; expected them in ascending order, each once, such as ${example}`,
    );
}

type Render = (scaled: Scaling, planned: number) => Promise<string>;

const formats: readonly Format<"csv" | "json" | "svg", Render>[] = [
  { flag: "--csv", key: "csv", render: async (scaled) => (await import("../report/scaling.js")).scalingCsv(scaled) },
  { flag: "--json", key: "json", render: async (scaled, planned) => (await import("../report/scaling.js")).scalingJson(scaled, planned) },
  {
    flag: "--svg",
    key: "svg",
    render: async (scaled) => (await import("../report/svg.js")).figureSvg((await import("../report/scaling.js")).scalingFigure(scaled)),
  },
];
