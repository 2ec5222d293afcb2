/** Names under which files may be shown: no absolute path, and no file that turns into a word a problem knows. */
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { publicArguments } from "../../src/cli/files.js";
import { makeScratch } from "../support/cli.js";

const far = join(tmpdir(), "far", "d.csv");
test.each([
  [far, "d.csv"],
  [`data=${far}`, "data=d.csv"],
  [`--param=data=${far}`, "--param=data=d.csv"],
  [`-pdata=${far}`, "-pdata=d.csv"],
  [`--csv=${far}`, "--csv=d.csv"],
  [`data=${join(tmpdir(), "far", "europe")}`, "data=./europe"],
  ["gd[step=0.1]", "gd[step=0.1]"],
])("%s is shown as %s", (given, shown) => expect(publicArguments([given])).toEqual([shown]));

const scratch = makeScratch();
test("a file called europe is not the shipped data", async () => {
  scratch.write({ europe: "0,1,2\n1,0,1\n2,1,0\n" });
  for (const path of ["./europe", join(scratch.path, "europe")]) {
    const { code, out } = await scratch.adbench([
      "run",
      "mds",
      "-p",
      `data=${path}`,
      "-o",
      "gd",
      "-g",
      "reverse",
      "-b",
      "20",
      "--no-plot",
      "--out",
      "kept",
      "--force",
    ]);
    expect({ code, out }).toMatchObject({ code: 0, out: expect.stringContaining("mds[data=./europe], n = 6: f* is not known") });
    expect(scratch.read("kept/runs.jsonl")).toContain('"data":"./europe"');
  }
});
