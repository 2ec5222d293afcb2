import { expect, test } from "vitest";
import { claim } from "../../src/core/claim.js";
import { verdict } from "../../src/report/claims-values.js";

const stated = { id: "X1", statement: "s", source: "t" };

test.each<[Parameters<typeof claim>[0], string]>([
  // Exact ones with all digits.
  [{ ...stated, measured: 28, expected: 28 }, "measured 28, expected 28"],
  [{ ...stated, measured: 3.521468428280719, expected: 3.521468428280719 }, "measured 3.521468428280719, expected 3.521468428280719"],
  [{ ...stated, measured: 123456789, expected: 123456789 }, "measured 123456789, expected 123456789"],
  [{ ...stated, measured: true, expected: true }, "measured true, expected true"],
  [{ ...stated, measured: "Markowitz\nloses", expected: "x" }, "measured Markowitz loses, expected x"],
  [{ ...stated, measured: "", expected: "" }, "measured none, expected none"],
  [{ ...stated, measured: Number.NaN, expected: Number.POSITIVE_INFINITY }, "measured NaN, expected ∞"],
  // As many digits as the tolerance needs, and one.
  [{ ...stated, measured: 1.1187321, expected: 1.11, absolute: 0.15 }, "measured 1.12, expected 1.11 ± 0.15"],
  [{ ...stated, measured: -0.999999984, expected: -0.99999998, absolute: 1e-8 }, "measured -0.999999984, expected -0.99999998 ± 1e-8"],
  [{ ...stated, measured: 0.1909834, expected: 0.190983, absolute: 1e-3 }, "measured 0.191, expected 0.191 ± 0.001"],
  [{ ...stated, measured: 3e-9, expected: 0, absolute: 1e-8 }, "measured 3e-9, expected 0 ± 1e-8"],
  [{ ...stated, measured: 0.000211411, expected: 0.00021141, relative: 1e-4 }, "measured 2.1141e-4, expected 2.1141e-4 ± 1e-4 relative"],
  [{ ...stated, measured: 63.5, expected: 63, relative: 0.02 }, "measured 63.5, expected 63 ± 2 %"],
  [{ ...stated, measured: 0.02999, atMost: 0.03 }, "measured 0.03, expected at most 0.03"],
  [{ ...stated, measured: 5, atLeast: 2 }, "measured 5, expected at least 2"],
  // What fails does not look as if it held.
  [{ ...stated, measured: 0.03000001, atMost: 0.03 }, "measured 0.03000001, expected at most 0.03"],
  [{ ...stated, measured: 1 + Number.EPSILON, expected: 1 }, "measured 1.0000000000000002, expected 1"],
  [{ ...stated, measured: Number.NaN, atMost: 0.03 }, "measured NaN, expected at most 0.03"],
  [{ ...stated, measured: "1", expected: 1 }, "measured 1, expected 1"],
  [{ ...stated, measured: 1, expected: 1, absolute: Number.NaN }, "measured 1, expected 1 ± NaN"],
])("%#", (given, text) => expect(verdict(claim(given))).toBe(text));
