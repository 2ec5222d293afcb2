/** CP4: a transformer keeps 12·h·b·s numbers a layer; with a checkpoint before each layer h·b·s, and those of one layer. */
import { type Plan, play, ticksOf } from "../../ad/checkpoint/plan.js";
import { keepAll } from "../../ad/checkpoint/uniform.js";
import { claim } from "../../core/claim.js";
import { type CheckpointPart, defaults, lecture } from "./defaults.js";

/** Every layer is a region, the last one too. */
function eachLayer(depth: number): Plan {
  let plan: Plan = 0;
  for (let k = 0; k < depth; k++) plan = { first: 1, rest: plan };
  return plan;
}
const GB = 1e9;
/** As printed, in GB to a tenth. */
const printed = { all: 60.4, checkpoints: 6.3, quoted: 8 };

type Transformer = Pick<Parameters<CheckpointPart["run"]>[0]["params"], "hidden" | "depth" | "sequence" | "sequences" | "kept" | "bytes">;

/** In GB, and what is played to know it. */
export function activations({ hidden: h, depth: L, sequence: s, sequences: b, kept, bytes }: Transformer) {
  /** Bytes of a layer's input. */
  const unit = h * b * s * bytes;
  const all = play(ticksOf(keepAll(L)), L);
  const each = play(ticksOf(eachLayer(L)), L);
  return { all, each, memory: { all: (kept * unit * all.states) / GB, checkpoints: (unit * each.states + kept * unit) / GB } };
}

export const cp4: CheckpointPart = {
  id: "CP4",
  run: ({ params }) => {
    const { hidden: h, depth: L, sequence: s, sequences: b, kept, bytes, backward } = params;
    const { all, each, memory } = activations(params);
    const asPrinted = (["hidden", "depth", "sequence", "sequences", "kept", "bytes"] as const).every(
      (name) => params[name] === defaults[name].default,
    );
    const recompute = (1 + backward + each.advanced / L) / (1 + backward) - 1;
    const formula = { all: (kept * h * b * s * L * bytes) / GB, checkpoints: (h * b * s * bytes * (L + kept)) / GB };
    const wanted = (name: "all" | "checkpoints") =>
      asPrinted ? { expected: printed[name], absolute: 0.05 } : { expected: formula[name], relative: 1e-12 };
    return {
      claims: [
        claim({
          id: "CP4.all",
          statement: `h = ${h}, L = ${L}, s = ${s}, b = ${b}: ${kept}·h·b·s·L·${bytes} bytes where everything is kept, GB`,
          source: lecture,
          measured: memory.all,
          ...wanted("all"),
        }),
        claim({
          id: "CP4.checkpoints",
          statement: "… where the inputs of the layers and what one layer needs are kept, GB",
          source: lecture,
          measured: memory.checkpoints,
          ...wanted("checkpoints"),
        }),
        claim({
          id: "CP4.recompute",
          statement: `… what that costs more: (1 + ${backward} + 1)/${1 + backward} − 1`,
          source: lecture,
          measured: recompute,
          expected: 1 / (1 + backward),
          absolute: 1e-12,
        }),
      ],
      tables: [
        {
          name: "transformer",
          title: "Activations of a transformer",
          columns: ["what is kept", "GB", "forward runs beyond the first"],
          rows: [
            ["everything", memory.all, all.advanced / L],
            ["the input of each layer, and one layer", memory.checkpoints, each.advanced / L],
            ...(asPrinted ? [["as the lecture quotes it, without a derivation", printed.quoted, null] as const] : []),
          ],
        },
      ],
    };
  },
};
