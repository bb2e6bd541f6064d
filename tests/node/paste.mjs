// Turns each HTML of the list on standard input into Markdown, as the page's script does.
import { readFileSync } from "node:fs";

(0, eval)(readFileSync(new URL("../../static/paste.js", import.meta.url), "utf8"));
const given = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(given.map((html) => globalThis.toMarkdown(html))));
