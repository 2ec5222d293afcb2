/** A worker thread for studies: one part a task. Plain data in, plain data out. */
import { Console } from "node:console";
import { seconds } from "../bench/clock.js";
import { studies } from "../studies/index.js";
import { type Outcome, runTask, type Task } from "../studies/run.js";

globalThis.console = new Console(process.stderr, process.stderr);

export default function runPart(task: Task): Outcome {
  return runTask(task, studies, seconds);
}
