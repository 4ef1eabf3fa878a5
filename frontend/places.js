// What the classes of a formula say (`kmH_6833`: height .6833em): a page's own style sheet has rules for its own formulas, and cards come from other pages.
import letters from "../hooks/kb/node/places.json";

const NAME = /^km(?:([A-Z])(-?)(\d*)(?:_(\d+))?|-(position|border-style|border-right-style)-([a-z]+))$/;

export function placed(root) {
  for (const element of root.querySelectorAll('[class*="km"]')) {
    for (const name of element.classList) {
      const [whole, letter, sign, integer, part, property, word] = NAME.exec(name) ?? [];
      if (!whole) continue;
      const length = `${sign}${integer || 0}.${part ?? 0}em`;
      element.style.setProperty(property ?? letters[letter], word ?? (letter === "N" ? `0 ${length}` : length));
    }
  }
  return root;
}
