// What Readability makes of pages. In: the folder of its package and of jsdom, then files. Out: a list of HTML in JSON, one a file.
const { readFileSync } = require("node:fs");
const { createRequire } = require("node:module");

const [folder, ...files] = process.argv.slice(2);
const load = createRequire(`${folder}/`);
const { Readability } = load("@mozilla/readability");
const { JSDOM } = load("jsdom");

const article = (file) => new Readability(new JSDOM(readFileSync(file, "utf8"), { url: "https://example.org/page/" }).window.document).parse();
process.stdout.write(JSON.stringify(files.map((file) => article(file).content)));
