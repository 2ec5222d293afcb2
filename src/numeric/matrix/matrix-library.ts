/** ml-matrix, loaded when it is first needed: importing it takes as long as the rest of the command line. */

export function matrixLibrary(): typeof import("ml-matrix") {
  const { createRequire } = process.getBuiltinModule("node:module");
  return createRequire(import.meta.url)("ml-matrix") as typeof import("ml-matrix");
}
