// The search box. Nothing but this file is fetched until the box is used: then the engine, and of the index the parts that a query needs.
(() => {
  "use strict";
  const { base, lang } = document.currentScript.dataset;
  const box = document.querySelector(".md-search");
  const input = box?.querySelector(".md-search__input");
  const toggle = document.getElementById("__search");
  if (!box || !input || !toggle) return;
  const output = box.querySelector(".md-search-result");
  const status = output.querySelector(".md-search-result__meta");
  const list = output.querySelector(".md-search-result__list");
  const words = output.dataset;
  const address = (path) => {
    const url = new URL(`${base}/${path}`, location.href);
    if (url.protocol === "file:" && url.pathname.endsWith("/")) url.pathname += "index.html"; // a folder on disk has no first page
    return url.href;
  };
  let engine = null;
  let renewed = false;
  let settled = 0; // when the address says what was searched
  let hurry = 0; // when the sections of the first results are read
  let selected = -1;

  // The files of search are scripts that hand over their data: those load from a folder on disk as well. Each names the version of the index it
  // belongs to, so that files of two versions are never mixed.
  const parts = new Map();
  let version = "";
  let other = ""; // the version of a file that did not fit: the site was changed meanwhile
  self.kbSearch = (name, made, data) => parts.get(name)?.arrived(made, data);

  const script = (path) =>
    new Promise((done, failed) => {
      const element = Object.assign(document.createElement("script"), { src: address(path), async: false, onload: done, onerror: failed });
      document.head.append(element);
    });

  function part(name) {
    if (!parts.has(name)) {
      const wanted = {};
      const data = new Promise((done, failed) => {
        wanted.arrived = (made, found) => {
          version ||= made;
          if (made === version) done(found);
          else other = made;
        };
        script(`search/${name}.js${version && `?${version}`}`).then(() => failed(new Error(`${name}: cut short or of another version`)), failed);
      });
      data.catch(() => parts.delete(name)); // asked for again when it is needed again
      parts.set(name, Object.assign(wanted, { data }));
    }
    return parts.get(name).data;
  }

  // The engine and what it needs first come together.
  async function start() {
    const first = part(lang);
    await Promise.all([script("search/tokenize.js"), script("search/engine.js"), first]);
    return self.kbEngine.open(lang, part);
  }

  const ready = () => {
    engine ??= start().catch((error) => {
      engine = null;
      throw error;
    });
    return engine;
  };

  function say(text, stages) {
    status.textContent = text;
    list.replaceChildren();
    input.setAttribute("aria-expanded", "false");
    selected = -1;
    for (const link of stages ?? []) list.append(item(link.href, link.textContent));
  }

  // Matched words in <mark>; text only ever enters as text.
  function marked(element, text, found) {
    const known = found.filter((w) => w.length > 1 || /[\u3400-\u9fff]/.test(w)).sort((a, b) => b.length - a.length);
    if (!known.length) return element.append(text), element;
    const pattern = new RegExp(known.map((w) => w.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|"), "giu");
    let at = 0;
    for (const match of text.matchAll(pattern)) {
      element.append(text.slice(at, match.index), Object.assign(document.createElement("mark"), { textContent: match[0] }));
      at = match.index + match[0].length;
    }
    element.append(text.slice(at));
    return element;
  }

  function item(href, title, stage = "", excerpt = "", found = []) {
    const entry = Object.assign(document.createElement("li"), { className: "md-search-result__item" });
    entry.setAttribute("role", "none"); // the link is the option: one thing to act on, not one within another
    const link = Object.assign(document.createElement("a"), { className: "md-search-result__link", href, tabIndex: -1 });
    link.setAttribute("role", "option");
    const article = Object.assign(document.createElement("article"), { className: "md-search-result__article md-typeset" });
    article.append(marked(document.createElement("h2"), title, found));
    if (stage) article.append(Object.assign(document.createElement("p"), { className: "kb-small", textContent: stage }));
    if (excerpt) article.append(marked(document.createElement("p"), excerpt, found));
    link.append(article);
    entry.append(link);
    return entry;
  }

  function result(hit, section) {
    const place = section?.anchor ? `#${section.anchor}` : "";
    const entry = item(
      address(hit.url) + place,
      hit.title,
      section?.anchor ? `${hit.stage} · ${section.heading}` : hit.stage,
      section ? self.kbEngine.excerpt(section.text, hit.words) : "",
      hit.words,
    );
    entry.querySelector("a").addEventListener("click", () => remember(hit));
    return entry;
  }

  // The page that is gone to marks the words it was found by (marks.js).
  function remember(hit) {
    try {
      sessionStorage.setItem("kb-marks", JSON.stringify({ id: hit.id, words: hit.words }));
    } catch {
      // No storage, no marks.
    }
  }

  // The first results say more: the section that fits best and its text, or the short answer where the question as a whole is meant.
  async function enlarge(engine, hit, i, text) {
    const sections = await engine.sections(hit.id).catch(() => []);
    const section = hit.named ? { ...sections[0], anchor: "" } : self.kbEngine.place(sections, hit.words);
    const shown = list.children[i];
    if (!section?.text || input.value.trim() !== text || shown?.querySelector("a")?.getAttribute("href") !== address(hit.url)) return;
    const better = result(hit, section);
    const [option, before] = [better, shown].map((entry) => entry.querySelector("a"));
    option.id = before.id;
    if (before.getAttribute("aria-selected")) option.setAttribute("aria-selected", before.getAttribute("aria-selected"));
    shown.replaceWith(better);
  }

  function show(engine, hits, text) {
    status.textContent = `${hits.length} ${words.found}`;
    list.replaceChildren(...hits.map((hit) => result(hit, null)));
    list.querySelectorAll("a").forEach((option, i) => (option.id = `kb-result-${i}`));
    input.setAttribute("aria-expanded", "true");
    selected = -1;
    clearTimeout(hurry);
    hurry = setTimeout(() => hits.slice(0, 3).forEach((hit, i) => enlarge(engine, hit, i, text)), 120);
  }

  const browse = () => [...document.querySelectorAll(".md-nav--primary > .md-nav__list a")].slice(1, 10);

  // Nothing found: names that are near to what was asked, then the stages.
  async function nothing(engine, text) {
    const near = await engine.nearest(text).catch(() => []);
    if (input.value.trim() !== text) return;
    say(near.length ? words.near : words.none, near.length ? near.map(again) : browse());
  }

  const again = (name) => Object.assign(document.createElement("a"), { href: `?q=${encodeURIComponent(name)}`, textContent: name });

  async function query() {
    const text = input.value.trim();
    clearTimeout(settled);
    settled = setTimeout(sayWhere, 400);
    list.ariaBusy = String(text !== ""); // what stands there answers an older query
    if (!text) return say(words.start);
    if (!engine) status.textContent = words.loading;
    try {
      const opened = await ready();
      const hits = await opened.query(text);
      if (input.value.trim() !== text) return; // a newer query is under way
      if (hits.length) show(opened, hits, text);
      else await nothing(opened, text);
    } catch {
      if (other && !renewed) await renew();
      else if (input.value.trim() === text) say(words.failed, browse());
    } finally {
      if (input.value.trim() === text) list.ariaBusy = "false";
    }
  }

  // The site was changed while this page stood open: all files anew, once.
  function renew() {
    renewed = true;
    version = other;
    parts.clear();
    engine = null;
    return query();
  }

  // The address says what was searched, so that it can be sent to a friend and is there again on the way back.
  function sayWhere() {
    const text = input.value.trim();
    const url = new URL(location.href);
    if (text && toggle.checked) url.searchParams.set("q", text.slice(0, 200));
    else url.searchParams.delete("q");
    try {
      if (url.href !== location.href) history.replaceState(history.state, "", url);
    } catch {
      // Too often in a row, or not from this address: the box works without.
    }
  }

  function select(step) {
    const entries = [...list.querySelectorAll("a")];
    if (!entries.length) return;
    selected = Math.max(0, Math.min(entries.length - 1, selected + step));
    entries.forEach((entry, i) => entry.setAttribute("aria-selected", String(i === selected)));
    entries[selected].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", entries[selected].id);
  }

  const opened = () => {
    input.focus();
    ready().catch(() => {});
  };
  toggle.addEventListener("change", () => (toggle.checked ? opened() : sayWhere()));
  input.addEventListener("focus", () => {
    toggle.checked = true;
    ready().catch(() => {});
  });
  input.addEventListener("input", query);
  input.form.addEventListener("reset", () => setTimeout(query));
  input.form.addEventListener("submit", (event) => {
    event.preventDefault();
    (list.children[Math.max(0, selected)]?.querySelector("a") ?? input).click();
  });
  input.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !event.isComposing) {
      event.preventDefault();
      select(step);
    }
  });
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? "");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      toggle.checked = true;
      opened();
    } else if (event.key === "Escape" && toggle.checked) {
      toggle.checked = false;
      input.blur();
      sayWhere();
    }
  });

  // What a result led here by is marked on the page.
  try {
    const { id, words: found } = JSON.parse(sessionStorage.getItem("kb-marks") ?? "{}");
    sessionStorage.removeItem("kb-marks");
    if (id && location.pathname.includes(`/q/${id}/`)) {
      const loaded = Promise.all([script("search/tokenize.js"), script("search/marks.js")]);
      loaded.then(() => self.kbMarks(found)).catch(() => {}); // a page without marks reads as well
    }
  } catch {
    // No storage, no marks.
  }

  const asked = new URLSearchParams(location.search).get("q");
  if (asked) {
    toggle.checked = true;
    input.value = asked.slice(0, 20000);
    opened();
    query();
  }
  for (const form of document.querySelectorAll(".kb-home-search")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      toggle.checked = true;
      input.value = form.elements.q.value;
      opened();
      query();
    });
  }
})();
