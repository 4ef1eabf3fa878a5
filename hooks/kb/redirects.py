"""The old address of a renamed question leads on to the new one, without JavaScript too."""

from __future__ import annotations

from pathlib import Path

import jinja2

from kb import policy
from kb.addresses import PREFIX
from kb.site import Site

SCRIPT = 'location.replace(document.querySelector("link").getAttribute("href")+location.search+location.hash)'
TEMPLATES = Path(__file__).with_name("templates")


def write(site: Site, out: Path) -> None:
    """One small page for each old address and language."""
    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, undefined=jinja2.StrictUndefined
    )
    template = env.get_template("redirect.html")
    allowed = {name: policy.DIRECTIVES[name] for name in ("default-src", "base-uri")}
    allowed |= {"script-src": policy.hashed(SCRIPT), "form-action": "'none'"}
    for old, new in site.library.moved.items():
        for lang, page in site.library.questions[new].pages.items():
            target = out / PREFIX[lang] / "q" / old / "index.html"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(
                template.render(
                    lang=lang, to=f"../{new}/", title=page.title, script=SCRIPT, policy=policy.joined(allowed)
                ),
                encoding="utf-8",
            )
