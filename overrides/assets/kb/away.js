// Says which page was asked for, in its language, and goes there once there is a network.
(() => {
  "use strict";
  const base = new URL(".", location.href);
  const asked = new URL(new URLSearchParams(location.search).get("from") ?? ".", base);
  const wanted = asked.href.startsWith(base.href) ? asked : base; // no other site is led to
  const lang = wanted.href.startsWith(`${base.href}en/`) ? "en" : "zh";
  document.documentElement.lang = lang;
  for (const part of document.querySelectorAll("main [lang]")) part.hidden = part.lang !== lang;
  for (const link of document.querySelectorAll("[data-again]")) Object.assign(link, { href: wanted.href, textContent: decodeURI(wanted.pathname) });
  addEventListener("online", () => location.replace(wanted.href));
})();
