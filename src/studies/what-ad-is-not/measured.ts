/** Each way on each function at each size: digits lost at some points, operations, seconds. */
import { input } from "../../ad/index.js";
import type { Context } from "./defaults.js";
import { type Family, families } from "./examples.js";
import { explained } from "./explained.js";
import { digitsLost, referenceGradient } from "./reference.js";
import { secondsOf } from "./times.js";
import { valueOps, type Way, ways } from "./ways.js";

interface Measured {
  readonly ops: number;
  /** Digits lost at each of the points. */
  readonly lost: readonly number[];
  readonly seconds: number;
}

export interface Found {
  readonly family: Family;
  readonly size: number;
  readonly n: number;
  /** Operations of f. */
  readonly value: number;
  /** The error of Σ ±∂f/∂x_k by reverse mode over what rounding explains, at the worst of the points. */
  readonly explained: number;
  readonly of: Readonly<Record<Way["id"], Measured>>;
}

/** With --quick so many points. */
const FEW = 3;

function findingsFor(family: Family, size: number, context: Context): Found {
  const { params, rng, quick } = context;
  const example = family.make(size, rng.split(`${family.id}/${size}`));
  const points = Array.from({ length: quick ? Math.min(FEW, params.points) : params.points }, example.draw);
  const inputs = Array.from({ length: example.n }, () => input([]));
  const reference = referenceGradient(inputs, example.f(inputs));
  const truths = points.map(reference);
  const share = explained(example);
  const gradients = ways.map(({ make }) => make(example));
  const seconds = secondsOf(gradients, points[0]!, context);
  const g = new Float64Array(example.n);
  const of = ways.map(({ id }, w): [Way["id"], Measured] => {
    const { ops, run } = gradients[w]!;
    const lost = points.map((x, p) => {
      run(x, g);
      return digitsLost(g, truths[p]!);
    });
    return [id, { ops, lost, seconds: seconds[w]! }];
  });
  return {
    family,
    size,
    n: example.n,
    value: valueOps(example),
    explained: Math.max(...points.map((x, p) => share(x, truths[p]!))),
    of: Object.fromEntries(of) as Found["of"],
  };
}

export const measured = (context: Context): Found[] =>
  families.flatMap((family) => family.sizes(context.params).map((size) => findingsFor(family, size, context)));
