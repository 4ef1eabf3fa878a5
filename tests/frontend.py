"""Running our front-end modules in Node, for what needs no page."""

from __future__ import annotations

import json
import subprocess
from typing import Any

from tests.conftest import ROOT


def node(code: str, given: Any = None) -> Any:
    """What a piece of JavaScript `return`s, as JSON; it may `await from("schedule")`, and `given` is what was handed over."""
    script = f"""
        const from = (name) => import({json.dumps((ROOT / "frontend").as_uri())} + `/${{name}}.js`);
        const given = {json.dumps(given)};
        const run = async () => {{ {code} }};
        console.log(JSON.stringify(await run()));
    """
    done = subprocess.run(
        ["node", "--input-type=module", "-e", script], capture_output=True, text=True, cwd=ROOT, env=None, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
