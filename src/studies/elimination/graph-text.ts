/**
 * A graph as text: layers 8,3,1,3,8 or {"layers": [8, 3, 1, 3, 8]}, or {"edges": [["a", "c"], ["b", "c"], ["c", "d"]]} with any names;
 * "order": ["c"] for an elimination order beside the usual ones.
 */

import { innerVertices } from "../../ad/elimination/elimination.js";
import { AdError, graphOfEdges, type LinearizedGraph, layeredGraph } from "../../ad/index.js";
import { UsageError } from "../../core/errors.js";

export interface NamedGraph extends LinearizedGraph {
  /** By vertex. */
  readonly names: readonly string[];
  /** Inner vertices in the order that was asked for. */
  readonly order?: readonly number[];
}

type Name = string | number;

/**
 * Vertices are numbered in the order of "vertices", without it in that of the names where all are numbers, else as edges name them
 * first; one that comes before its predecessors moves behind them. Throws UsageError, which begins with `what`.
 */
export function graphFromText(text: string, what: string): NamedGraph {
  const { layers, edges, vertices, order } = objectOf(text, what);
  if ((layers === undefined) === (edges === undefined)) throw new UsageError(`${what}: expected either "layers" or "edges"`);
  try {
    const graph =
      layers !== undefined
        ? named(layeredGraph(layersOf(layers, what)))
        : ofEdges(edgesOf(edges, what), namesIn(vertices, "vertices", what), what);
    const wanted = namesIn(order, "order", what);
    return wanted ? { ...graph, order: orderOf(graph, wanted, what) } : graph;
  } catch (error) {
    // The place in the source that an AdError ends with is ours, not the user's.
    if (error instanceof AdError)
      throw new UsageError(`${what}: ${error.message.replace(/ \([^()]*:\d+:\d+\)$/, "").replace(/^graph: /, "")}`);
    throw error;
  }
}

interface Given {
  readonly layers?: unknown;
  readonly edges?: unknown;
  readonly vertices?: unknown;
  readonly order?: unknown;
}

function objectOf(text: string, what: string): Given {
  if (/^\s*\d+(\s*,\s*\d+)+\s*$/.test(text)) return { layers: text.split(",").map(Number) };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${what}: no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new UsageError(`${what}: expected an object with "layers" or "edges"`);
  return value;
}

/** Vertices in the order of their numbers. */
export const named = (graph: LinearizedGraph): NamedGraph => ({
  ...graph,
  names: Array.from({ length: graph.vertices }, (_, v) => String(v)),
});

function layersOf(layers: unknown, what: string): number[] {
  if (Array.isArray(layers) && layers.every((n) => typeof n === "number")) return layers;
  throw new UsageError(`${what}: "layers": expected a list of numbers`);
}

const isName = (x: unknown): x is Name => typeof x === "string" || typeof x === "number";

function edgesOf(edges: unknown, what: string): (readonly [Name, Name])[] {
  const isEdge = (x: unknown): x is readonly [Name, Name] => Array.isArray(x) && x.length === 2 && x.every(isName);
  if (Array.isArray(edges) && edges.every(isEdge)) return edges;
  throw new UsageError(`${what}: "edges": expected a list of pairs [from, to] of numbers or names`);
}

function namesIn(list: unknown, key: string, what: string): Name[] | undefined {
  if (list === undefined || (Array.isArray(list) && list.every(isName))) return list;
  throw new UsageError(`${what}: "${key}": expected a list of numbers or names`);
}

function orderOf(graph: NamedGraph, wanted: readonly Name[], what: string): number[] {
  const inner = innerVertices(graph);
  const found = wanted.map((name) => inner.find((v) => graph.names[v] === String(name)) ?? -1);
  if (found.includes(-1) || found.length !== inner.length || new Set(found).size !== inner.length)
    throw new UsageError(`${what}: "order": expected each inner vertex once: ${inner.map((v) => graph.names[v]).join(", ")}`);
  return found;
}

function ofEdges(edges: readonly (readonly [Name, Name])[], vertices: readonly Name[] | undefined, what: string): NamedGraph {
  const used = [...new Set(edges.flat())];
  const numeric = used.every((name) => typeof name === "number");
  const names = vertices ?? (numeric ? used.sort((a, b) => Number(a) - Number(b)) : used);
  const place = new Map(names.map((name, at) => [name, at]));
  const unlisted = used.find((name) => !place.has(name));
  if (unlisted !== undefined) throw new UsageError(`${what}: "vertices" does not list ${unlisted}`);
  const graph = graphOfEdges(
    edges.map(([from, to]) => [place.get(from)!, place.get(to)!] as const),
    (v) => String(names[v]),
  );
  return { ...graph, names: graph.original.map((at) => String(names[at])) };
}
