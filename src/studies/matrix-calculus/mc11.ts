/** MC11: the rules of matrix differentials, a matrix tangent in forward mode against the closed form. */
import { grad, jacrev } from "../../ad/index.js";
import { claim } from "../../core/claim.js";
import { numbersOf, relativeError } from "../dense.js";
import { catalogue } from "./catalogue.js";
import { type CalculusPart, lecture } from "./defaults.js";
import { differential } from "./differential.js";
import { hessianOf, table } from "./known.js";
import { matrixRules, type Trial } from "./rules.js";

/** Per unit of the condition number. */
const TOLERANCE = 1e-12;
const source = `${lecture}: rules of matrix differentials`;

/** Entries that differ, and by how much at most, relative to the largest or to what is added up. */
function compared({ f, at, d, closed }: Trial): { readonly differing: number; readonly error: number } {
  const [got, want] = [differential(f, at, d), numbersOf(closed)];
  return { differing: got.reduce((count, x, k) => count + (x === want[k] ? 0 : 1), 0), error: relativeError(got, want) };
}

export const mc11: CalculusPart = {
  id: "MC11",
  run: ({ params: { dim, results, points, condition }, rng }) => {
    const rows = matrixRules.map((rule) => {
      const own = rng.split(rule.id);
      const trials = Array.from({ length: points }, () => compared(rule.draw(own, dim, condition)));
      return { rule, differing: Math.max(...trials.map((one) => one.differing)), error: Math.max(...trials.map(({ error }) => error)) };
    });
    const { functions, point } = catalogue(rng, dim, results);
    const x = point();
    const hessians = functions.map((known) => {
      const J = jacrev((at) => grad(known.f)(at))(x);
      return relativeError(
        table(dim, dim, (i, j) => J[j * dim + i]!),
        hessianOf(known, x),
      );
    });
    return {
      claims: [
        ...rows.map(({ rule: { id, rule, exact }, differing, error }) => {
          const stated = { id: `MC11.${id}`, source };
          return exact
            ? claim({ ...stated, statement: `${rule}, on matrices of integers: entries that differ`, measured: differing, expected: 0 })
            : claim({
                ...stated,
                statement: `${rule}: largest error relative to the largest entry, for a condition number of ${condition}`,
                measured: error,
                atMost: TOLERANCE * condition,
              });
        }),
        claim({
          id: "MC11.hessian",
          statement: `H = (J∇f)ᵀ, the Jacobian of the gradient by reverse mode, for ${functions.length} functions: largest relative error`,
          source,
          measured: Math.max(...hessians),
          atMost: TOLERANCE,
        }),
      ],
      tables: [
        {
          name: "rules",
          title: `Rules of differentials by forward mode, n = ${dim}, the worst of ${points}`,
          columns: ["rule", "matrices", "largest relative error"],
          rows: rows.map(({ rule, error }) => [rule.rule, rule.exact ? "integers" : "real", error]),
        },
      ],
    };
  },
};
