/** The import rules and bans of docs/design.md, as a function from sources to the sentences that say where they are broken. */
import { posix } from "node:path";
import ts from "typescript";

export interface Source {
  /** From the project's root, with forward slashes: "src/core/meter.ts". */
  readonly path: string;
  readonly text: string;
}

interface Import {
  readonly line: number;
  readonly from: string;
  /** The names that exist at run time; empty for types alone, ["*"] for a namespace, a side effect or import(). */
  readonly values: readonly string[];
}

/** What a folder may import of another: all of it, its index, or of core its types, the define… helpers, params and errors. */
type Access = "all" | "index" | "types" | "contracts";
type Rights = Readonly<Record<string, Access>>;

const indexes: Rights = { problems: "index", gradients: "index", optimizers: "index" };
const belowStudies: Rights = { numeric: "all", ad: "all", core: "all", data: "all", problems: "all", gradients: "all", optimizers: "all" };
const everythingButCli: Rights = { ...belowStudies, bench: "all", studies: "all", report: "all" };

/** One row per folder of src; "" is src itself. Every folder may import itself. */
export const rights: Readonly<Record<string, Rights>> = {
  numeric: {},
  ad: {},
  data: {},
  core: { ad: "all", numeric: "all" },
  problems: { ad: "all", numeric: "all", data: "all", core: "contracts" },
  gradients: { numeric: "all", core: "contracts" },
  optimizers: { numeric: "all", core: "contracts" },
  bench: { core: "all", numeric: "all", ...indexes },
  report: { core: "types", bench: "types", numeric: "all" },
  studies: everythingButCli,
  cli: everythingButCli,
  "": everythingButCli,
};

/** Files of src/core whose values every contract needs. */
const CONTRACT_FILES = ["src/core/params.ts", "src/core/errors.ts"];
/** What a ledger comes to: its definition is to stand in one place, for reports too. */
const ARITHMETIC = "src/core/cost.ts";
const DISK = /^(node:)?fs(\/promises)?$/;
const CLOCK = /^(node:)?perf_hooks$/;
const CONSOLE = /^(node:)?console$/;
const LONGEST = 250;
const REGISTRIES = ["problems", "gradients", "optimizers"];

const folderOf = (path: string): string => (/^src\/([^/]+)\//.exec(path) ?? ["", ""])[1]!;

/** Every broken rule, as "path:line: what". */
export function violations(sources: readonly Source[]): string[] {
  return [...sources.flatMap(ofFile), ...unregistered(sources)];
}

function ofFile({ path, text }: Source): string[] {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS);
  const found = [
    ...importsOf(tree).flatMap((one) => ofImport(path, one).map((what) => `${path}:${one.line}: ${what}`)),
    ...ofCode(path, tree),
  ];
  const lines = text.split("\n").length - 1;
  if (lines > LONGEST && !path.endsWith(".generated.ts")) found.push(`${path}:${lines}: longer than ${LONGEST} lines`);
  return found;
}

function ofImport(path: string, { from, values }: Import): string[] {
  const folder = folderOf(path);
  if (!from.startsWith(".")) {
    if (DISK.test(from) && folder !== "cli" && path !== "src/bench/store.ts") return ["only src/cli and src/bench/store.ts touch the disk"];
    if (CLOCK.test(from) && path !== "src/bench/clock.ts") return ["only src/bench/clock.ts reads the clock"];
    if (CONSOLE.test(from) && folder !== "cli") return ["only src/cli touches the console"];
    return [];
  }
  const target = posix.join(posix.dirname(path), from).replace(/\.js$/, ".ts");
  if (!target.startsWith("src/")) return folder === "cli" && target.endsWith(".json") ? [] : [`imports ${target}, which is outside src`];
  const to = folderOf(target);
  const said = `${folder || "src"} may not import ${to || "src"}`;
  if (to === folder) return [];
  if (to === "") return folder === "cli" ? [] : [`${said}: ${from}`];
  const mine = rights[folder];
  if (!mine) return [`src/${folder} has no row in the table of imports`];
  const access = mine[to];
  if (!access) return [`${said}: ${from}`];
  if (access === "index" && target !== `src/${to}/index.ts`) return [`${said} but for its index: ${from}`];
  if (access === "types" && values.length > 0 && target !== ARITHMETIC)
    return [`${said} but for its types: ${values.join(", ")} from ${from}`];
  const helpers = CONTRACT_FILES.includes(target) || values.every((name) => /^define[A-Z]/.test(name));
  if (access === "contracts" && !helpers) return [`${said} but for types, define…, params and errors: ${values.join(", ")} from ${from}`];
  return [];
}

function importsOf(tree: ts.SourceFile): Import[] {
  const found: Import[] = [];
  const add = (node: ts.Node, specifier: ts.Node | undefined, values: readonly string[]): void => {
    if (specifier && ts.isStringLiteralLike(specifier)) found.push({ line: lineOf(tree, node), from: specifier.text, values });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node, node.moduleSpecifier, valuesOf(node.importClause));
    else if (ts.isExportDeclaration(node)) add(node, node.moduleSpecifier, node.isTypeOnly ? [] : exportedValues(node.exportClause));
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node, node.arguments[0], ["*"]);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function valuesOf(clause: ts.ImportClause | undefined): string[] {
  if (!clause) return ["*"];
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return [];
  const { name, namedBindings } = clause;
  const named = namedBindings && ts.isNamedImports(namedBindings) ? specifiers(namedBindings.elements) : namedBindings ? ["*"] : [];
  return [...(name ? ["default"] : []), ...named];
}

const exportedValues = (clause: ts.NamedExportBindings | undefined): string[] =>
  clause && ts.isNamedExports(clause) ? specifiers(clause.elements) : ["*"];

const specifiers = (elements: Iterable<ts.ImportSpecifier | ts.ExportSpecifier>): string[] =>
  [...elements].filter(({ isTypeOnly }) => !isTypeOnly).map(({ propertyName, name }) => (propertyName ?? name).text);

/** What no import shows: globals and operators. */
function ofCode(path: string, tree: ts.SourceFile): string[] {
  const inCli = folderOf(path) === "cli";
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const what = banned(node, inCli, path === "src/bench/clock.ts");
    if (what) found.push(`${path}:${lineOf(tree, node)}: ${what}`);
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

const POWERS = [ts.SyntaxKind.AsteriskAsteriskToken, ts.SyntaxKind.AsteriskAsteriskEqualsToken];
const HOSTS = ["globalThis", "global", "process", "Math"];

function banned(node: ts.Node, inCli: boolean, isClock: boolean): string | null {
  if (POWERS.includes(node.kind)) return "** differs in the last bit between versions of Node";
  const name = globalName(node);
  if (name === "Math.random") return "nothing touches Math.random";
  if (name === "Math.pow") return "Math.pow differs in the last bit between versions of Node";
  if (!isClock && (name === "Date" || name === "performance" || name === "process.hrtime"))
    return "only src/bench/clock.ts reads the clock";
  if (!inCli && (name === "console" || name === "process.stdout" || name === "process.stderr")) return "only src/cli touches the console";
  return null;
}

/** The global that a node names: `Date`, `globalThis.Date` and `process["stdout"]`, but not `x.Date`, `{ Date: 1 }` or a declaration. */
function globalName(node: ts.Node): string | null {
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
    const host = ts.isIdentifier(node.expression) ? node.expression.text : "";
    const member = ts.isPropertyAccessExpression(node) ? node.name : node.argumentExpression;
    if (!HOSTS.includes(host) || !(ts.isIdentifier(member) || ts.isStringLiteralLike(member))) return null;
    return host.startsWith("global") ? member.text : `${host}.${member.text}`;
  }
  if (ts.isBindingElement(node)) return destructured(node);
  if (!ts.isIdentifier(node)) return null;
  const { parent } = node;
  const isName = "name" in parent && parent.name === node && !ts.isShorthandPropertyAssignment(parent);
  return isName || ts.isQualifiedName(parent) || (ts.isBindingElement(parent) && parent.propertyName === node) ? null : node.text;
}

/** const { stdout } = process */
function destructured({ parent, propertyName, name }: ts.BindingElement): string | null {
  const declaration = parent.parent;
  const host = ts.isVariableDeclaration(declaration) && declaration.initializer;
  const member = propertyName ?? name;
  if (!host || !ts.isIdentifier(host) || !HOSTS.includes(host.text) || !ts.isIdentifier(member)) return null;
  return host.text.startsWith("global") ? member.text : `${host.text}.${member.text}`;
}

const lineOf = (tree: ts.SourceFile, node: ts.Node): number => tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;

/** Every file of a registry's folder is one entry, and the index names it; a study is a folder with an index, which reaches its files. */
function unregistered(sources: readonly Source[]): string[] {
  const entries = REGISTRIES.flatMap((folder) => {
    const index = `src/${folder}/index.ts`;
    const named = targetsOf(sources, index);
    return sources
      .filter(({ path }) => folderOf(path) === folder && path !== index && !named.includes(path))
      .map(({ path }) => `${path}:1: is missing from ${index}`);
  });
  return [...entries, ...strayStudies(sources)];
}

const STUDIES = "src/studies/index.ts";

/** Files directly in src/studies are helpers of all of them. */
function strayStudies(sources: readonly Source[]): string[] {
  const files = sources.filter(({ path }) => /^src\/studies\/[^/]+\//.test(path)).map(({ path }) => path);
  const named = targetsOf(sources, STUDIES);
  return [...new Set(files.map((path) => posix.dirname(path)))].flatMap((folder) => {
    const index = `${folder}/index.ts`;
    const own = files.filter((path) => path.startsWith(`${folder}/`));
    if (!own.includes(index)) return [`${own[0]}:1: ${folder} has no index.ts`];
    const reached = new Set([index]);
    // A set hands out what is added on the way.
    for (const path of reached) for (const target of targetsOf(sources, path)) if (own.includes(target)) reached.add(target);
    return [
      ...(named.includes(index) ? [] : [`${index}:1: is missing from ${STUDIES}`]),
      ...own.filter((path) => !reached.has(path)).map((path) => `${path}:1: ${index} does not reach it`),
    ];
  });
}

/** The sources that a source imports. */
function targetsOf(sources: readonly Source[], path: string): string[] {
  const source = sources.find((one) => one.path === path);
  if (!source) return [];
  return importsOf(ts.createSourceFile(path, source.text, ts.ScriptTarget.Latest, true)).map(({ from }) =>
    posix.join(posix.dirname(path), from).replace(/\.js$/, ".ts"),
  );
}
