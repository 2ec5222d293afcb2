/** --gradient-quality end to end: shown, exported, kept, rendered again, the same from any number of workers, and nothing else moved. */
import { expect, test } from "vitest";
import { csvRows, makeScratch, timeless } from "../support/cli.js";

const scratch = makeScratch();
const command = ["run", "rosenbrock", "-n", "3", "-s", "2", "-b", "60n", "-p", "noise=1e-6", "--quiet"];
/** Records without what may differ, and without what was asked for on top. */
const records = (folder: string, quality: boolean): unknown[] =>
  scratch
    .read(`${folder}/runs.jsonl`)
    .trimEnd()
    .split("\n")
    .map((line) => {
      const { volatile: _, quality: judged, ...record } = JSON.parse(line) as Record<string, unknown>;
      return quality ? { ...record, judged } : record;
    });

test("the same run, judged or not, with one worker or two; report shows it again", async () => {
  const plain = await scratch.adbench([...command, "--out", "plain"]);
  const judged = await scratch.adbench([...command, "--out", "judged", "--gradient-quality", "--quality-csv", "a.csv"]);
  const both = await scratch.adbench([...command, "--out", "both", "--gradient-quality", "--jobs", "2"]);
  for (const { code, err } of [plain, judged, both]) expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(records("judged", false)).toEqual(records("plain", false));
  expect(records("both", true)).toEqual(records("judged", true));
  expect(timeless(scratch.read("judged/trace.csv"))).toBe(timeless(scratch.read("plain/trace.csv")));
  expect(both.out).toBe(judged.out);
  for (const shown of [/cosine/, /best h/, /error of g/]) {
    expect(judged.out).toMatch(shown);
    expect(plain.out).not.toMatch(shown);
  }
  for (const line of judged.out.split("\n")) expect([...line].length).toBeLessThanOrEqual(80);
  const report = await scratch.adbench(["report", "judged", "--quiet", "--quality-csv", "b.csv"]);
  expect(report).toMatchObject({ code: 0, out: judged.out });
  expect(scratch.read("b.csv")).toBe(scratch.read("a.csv"));

  const rows = csvRows(scratch.read("a.csv"));
  const trace = csvRows(scratch.read("judged/trace.csv"));
  expect(new Set(rows.map(({ gradient }) => gradient))).toEqual(
    new Set(["reverse", "forward-difference", "central-difference", "two-point"]),
  );
  for (const row of rows) {
    const match = trace.find((one) => ["gradient", "seed", "iteration"].every((key) => one[key] === row[key]));
    expect(row["work"]).toBe(match!["work"]);
    if (row["gradient"] === "reverse") expect(row).toMatchObject({ cosine: "1", relative_error: "0" });
  }
});

test("--quality-csv alone measures too; - is standard output, alone", async () => {
  const { code, out, err } = await scratch.adbench([...command, "--no-save", "--quality-csv", "-"]);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(csvRows(out).length).toBeGreaterThan(50);
  expect(out.split("\n")[0]).toMatch(
    /^problem,dim,instance,optimizer,gradient,seed,iteration,work,cosine,relative_error,bias,variance,h,h_opt/,
  );
});

test("a black box: a note, and a file with its head alone", async () => {
  scratch.write({
    "box.mjs": `import { defineProblem } from "adbench";
export default defineProblem({ name: "bowl", summary: "-", reference: "-", defaults: { dim: 2 },
  make: ({ dim }) => ({ dim, x0: new Float64Array(dim).fill(2), fmin: 0, value: (x) => x.reduce((s, xi) => s + xi * xi, 0) }) });
`,
  });
  const { code, err } = await scratch.adbench(["run", "box.mjs", "-b", "50", "--no-save", "--quality-csv", "none.csv"]);
  expect(code).toBe(0);
  expect(err).toContain("adbench: gradient quality is not measured on bowl: it is a black box, its true gradient is not known\n");
  expect(scratch.read("none.csv").trimEnd().split("\n")).toHaveLength(1);
});
