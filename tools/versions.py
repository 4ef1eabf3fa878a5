"""Says what is missing on this machine before anything is installed; runs on any Python 3."""

import re
import shutil
import subprocess
import sys
from typing import Iterator, Optional, Tuple  # old names: this must run on old versions too


def node_version() -> Optional[Tuple[int, ...]]:
    """Node's version as numbers, or None."""
    path = shutil.which("node")
    if not path:
        return None
    text = subprocess.run([path, "--version"], stdout=subprocess.PIPE, text=True).stdout
    return tuple(int(n) for n in re.findall(r"\d+", text)[:3])


def missing() -> Iterator[str]:
    """One line for each thing to install, Chinese and English."""
    if sys.version_info < (3, 11, 5):
        yield (
            "Python %s：要 3.11.5 或更新，装好后 make PYTHON=python3.12 … | needs 3.11.5 or newer; then make PYTHON=python3.12 …"
            % sys.version.split()[0]
        )
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        yield "Python 没有 venv，Debian/Ubuntu：apt install python3-venv | Python has no venv; Debian/Ubuntu: apt install python3-venv"
    node = node_version()
    if node is None or node < (20, 19):
        yield "Node：要 20.19 或更新（现有 %s） | needs 20.19 or newer (found %s)" % (node, node)
    for tool in ("npm", "git"):
        if not shutil.which(tool):
            yield "没有 %s，装上它 | %s is not installed; install it" % (tool, tool)


problems = list(missing())
print("\n".join(problems), file=sys.stderr) if problems else None
sys.exit(1 if problems else 0)
