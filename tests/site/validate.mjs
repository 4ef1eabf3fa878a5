// Reads built pages as the HTML standard does: paths on standard input as JSON, what is wrong on standard output, by page.
import { readFileSync } from "node:fs";
import { HtmlValidate, StaticConfigLoader } from "html-validate";

const rules = { "require-sri": ["error", { target: "crossorigin" }] }; // nothing comes from elsewhere
const loader = new StaticConfigLoader({ root: true, extends: ["html-validate:standard", "html-validate:document"], rules });
const html = new HtmlValidate(loader);
const found = {};
for (const path of JSON.parse(readFileSync(0, "utf8"))) {
  const report = await html.validateString(readFileSync(path, "utf8"), path);
  const wrong = report.results.flatMap((one) => one.messages.map(({ line, ruleId, message }) => `${line}: ${message} (${ruleId})`));
  if (wrong.length) found[path] = wrong;
}
process.stdout.write(JSON.stringify(found));
