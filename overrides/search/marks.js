// Marks the words a result was found by on the page it led to, without changing the page (CSS Custom Highlights; none where those are lacking).
self.kbMarks = (found) => {
  "use strict";
  if (!self.Highlight || !CSS.highlights) return;
  const wanted = new Set(found);
  const tokens = self.kbTokenize;
  const WORD = /[\u3400-\u9fff]+|[a-z0-9]+(?:['’.+#/_-][a-z0-9]+)*/giu;
  const ranges = [];
  const mark = (node, from, to) => {
    const range = new Range();
    range.setStart(node, from);
    range.setEnd(node, to);
    ranges.push(range);
  };
  const texts = document.createTreeWalker(document.querySelector("article") ?? document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    if (node.parentElement.closest(".katex, svg, script, .kb-cite")) continue;
    for (const { 0: run, index } of node.data.matchAll(WORD)) {
      if (/[\u3400-\u9fff]/.test(run)) {
        for (let i = 0; i + 1 < run.length; i++) if (wanted.has(run.slice(i, i + 2))) mark(node, index + i, index + i + 2);
      } else if (run.length > 1 && tokens.tokens(run).some((word) => wanted.has(word))) mark(node, index, index + run.length);
    }
  }
  CSS.highlights.set("kb-found", new Highlight(...ranges));
};
