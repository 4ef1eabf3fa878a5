// Splits what is asked as hooks/kb/search/tokens.py splits what is indexed: Han as pairs, Latin letters and digits as words.
(function (root) {
  "use strict";
  const RUN = /([\u3400-\u9fff\uf900-\ufaff]+)|([a-z0-9\u00c0-\u024f]+(?:['’.+#/_-][a-z0-9]+)*)|([\u0370-\u03ff√∞∑∂])/gu;
  const GREEK = { alpha: "α", beta: "β", gamma: "γ", delta: "δ", epsilon: "ε", theta: "θ", lambda: "λ", mu: "μ", pi: "π", rho: "ρ", sigma: "σ", tau: "τ", phi: "φ", omega: "ω" };
  const PLURAL = /^[a-z]{3,}[^aisu]s$/;
  const BRITISH = /(?<=[a-z][lmnrt])is(?=(?:ed?|er|ing|ation)$)/;
  const ASKING = new Set("什么 怎么 怎样 如何 为何 为啥 哪些 是否 多少 一下 讲讲 的是 是什 么是 么样 什么样 有哪 请问 介绍 说说 吗 呢 的 了".split(" "));
  const ASKING_WORDS = new Set("a an and are as at be by can do does for from how in is it its of on or the to vs what when where which who why with you your".split(" "));
  const PHRASES = /为什么|是干嘛的?|干什么|干嘛|干啥|咋办|怎么办|咋|那么|这么|到底|有没有|能不能|要不要|是什么|什么是|有什么|什么样|怎么样|怎么|怎样|如何|为何|为啥|哪些|请问|介绍一下|说一下|讲一下|讲讲|说说|什么|多少/g;

  const normalise = (text) => text.normalize("NFKC").toLowerCase().replace(/\\([a-z]+)/g, " $1 ");

  function pairs(run) {
    if (run.length === 1) return [run];
    const found = [];
    for (let i = 0; i + 1 < run.length; i++) found.push(run.slice(i, i + 2));
    return found;
  }

  // "zero-3" is found as "zero3" and by its parts; one letter s at the end says nothing, nor does "optimise" for "optimize".
  function words(word) {
    const parts = word.replace(/['’]/g, "").split(/[.+#/_-]/).filter(Boolean);
    const mixed = parts.flatMap((part) => part.match(/^[a-z]{2,}(?=[0-9])|[0-9]+$/g)?.filter((p) => p !== part) ?? []);
    const whole = parts.length > 1 ? [parts.join(""), ...parts] : parts;
    const oneForm = (w) => (PLURAL.test(w) ? w.slice(0, -1) : w).replace(BRITISH, "iz");
    return [...whole, ...mixed].map((w) => GREEK[w] ?? oneForm(w));
  }

  function tokens(text) {
    const found = [];
    for (const [, han, latin, sign] of normalise(text).matchAll(RUN)) {
      if (han) found.push(...pairs(han));
      else if (latin) found.push(...words(latin));
      else found.push(sign);
    }
    return found;
  }

  // A question's own words say nothing about its subject; a query of nothing else is taken as it is.
  function queryTokens(text) {
    const bare = normalise(text.slice(0, 2000)).replace(PHRASES, " ");
    const kept = [...new Set(tokens(bare))].filter((t) => !ASKING.has(t) && !ASKING_WORDS.has(t));
    return kept.length ? kept : [...new Set(tokens(text.slice(0, 2000)))];
  }

  const api = { normalise, tokens, queryTokens };
  if (typeof module === "object" && module.exports) module.exports = api;
  else root.kbTokenize = api;
})(typeof self === "object" ? self : globalThis);
