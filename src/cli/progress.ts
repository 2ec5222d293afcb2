/** The progress line: runs (parts of studies) done, what is running, seconds. On standard error, and only on a terminal. */
import { seconds } from "../bench/clock.js";

export interface Progress {
  readonly started: (index: number) => void;
  readonly finished: (index: number) => void;
  /** Clears the line. */
  readonly end: () => void;
}

const silent: Progress = { started: () => {}, finished: () => {}, end: () => {} };
const BAR = 20;
const REFRESH_MS = 100;

export function showProgress(names: readonly string[], quiet: boolean, what = "runs"): Progress {
  const out = process.stderr;
  if (quiet || !out.isTTY) return silent;
  const start = seconds();
  const running = new Set<number>();
  let done = 0;
  const draw = (): void => {
    const filled = Math.round((BAR * done) / names.length);
    const now = [...new Set([...running].map((index) => names[index]))].join(", ");
    const line = `${"█".repeat(filled)}${"░".repeat(BAR - filled)} ${done}/${names.length} ${what}  ${(seconds() - start).toFixed(0)} s  ${now}`;
    out.write(`\r\u001b[K${[...line].slice(0, (out.columns || 80) - 1).join("")}`);
  };
  const timer = setInterval(draw, REFRESH_MS);
  timer.unref();
  return {
    started: (index) => void running.add(index),
    finished: (index) => {
      running.delete(index);
      done++;
    },
    end: () => {
      clearInterval(timer);
      out.write("\r\u001b[K");
    },
  };
}
