import { expect, test } from "vitest";
import { renderMarkdown } from "../../src/report/markdown.js";
import { geometric, recordOf, resultsOf, typicalRuns } from "../support/records.js";

test("title, table, fairness, sentences", () =>
  expect(renderMarkdown(resultsOf(typicalRuns()))).toBe(`# quadratic: what does a gradient buy you?

\`adbench run quadratic\`, adbench 0.1.0

## quadratic, n = 10: f\\* = 0 (exact), 9 runs of 5 methods

|  | method | solved | work to 1e-2 | work to 1e-8 | quartiles | final gap | iterations | values/jvps/vjps/hvps | seconds\\* | stop |
| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |
| A | \`gd/reverse\` | 1/1 | 125 | 484 | 484 | 2.6e-7 | 186 | 486/0/0/0 | 0.25 | target |
| B | \`gd/forward-difference\` | 1/1 | 528 | 2046 | 2046 | 2.6e-7 | 186 | 2057/0/0/0 | 0.25 | target |
| C | \`gd/central-difference\` | 1/1 | 1008 | 3906 | 3906 | 2.6e-7 | 186 | 3927/0/0/0 | 0.25 | target |
| D | \`gd/two-point\` | 0/5 | 1312 | – | – | 9.4e-5 | 899 | 3600/0/0/0 | 0.25 | budget |
| E | \`nelder-mead\` | 0/1 | – | – | – | 0.49 | 599 | 960/0/0/0 | 0.25 | budget |

Columns: work is in evaluations of f, by operations (f with its gradient by reverse mode: 2.6); to 1e-8: f - f\\* ≤ 1e-8 (f(x0) - f\\*); – not reached; medians over runs; seconds\\* of wall time are advisory.

Fairness: step auto = 0.05 (A, B, C), 0.005 (D), from L = 20 at x0 (12 setup HVPs = 60 work a run, counted apart); tuning none; budget 1000n = 10000 work a run; engine wasm; start the problem's x0; base seed 0, 5 repetitions of what is random.

- gd: forward-difference needs 4.2× the work of reverse to reach 1e-8 at n = 10.
- gd: central-difference needs 8.1× the work of reverse to reach 1e-8 at n = 10.
- gd: two-point needs 11× the work and 7× the iterations of reverse to reach 1e-2 at n = 10.
`));

test("nothing in a name or a message is markup", () => {
  const failed = recordOf({ method: "a|b`c*/reverse", f: [NaN], over: { stop: "error", message: "<b>*x*</b> | y" } });
  const text = renderMarkdown(resultsOf([failed, recordOf({ method: "gd/reverse", f: geometric(9, 0.5) })]));
  expect(text).toContain("| ``a\\|b`c*/reverse`` |");
  expect(text).toContain("\\<b\\>\\*x\\*\\</b\\> \\| y");
});

test("another axis than it was run with", () => {
  const text = renderMarkdown(resultsOf(typicalRuns()), "iterations");
  expect(text).toContain("| iterations to 1e-2 |");
});
