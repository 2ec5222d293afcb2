/** A graph in Graphviz's language as a picture that stands by itself. */
import { FONT } from "./svg.js";
import { escaped } from "./svg-text.js";

/** Graphviz, in WebAssembly, is loaded when it is needed: it is larger than all else. */
export async function dotSvg(dot: string, title: string): Promise<string> {
  const { instance } = await import("@viz-js/viz");
  const svg = (await instance()).renderString(dot, { format: "svg" });
  return svg
    .slice(svg.indexOf("<svg"))
    .replaceAll(/<!--[\s\S]*?-->\n?/g, "")
    .replaceAll('font-family="Courier,monospace"', `font-family="${FONT}"`)
    .replace(/<title>f<\/title>/, `<title>${escaped(title)}</title>`);
}
