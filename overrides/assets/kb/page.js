// What a page does beyond being read: colours, contents, copying, the bar on phones, sorting and filtering lists.
(() => {
  "use strict";
  const words = document.currentScript.dataset;

  // A renamed question's old address shows the page as well: the address bar takes the new one.
  function address() {
    const id = document.querySelector("meta[name=kb-id]")?.content;
    const path = location.pathname.replace(/\/q\/[^/]+\/((index\.html)?)$/, `/q/${id}/$1`);
    if (!id || path === location.pathname) return;
    try {
      history.replaceState(null, "", path + location.search + location.hash);
    } catch {} // from a folder on disk an address cannot be changed
  }
  address();

  const here = () => location.href.split("#")[0].split("?")[0];

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Without the clipboard's permission (or https) the old way still works.
      const area = Object.assign(document.createElement("textarea"), { value: text });
      document.body.append(area);
      area.select();
      const done = document.execCommand("copy");
      area.remove();
      return done;
    }
  }

  // Follow the system, light, dark: each click takes the next; the choice is kept where the browser allows it.
  function colours() {
    const form = document.querySelector("[data-md-component=palette]");
    if (!form) return;
    const inputs = [...form.querySelectorAll("input")];
    const labels = [...form.querySelectorAll("label")];
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const apply = (name) => {
      const slate = name === "dark" || (name === "auto" && dark.matches);
      document.body.setAttribute("data-md-color-scheme", slate ? "slate" : "default");
      inputs.forEach((input, i) => {
        input.checked = input.value === name;
        labels[i].hidden = input.value !== name;
      });
    };
    let name = document.documentElement.dataset.kbScheme ?? "auto";
    form.addEventListener("change", (event) => {
      name = event.target.value;
      apply(name);
      try {
        localStorage.setItem("kb-scheme", name);
      } catch {} // refused or full: the choice holds for this page
    });
    dark.addEventListener("change", () => apply(name));
    apply(inputs.some((input) => input.value === name) ? name : "auto");
  }

  // Body text at 20 px instead of 17, for tired eyes and for paper.
  function largeType() {
    const button = document.querySelector(".kb-large-type");
    if (!button) return;
    const root = document.documentElement;
    const show = () => button.setAttribute("aria-pressed", String(root.classList.contains("kb-large")));
    button.hidden = false;
    show();
    button.addEventListener("click", () => {
      const large = root.classList.toggle("kb-large");
      show();
      try {
        localStorage.setItem("kb-large", large ? "1" : "0");
      } catch {}
    });
  }

  // The contents mark where the reader is: the last heading that has passed the header.
  function contents() {
    const links = new Map([...document.querySelectorAll(".md-nav--secondary a")].map((a) => [decodeURIComponent(a.hash.slice(1)), a]));
    const heads = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
    if (!heads.length) return;
    const mark = () => {
      const passed = heads.filter((head) => head.getBoundingClientRect().top < 90);
      for (const link of links.values()) link.classList.remove("md-nav__link--active");
      links.get(passed.at(-1)?.id)?.classList.add("md-nav__link--active");
    };
    const observer = new IntersectionObserver(mark, { rootMargin: "-80px 0px -70% 0px", threshold: [0, 1] });
    for (const head of heads) observer.observe(head);
  }

  function code(within = document) {
    for (const pre of within.querySelectorAll(".highlight pre")) {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "kb-copy-code", textContent: words.copy });
      button.addEventListener("click", async () => {
        if (await copy(pre.innerText)) button.textContent = words.copied;
        setTimeout(() => (button.textContent = words.copy), 2000);
      });
      pre.parentElement.append(button);
      (pre.querySelector("code") ?? pre).tabIndex = 0; // long lines scroll, by keyboard too
    }
  }

  // The listing of a script comes when it is opened: it weighs more than the answer. As a script it loads from a folder on disk too.
  function listings() {
    const shown = new Map([...document.querySelectorAll("details[data-listing]")].map((details) => [details.dataset.listing, details]));
    self.kbListing = (name, html) => {
      const box = shown.get(name)?.querySelector("div");
      if (!box) return;
      box.insertAdjacentHTML("beforeend", html);
      code(box);
    };
    for (const [name, details] of shown) {
      const load = () => document.head.append(Object.assign(document.createElement("script"), { src: details.querySelector("a").href.replace(/py$/, "js") }));
      details.addEventListener("toggle", load, { once: true });
      if (details.open) load(); // an address led into it before this script came
    }
  }

  // The question, its short answer and its link: many chat apps show nothing of a bare link.
  function actions() {
    const section = document.querySelector(".kb-short");
    if (!section) return;
    const status = section.querySelector("[role=status]");
    const title = document.querySelector("meta[property='og:title']").content;
    const short = document.querySelector("meta[property='og:description']").content;
    const link = document.querySelector("link[rel=canonical]").href;
    const address = location.protocol === "file:" ? link : here();
    section.addEventListener("click", async (event) => {
      const cover = event.target.closest("[data-cover]");
      if (cover) {
        // Covered on demand only: say it first, then look.
        const covered = section.classList.toggle("kb-covered");
        cover.setAttribute("aria-pressed", String(covered));
        [cover.textContent, cover.dataset.cover] = [cover.dataset.cover, cover.textContent];
        return;
      }
      const kind = event.target.dataset?.copy;
      if (!kind) return;
      const said = section.querySelector("[data-copied]").dataset;
      const done = await copy(kind === "link" ? address : `${title}\n${short}\n${address}`);
      status.textContent = done ? said.copied : said.failed;
      setTimeout(() => (status.textContent = ""), 3000);
    });
  }

  // A heading's mark goes to the heading and copies its link.
  function headings() {
    document.addEventListener("click", async (event) => {
      const mark = event.target.closest?.("a.headerlink");
      if (mark) copy(here() + mark.hash);
      const button = event.target.closest?.("[data-copy-link]");
      if (button && (await copy(here() + button.dataset.copyLink))) button.textContent = words.copied;
    });
  }

  // What was practised is shown to those who practise; for others nothing is fetched.
  function progress() {
    try {
      if (!document.querySelector(".kb-chips") || !Object.keys(localStorage).some((key) => key.startsWith("kb2/card/"))) return;
      document.head.append(Object.assign(document.createElement("script"), { src: words.progress }));
    } catch {} // refused
  }

  // The bar steps aside while reading on and comes back when scrolling up.
  function bar() {
    const nav = document.querySelector(".kb-bar");
    if (!nav) return;
    let last = 0; // reading it here would lay the page out before its time
    addEventListener("scroll", () => {
      if (Math.abs(scrollY - last) < 8) return;
      nav.classList.toggle("kb-away", scrollY > last && scrollY > 200);
      last = scrollY;
    }, { passive: true });
  }

  // Browsers put a reader who comes back, or loads the page again, as many pixels below its top as he was. On a question's page what is far away has no
  // height of its own yet, so we keep which block was seen and where: of the text alone, for chips, listings and widgets come later.
  function place() {
    const kinds = ":is(.kb-section, .kb-told, .kb-beside) :is(h2, h3, p, li, tr, figure, pre):not(details *)";
    const blocks = () => [...document.querySelectorAll(kinds)];
    const name = `kb-place ${location.pathname}`;
    const keep = () => {
      sessionStorage.removeItem(name);
      for (let y = 90; scrollY && y < innerHeight; y += 24) {
        const block = document.elementFromPoint(innerWidth / 2, y)?.closest(kinds);
        if (block) return sessionStorage.setItem(name, JSON.stringify([blocks().indexOf(block), block.getBoundingClientRect().top]));
      }
    };
    addEventListener("pagehide", () => {
      try {
        keep();
      } catch {} // refused
    });
    if (!document.documentElement.classList.contains("kb-back")) return;
    let moved = false;
    for (const kind of ["wheel", "touchmove", "keydown", "pointerdown"]) addEventListener(kind, () => (moved = true), { once: true, passive: true });
    const back = () => {
      try {
        const [at, top] = JSON.parse(sessionStorage.getItem(name));
        if (!moved) scrollBy({ top: Math.round(blocks()[at].getBoundingClientRect().top - top), behavior: "instant" });
      } catch {} // none kept, refused or damaged
    };
    addEventListener("load", () => (back(), requestAnimationFrame(back)), { once: true });
  }

  function sorting() {
    for (const control of document.querySelectorAll("[data-sort]")) {
      const list = document.getElementById(control.dataset.sort);
      const rows = [...list.children];
      control.querySelector("select").addEventListener("change", (event) => {
        const [, key, order] = event.target.value.match(/^(\w+)([+-])$/);
        const sign = order === "-" ? -1 : 1;
        list.append(...[...rows].sort((a, b) => sign * (a.dataset[key] - b.dataset[key])));
      });
    }
  }

  // The filter's state is in the address, so that a filtered list can be sent to a friend.
  function filtering() {
    for (const form of document.querySelectorAll("[data-filter]")) {
      const rows = [...document.getElementById(form.dataset.filter).children];
      const fields = [...form.querySelectorAll("select")];
      const asked = new URLSearchParams(location.search);
      for (const field of fields) if ([...field.options].some((o) => o.value === asked.get(field.name))) field.value = asked.get(field.name);
      const apply = () => {
        const wanted = fields.filter((f) => f.value);
        for (const row of rows) row.hidden = !wanted.every((f) => row.dataset[f.name] === f.value);
        form.querySelector("output").textContent = `${rows.filter((r) => !r.hidden).length} ${form.dataset.shown}`;
      };
      form.addEventListener("change", () => {
        const query = new URLSearchParams(fields.filter((f) => f.value).map((f) => [f.name, f.value]));
        history.replaceState(null, "", `${here()}${query.size ? `?${query}` : ""}`);
        apply();
      });
      apply();
      // A link to one correction shows it even when the filter would not.
      const target = location.hash && document.getElementById(location.hash.slice(1));
      if (target) target.hidden = false;
    }
    document.documentElement.classList.remove("kb-filtering");
  }

  colours();
  largeType();
  contents();
  code();
  listings();
  actions();
  headings();
  bar();
  place();
  sorting();
  filtering();
  progress();
})();
