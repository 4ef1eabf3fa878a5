"""Prints the list of all locked parts (CycloneDX 1.6, JSON): made from the lock files alone, so the same lock files give the same bytes. Any Python ≥ 3.11."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import uuid
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PYTHON = {"requirements.txt": "required"} | dict.fromkeys(
    ("requirements-dev.txt", "requirements-audit.txt", "requirements-compare.txt", "requirements-torch.txt"), "excluded"
)  # excluded: for development only, not part of what is shipped
NPM = ("package-lock.json", "tools/pagefind/package-lock.json")
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)((?:[^\n]*\\\n)*[^\n]*)", re.M)


def python(name: str, scope: str) -> list[dict[str, Any]]:
    """The packages of one requirements file."""
    found = []
    for package, version, rest in PINNED.findall((ROOT / name).read_text(encoding="utf-8")):
        hashes = sorted(re.findall(r"sha256:([0-9a-f]{64})", rest))
        found.append(
            part("pypi", package.lower().replace("_", "-"), version, scope, [("SHA-256", one) for one in hashes])
        )
    return found


def npm(name: str) -> list[dict[str, Any]]:
    """The packages of one npm lock file."""
    packages = json.loads((ROOT / name).read_text(encoding="utf-8"))["packages"]
    found = []
    for path, package in packages.items():
        if not path:
            continue
        algorithm, _, digest = package["integrity"].partition("-")
        hashes = [(algorithm.upper().replace("SHA", "SHA-"), base64.b64decode(digest).hex())]
        outside = package.get("dev") or name.startswith("tools/")
        made = part(
            "npm",
            path.rpartition("node_modules/")[2],
            package["version"],
            "excluded" if outside else "required",
            hashes,
        )
        if "license" in package:
            made["licenses"] = [{"license": {"id": package["license"]}}]
        found.append(made)
    return found


def part(kind: str, name: str, version: str, scope: str, hashes: list[tuple[str, str]]) -> dict[str, Any]:
    """One component."""
    address = f"pkg:{kind}/{name.replace('@', '%40')}@{version}"
    listed = [{"alg": algorithm, "content": content} for algorithm, content in hashes]
    # A Python package has a hash for each of its files; the list of them identifies it.
    return {
        "type": "library",
        "bom-ref": address,
        "name": name,
        "version": version,
        "scope": scope,
        "purl": address,
        "hashes": listed,
    }


def merged(parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each part once; required where one file requires it."""
    found: dict[str, dict[str, Any]] = {}
    for one in sorted(parts, key=lambda p: (p["purl"], p["scope"] != "required")):
        found.setdefault(one["purl"], one)
    return list(found.values())


def bom() -> dict[str, Any]:
    """The whole list; its number follows from what it holds."""
    parts = [one for name, scope in PYTHON.items() for one in python(name, scope)]
    components = merged(parts + [one for name in NPM for one in npm(name)])
    digest = hashlib.sha256(json.dumps(components, sort_keys=True).encode()).digest()
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.UUID(bytes=digest[:16], version=4)}",
        "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": "llm-interview-kb", "name": "llm-interview-kb"}},
        "components": components,
    }


if __name__ == "__main__":
    print(json.dumps(bom(), ensure_ascii=False, indent=1))
