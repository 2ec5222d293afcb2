import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RunRecord } from "../../src/bench/record.js";
import { type SummaryRow, summarize } from "../../src/bench/summary.js";
import { noCost } from "../../src/core/cost.js";
import { qualityCsv, summaryCsv, traceCsv } from "../../src/report/csv.js";
import { recordOf, typicalRuns } from "../support/records.js";
import { specOf } from "../support/spec.js";

const TRACE = "problem,dim,instance,optimizer,gradient,seed,iteration,values,jvps,vjps,hvps,evals,work,seconds,f,f_best,gap,grad_norm";
const SUMMARY =
  "problem,dim,instance,optimizer,gradient,runs,solved,target,ert_work,median_work,median_evals,median_iterations,final_gap_median,final_f_median,stop";

const rows = (csv: string): Record<string, string>[] => parse(csv, { columns: true });

describe("trace", () => {
  const run: RunRecord = {
    ...recordOf({ method: "gd[step=0.5,momentum=0.9]/reverse", f: [3, 2] }),
    spec: specOf({ instance: 4, repetition: 7 }),
    fstar: { value: 0.5, exact: false },
    trace: [
      { iteration: 0, cost: { values: 1, jvps: 2, vjps: 3, hvps: 4, ops: 25 }, f: 3, fBest: 3, gradNorm: 0.25 },
      { iteration: 9, cost: { values: 2, jvps: 2, vjps: 6, hvps: 4, ops: 50 }, f: Number.POSITIVE_INFINITY, fBest: 2, gradNorm: null },
    ],
    volatile: { seconds: 1, at: [0, 0.125] },
  };
  test("exactly these bytes", () =>
    expect(traceCsv([run])).toBe(
      `${TRACE}\ntest,10,4,"gd[step=0.5,momentum=0.9]",reverse,7,0,1,2,3,4,10,2.5,0,3,3,2.5,0.25\n` +
        `test,10,4,"gd[step=0.5,momentum=0.9]",reverse,7,9,2,2,6,4,14,5,0.125,Infinity,2,1.5,\n`,
    ));
  test("no runs: the head alone", () => expect(traceCsv([])).toBe(`${TRACE}\n`));
  test("no f*: no gap; NaN and -Infinity and -0 as they are", () => {
    const odd = recordOf({ method: "a", f: [NaN, -Infinity, -0, 1e-300, 0.1, 1e21], over: { fstar: null } });
    const read = rows(traceCsv([odd]));
    expect(read.map(({ f }) => f)).toEqual(["NaN", "-Infinity", "-0", "1e-300", "0.1", "1e+21"]);
    expect(read.map(({ gap, grad_norm }) => gap! + grad_norm!)).toEqual(["", "", "", "", "", ""]);
  });
  test("the gap of NaN is NaN, not nothing", () =>
    expect(rows(traceCsv([recordOf({ method: "a/b", f: [NaN] })]))[0]).toMatchObject({ gap: "NaN", grad_norm: "NaN" }));
  test("every double reads back, every text too", () =>
    fc.assert(
      fc.property(fc.double(), fc.string({ unit: "binary" }), (f, optimizer) => {
        const [row] = rows(traceCsv([recordOf({ method: "a", f: [f], over: { optimizer } })]));
        expect(Number(row!["f"])).toBe(f);
        expect(row!["optimizer"]).toBe(optimizer);
      }),
    ));
  test("a row a point, in order", () => {
    const runs = typicalRuns();
    expect(rows(traceCsv(runs))).toHaveLength(runs.reduce((sum, { trace }) => sum + trace.length, 0));
  });
});

describe("summary", () => {
  test("columns and values are those of the summary, empty where null", () => {
    const summary = summarize(typicalRuns());
    const csv = summaryCsv(summary);
    expect(csv.split("\n")[0]).toBe(SUMMARY);
    const expected = summary.map((row) =>
      Object.fromEntries(Object.entries(row).map(([key, value]) => [key, value === null ? "" : String(value)])),
    );
    expect(rows(csv)).toEqual(expected);
  });
  test("whatever the first row lacks", () => {
    const [row] = summarize(typicalRuns());
    const bare: SummaryRow = { ...row!, target: null, ert_work: null, final_gap_median: Number.POSITIVE_INFINITY };
    expect(rows(summaryCsv([bare, row!]))).toMatchObject([
      { target: "", ert_work: "", final_gap_median: "Infinity" },
      { target: String(row!.target), ert_work: String(row!.ert_work) },
    ]);
  });
  test("no rows: the head alone", () => expect(summaryCsv([])).toBe(`${SUMMARY}\n`));
});

describe("quality", () => {
  const QUALITY = "problem,dim,instance,optimizer,gradient,seed,iteration,work,cosine,relative_error,bias,variance,h,h_opt,bias_error";
  const none = { bias: null, biasError: null, variance: null, h: null, hOpt: null };
  const run: RunRecord = {
    ...recordOf({ method: "gd/two-point[directions=2,h=0.1]", f: [3, 2, 1], each: 2.6, every: 3 }),
    quality: {
      cost: noCost,
      incomplete: null,
      points: [
        { iteration: 0, cosine: 0.5, relativeError: 1.25, bias: 1e-9, biasError: 2e-10, variance: 4.5, h: 0.1, hOpt: 0.001 },
        { iteration: 6, ...none, cosine: Number.NaN, relativeError: Number.POSITIVE_INFINITY },
      ],
    },
  };
  test("exactly these bytes: work of the same iteration of the trace, empty where nothing was found out", () =>
    expect(qualityCsv([recordOf({ method: "nelder-mead", f: [1] }), run])).toBe(
      `${QUALITY}\nquadratic,10,0,gd,"two-point[directions=2,h=0.1]",0,0,2.6,0.5,1.25,1e-9,4.5,0.1,0.001,2e-10\n` +
        `quadratic,10,0,gd,"two-point[directions=2,h=0.1]",0,6,7.8,NaN,Infinity,,,,,\n`,
    ));
  test("where nothing was judged: the head alone", () => expect(qualityCsv(typicalRuns())).toBe(`${QUALITY}\n`));
});
