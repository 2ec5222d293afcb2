#!/usr/bin/env node
// The entry of the command line: says what is missing (exit 69), or hands over to dist/. Any Node parses it, however old.
"use strict";

var needed = [20, 19];
var have = process.versions.node.split(".").map(Number);

function refuse(sentence) {
  process.exitCode = 69;
  console.error("adbench: " + sentence);
}

if (have[0] < needed[0] || (have[0] === needed[0] && have[1] < needed[1])) {
  refuse("needs Node.js " + needed.join(".") + " or newer, this is " + process.versions.node + ".");
} else {
  // biome-ignore lint/security/noGlobalEval: written out, import() is a syntax error to a Node that is too old to be told so.
  eval("import('../dist/cli/main.js')").then(
    function (cli) {
      return cli.main(process.argv.slice(2));
    },
    function (error) {
      if (!error || error.code !== "ERR_MODULE_NOT_FOUND") throw error;
      var ours = /[\\/]dist[\\/]/.test(String(error.message).split(" imported from ")[0]);
      if (ours) refuse("is not built (no dist folder). In its checkout run: npm ci && npm run build");
      else refuse("its dependencies are not installed. In its checkout run: npm ci");
    },
  );
}
