"""The old address of a renamed question shows the page itself: every anchor is there, with JavaScript and without, and nothing leads on twice.

`<link rel="canonical">` names the new address, and `assets/kb/page.js` puts it into the address bar.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from kb.addresses import PREFIX
from kb.site import Site


def write(site: Site, out: Path) -> None:
    """One copy for each old address and language; both addresses are equally deep, so that its links arrive."""
    for old, new in site.library.moved.items():
        for lang in site.library.questions[new].pages:
            target = out / PREFIX[lang] / "q" / old
            target.mkdir(parents=True, exist_ok=True)
            shutil.copy(out / PREFIX[lang] / "q" / new / "index.html", target)
