/** Bad input: exit code 2, one line that says what is wrong and what would be right, and nothing else anywhere. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { makeScratch } from "../support/cli.js";

const scratch = makeScratch();
const problem = (make: string, head = "{ dim: 2 }"): string =>
  `import { add, constant, defineProblem, square, sum } from "adbench";
export default defineProblem({ name: "mine", summary: "-", reference: "-", defaults: ${head},
  make: ({ dim }) => {
    ${make}
  } });
`;
scratch.write({
  "bad.csv": ",a,b\na,0,3\nb,x,0\n",
  "asymmetric.csv": ",a,b,c\na,0,3,4\nb,3,0,5\nc,4,6,0\n",
  "negative.csv": ",a,b\na,0,-3\nb,-3,0\n",
  "nan.csv": ",a,b\na,0,NaN\nb,NaN,0\n",
  "empty.csv": "",
  "one.csv": ",a\na,0\n",
  "ragged.csv": ",a,b\na,0,3\nb,3\n",
  "lat.csv": "city,lat,lon\nParis,48.9,2.4\nNowhere,98.9,2.4\n",
  "three.csv": "1,2,3\n",
  "words.csv": "1,two,3,4\n",
  "blank.csv": "\n\n",
  "notes.txt": "no problem here\n",
  "syntax.ts": "import { defineProblem } from 'adbench';\n\nexport default defineProblem({ name: 'mine',, });\n",
  "import.ts": "import { nothing } from './nowhere.js';\nexport default nothing;\n",
  "default.ts": "export const family = 1;\n",
  "nameless.ts": "export default { defaults: { dim: 1 }, make: () => ({}) };\n",
  "makeless.ts": "export default { name: 'mine', defaults: { dim: 1 } };\n",
  "dimless.ts": "export default { name: 'mine', defaults: {}, make: () => ({}) };\n",
  "throws.ts": problem('throw new Error("the moon is full");'),
  "vector.ts": problem("return { dim, x0: new Float64Array(dim), f: (x) => square(x) };"),
  "shapes.ts": problem("return { dim, x0: new Float64Array(dim), f: (x) => sum(add(x, constant([1, 2, 3]))) };"),
  "start.ts": problem("return { dim, x0: new Float64Array(5), f: (x) => sum(square(x)) };"),
  "stuck.mjs": problem("return { dim, x0: [0, NaN], f: (x) => sum(square(x)) };"),
  "neither.ts": problem("return { dim, x0: new Float64Array(dim) };"),
  "box.mjs": problem("return { dim, x0: new Float64Array(dim), value: (x) => x[0] * x[0] };"),
  "held/manifest.json": "{}\n",
  "held/runs.jsonl": "",
  "foreign/notes.txt": "nothing of ours\n",
  "torn/manifest.json": "{ not JSON\n",
});
const before = scratch.list();
// What one failing line leaves behind must not fail the others.
afterEach(() => {
  for (const name of scratch.list().reverse())
    if (!before.includes(name)) rmSync(join(scratch.path, name), { recursive: true, force: true });
});

/** Arguments as they would be typed, and what the one line must hold. */
test.each<[args: string, ...says: RegExp[]]>([
  // Commands, flags and names.
  ["frobnicate", /frobnicate/, /adbench --help/],
  ["rnu mds", /rnu/, /did you mean run/i],
  ["run", /missing/, /problem\|file/],
  ["run mds again", /too many arguments/, /1 argument/],
  ["run mds --nope", /--nope/, /adbench run --help/],
  ["run mds --optimiser gd", /--optimiser/, /did you mean --optimizer/i],
  ["run mds --budget", /--budget/, /argument missing/],
  ["run mdss", /mdss/, /did you mean "?'?mds/i],
  ["run rosenbrok", /rosenbrok/, /did you mean "?'?rosenbrock/i],
  ["run mds -o gdd", /gdd/, /did you mean "?'?gd/i],
  ["run mds -o simulated-annealing", /simulated-annealing/, /nelder-mead/],
  ["run mds -g revers", /revers/, /did you mean "?'?reverse/i],
  ["run mds -o gd[stepp=1]", /stepp/, /\bstep\b/],
  ["run mds -p nope=1", /nope/, /loss/],
  ["list problem", /problem/, /problems/],
  ["check mdss", /mdss/, /mds/],
  ["study", /missing/, /name/],
  ["study mdss", /mdss/, /did you mean "mds"/],
  ["study mds:MD99", /MD99/, /did you mean "MD9"/],
  ["study mds -p seds=1", /seds/, /did you mean "seeds"/],
  ["study mds -p seeds=few", /seeds=few/, /integer/],
  ["study all -p nope=1", /nope/, /they have/],
  ["study mds --seed -1", /--seed -1/, /≥ 0/],
  ["study mds --jobs none", /--jobs none/, /≥ 1/],
  ["study mds --json - --csv -", /--json -/, /--csv -/, /to a file/],
  ["study mds --svg -", /--svg -/, /file name/],
  ["study mds --svg nowhere/a.svg", /nowhere/, /folder does not exist/],
  ["study mds --out notes.txt", /notes\.txt/, /a file of that name/],
  // The grammar of methods and parameters.
  ["run mds -o gd[step=", /gd\[step=/, /name\[key=value\]/],
  ["run mds -o gd]", /gd\]/, /name\[key=value\]/],
  ["run mds -o gd[step]", /step/, /key=value/],
  ["run mds -o gd[step=1,step=2]", /twice/, /step=\[v1,v2\]/],
  ["run mds -o gd[step=1]x", /after the closing bracket/, /gd\[key=value\]/],
  ["run mds -o gd,,nelder-mead", /a name is missing/, /comma-separated/],
  ["run mds -o gd[step=fast]", /fast/, /auto/, /armijo/],
  ["run mds -o heavy-ball[momentum=1]", /momentum/, /< 1|below 1|\[0, 1\)/],
  ["run mds -g two-point[directions=0]", /directions/, /≥ 1/],
  ["run mds -g two-point[distribution=cauchy]", /cauchy/, /sphere/],
  ["run mds -g two-point[distribution=gaussian,orthogonal=true]", /orthogonal/, /sphere/],
  ["run mds -p loss", /loss/, /key=value/],
  ["run mds -p loss=nonsense", /nonsense/, /sstress/],
  ["run mds -p loss=stress -p loss=sstress", /loss/, /twice/],
  ["run mds -p dim=4", /dim=4/, /--dim 4/],
  // Dimensions.
  ["run mds --dim 0", /--dim 0/, /≥ 1/],
  ["run mds --dim x", /--dim x/, /integer/],
  ["run mds --dim 1.5", /--dim 1.5/, /integer/],
  ["run mds --dim 10,", /--dim 10,/, /integer/],
  ["run mds --dim 7", /7/, /multiple|even|embed/],
  ["run mds -p data=europe --dim 1e6", /1000000/, /34|68/],
  // Budgets, targets, tolerances, counts.
  ["run mds -b -5", /--budget -5/, /> 0/],
  ["run mds -b 0", /--budget 0/, /> 0/],
  ["run mds -b lots", /--budget lots/, /500n/],
  ["run mds -b 10 --budget-unit joules", /joules/, /work, evals, ops, iterations, seconds/],
  ["run mds --budget-unit evals", /--budget-unit/, /--budget/],
  ["run mds -t 1e-2 --target-gap 1e-2", /--target and --target-gap/, /relative/, /absolute/],
  ["run mds -t NaN", /--target NaN/, /≥ 0/],
  ["run mds -t -1", /--target -1/, /≥ 0/],
  ["run mds --gtol NaN", /--gtol NaN/, /≥ 0/],
  ["run mds --ftol tiny", /--ftol tiny/, /≥ 0/],
  ["run mds --xtol Infinity", /--xtol Infinity/, /≥ 0/],
  ["run mds --max-time 0x10", /--max-time 0x10/, /≥ 0/],
  ["run mds --max-iterations 1.5", /--max-iterations 1.5/, /integer ≥ 0/],
  ["run mds --seeds 0", /--seeds 0/, /≥ 1/],
  ["run mds --seed -1", /--seed -1/, /≥ 0/],
  ["run mds --instances none", /--instances none/, /≥ 1/],
  ["run mds --jobs 0", /--jobs 0/, /≥ 1/],
  ["run mds --axis parsecs", /parsecs/, /work, evals/],
  ["run mds --trace some", /some/, /improvements, all/],
  // Data.
  ["run mds -p data=missing.csv", /missing\.csv/, /no such file/],
  ["run mds -p data=held", /held/, /folder|expected/],
  ["run mds -p data=bad.csv", /bad\.csv/, /\bx\b/, /number/],
  ["run mds -p data=asymmetric.csv", /asymmetric\.csv/, /symmetric/],
  ["run mds -p data=negative.csv", /negative\.csv/, /-3/, /≥ 0|negative/],
  ["run mds -p data=nan.csv", /nan\.csv/, /NaN/, /number/],
  ["run mds -p data=empty.csv", /empty\.csv/, /empty|no rows|no points|holds no/],
  ["run mds -p data=one.csv", /one\.csv/, /2 points|two points|at least 2|at least two/],
  ["run mds -p data=ragged.csv", /ragged\.csv/, /a distance is missing/, /2 expected/],
  ["run mds -p data=lat.csv", /lat\.csv/, /98\.9/, /90/],
  ["run quadratic -n 4 --x0 missing.csv", /missing\.csv/, /no such file/],
  ["run quadratic -n 4 --x0 three.csv", /3 numbers/, /4 variables/],
  ["run quadratic -n 4 --x0 words.csv", /words\.csv:1/, /"two" is not a number/],
  ["run quadratic -n 4 --x0 blank.csv", /blank\.csv/, /expected a CSV/],
  // Outputs.
  ["run mds --csv nowhere/trace.csv", /--csv nowhere\/trace\.csv/, /folder does not exist/],
  ["run mds --json held", /--json held/, /expected a file/],
  ["run mds --csv - --json -", /--csv -/, /--json -/, /to a file/],
  ["run mds --csv a.csv --json a.csv", /a\.csv/, /a file for each/],
  ["run mds --out held", /--out held/, /--force/],
  ["run mds --out notes.txt", /notes\.txt/, /a file of that name|is a file/],
  ["run mds --out kept --no-save", /--out/, /--no-save/, /exclude/],
  ["run mds --force", /--force/, /--out/],
  // A user's files.
  ["run missing.ts", /missing\.ts/, /no such file/],
  ["run notes.txt", /notes\.txt/, /\.ts/],
  ["run syntax.ts", /syntax\.ts:3/],
  ["run import.ts", /import\.ts/, /nowhere/],
  ["run default.ts", /default\.ts/, /default export/, /defineProblem/],
  ["run nameless.ts", /nameless\.ts/, /name/, /defineProblem/],
  ["run makeless.ts", /makeless\.ts/, /make/, /defineProblem/],
  ["run dimless.ts", /dimless\.ts/, /dim/, /defineProblem/],
  ["run throws.ts", /throws\.ts:4/, /the moon is full/],
  ["run vector.ts", /vector\.ts/, /\[2\]/, /scalar/],
  ["run shapes.ts", /shapes\.ts:4/, /add/, /\[2\].*\[3\]/],
  ["run start.ts", /start\.ts|mine/, /5 numbers/, /dim is 2/],
  ["run stuck.mjs", /stuck\.mjs/, /x0/, /finite numbers/],
  ["check start.ts", /start\.ts|mine/, /5 numbers/, /dim is 2/],
  ["run neither.ts", /neither\.ts|mine/, /\bf\b/, /\bvalue\b/],
  ["run box.mjs -g reverse", /reverse/, /black box/],
  ["run box.mjs -g analytic", /analytic/, /closed-form/],
  ["check box.mjs", /black box/, /closed-form/],
  // Saved results.
  ["report", /missing/, /folder/],
  ["report nowhere", /nowhere/, /adbench run/],
  ["report foreign", /foreign/, /manifest\.json/],
  ["report torn", /torn/, /manifest\.json/],
  ["report notes.txt", /notes\.txt/, /results/],
])("adbench %s", async (args, ...says) => {
  const { code, out, err } = await scratch.adbench(args.split(" "));
  expect(err).toMatch(/^adbench: [^\n]*\n$/);
  for (const what of says) expect(err).toMatch(what);
  expect(err).not.toMatch(/\n\s+at |node:internal|undefined|\[object/);
  expect(err).not.toContain(scratch.path);
  expect(out).toBe("");
  expect(code).toBe(2);
  expect(scratch.list()).toEqual(before);
});
