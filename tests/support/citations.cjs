// What citation-js reads in files of references. In: the folder of its packages, then files. Out: a list of lists of CSL items in JSON, one a file.
const { readFileSync } = require("node:fs");
const { createRequire } = require("node:module");

const [folder, ...files] = process.argv.slice(2);
const load = createRequire(`${folder}/`);
for (const plugin of ["bibtex", "csl", "ris"]) load(`@citation-js/plugin-${plugin}`);
const { Cite } = load("@citation-js/core");

const items = (file) => new Cite(readFileSync(file, "utf8"), { generateGraph: false }).data;
process.stdout.write(JSON.stringify(files.map(items)));
