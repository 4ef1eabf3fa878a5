// Renders TeX to HTML with KaTeX: a JSON list of {tex, display} on standard input, a list of {html, error} on standard output.
// Where KaTeX would write a style attribute the HTML carries classes that say the same, so that a policy need not allow such attributes:
// `height:0.6833em` is `kmH_6833`. The rules are written by `kb.places` for each page.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { simplify } from "./simpler.mjs";

const require = createRequire(`${process.argv[2]}/package.json`);
const katex = require("katex");
const letters = new Map(Object.entries(JSON.parse(readFileSync(new URL("places.json", import.meta.url), "utf8"))).map(([letter, property]) => [property, letter]));

const named = new Set(readFileSync(require.resolve("katex/dist/katex.css"), "utf8").match(/(?<=\.)[a-z][\w-]*/gi)); // the classes of its rules
const WORDS = /^(position-relative|border(-right)?-style-(solid|dashed))$/;

class Refused extends Error {}

// Only links to a script on the same page: what `\val` becomes.
const trust = (context) => context.command === "\\href" && /^#verify-\w+$/.test(context.url);

// The class of one declaration. Colours have none: a command that is not trusted is not an error to KaTeX but is shown in red.
function place(property, value) {
  const name = property.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  if (WORDS.test(`${name}-${value}`)) return `km-${name}-${value}`;
  const [, sign, whole, part] = /^(?:0 )?(-?)(\d*)(?:\.(\d+))?em$/.exec(value) ?? [];
  if (sign === undefined || !letters.has(name)) throw new Refused(`command not allowed (${name}: ${value})`);
  const digits = (whole === "0" ? "" : whole) + (Number(part) ? `_${part.replace(/0+$/, "")}` : "");
  return `km${letters.get(name)}${digits ? sign + digits : "0"}`;
}

// The styles of KaTeX's tree become classes, from the root down.
function classes(node) {
  const found = Object.entries(node.style ?? {}).map(([property, value]) => place(property, value));
  if (node.italic > 0) {
    found.push(place("marginRight", `${Number(node.italic.toFixed(4))}em`)); // what a letter's own markup would add
    node.italic = 0;
  }
  if (node.attributes?.style && "pathName" in (node.children?.[0] ?? {})) {
    node.attributes.class = node.attributes.style.split(";").filter(Boolean).map((one) => place(...one.split(":"))).join(" ");
    delete node.attributes.style;
  }
  if (node.style) node.style = {};
  if (found.length) node.classes = [...node.classes, ...found]; // KaTeX shares lists of classes between nodes
  for (const child of node.children ?? []) classes(child);
}

// Beside the MathML KaTeX puts the TeX: bytes that nothing reads, and that come along when text is copied.
function forget(node) {
  if (node.type === "semantics") node.children = node.children.slice(0, 1);
  node.children?.forEach(forget);
}

// The part of a formula that is seen; the other is MathML.
const seen = (node) => (node.classes?.includes("katex-html") ? node : node.children?.map(seen).find(Boolean));

function render({ tex, display }) {
  try {
    const tree = katex.__renderToDomTree(tex, { displayMode: display, throwOnError: true, strict: "error", trust, output: "htmlAndMathml" });
    simplify(seen(tree), named);
    forget(tree);
    classes(tree);
    const html = tree.toMarkup();
    if (/\bkatex-error\b|\sstyle=/.test(html)) throw new Refused("command not allowed");
    return { html, error: "" };
  } catch (error) {
    return { html: "", error: String(error.message).replace(/^KaTeX parse error: /, "") };
  }
}

const wanted = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(wanted.map(render)));
