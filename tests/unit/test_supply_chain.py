"""What the project is made from is what was looked at: everything locked by hash, workflows without rights, no programs in the repository.

The checks of the OpenSSF Scorecard that files can satisfy; `make audit` asks the databases of known holes, which needs a network.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT

REQUIREMENTS = sorted(path.stem for path in ROOT.glob("requirements*.in"))
LOCKS = ("package-lock.json", "tools/pagefind/package-lock.json")
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
SCRIPTS = [ROOT / "Makefile", ROOT / ".ci/run", *sorted((ROOT / "tools").glob("*.py")), *WORKFLOWS]


def workflow(path: Any) -> dict[Any, Any]:
    found: dict[Any, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found


def tracked() -> list[str]:
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_every_python_package_is_locked_by_hash(name: str) -> None:
    """One version on each system, and what is asked for is among them."""
    text = re.sub(r"\\\n", " ", (ROOT / f"{name}.txt").read_text(encoding="utf-8"))
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    locked = set()
    for line in lines:
        found = re.match(r"([\w.-]+)==(\S+) (?:; .*?)?((?: *--hash=sha256:[0-9a-f]{64})+)\s*$", line)
        assert found, line[:80]
        locked.add(found[1].lower().replace("_", "-"))
    wanted = (ROOT / f"{name}.in").read_text(encoding="utf-8").split("\n")
    names = {re.split("[=<>;]", line)[0].strip().lower() for line in wanted if line and not line.startswith("-c")}
    assert names <= locked


@pytest.mark.parametrize("name", LOCKS)
def test_every_npm_package_has_its_hash(name: str) -> None:
    packages = json.loads((ROOT / name).read_text(encoding="utf-8"))["packages"]
    wanted = json.loads((ROOT / name.replace("-lock", "")).read_text(encoding="utf-8"))
    for path, package in packages.items():
        assert not path or package["integrity"].startswith("sha512-"), path
        assert "resolved" not in package or package["resolved"].startswith("https://registry.npmjs.org/"), path
    for group in ("dependencies", "devDependencies"):
        for package, version in wanted.get(group, {}).items():
            assert re.fullmatch(r"\d+\.\d+\.\d+", version), package
            assert packages[f"node_modules/{package}"]["version"] == version


def test_nothing_is_fetched_and_run_unlocked() -> None:
    """Packages come through the lock files alone; no script is piped from the network."""
    for path in SCRIPTS:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            where = f"{path.name}:{number}: {line.strip()}"
            if "pip install" in line:
                assert re.search(r"--require-hashes (--target \.compare )?-r requirements[a-z-]*\.txt$", line), where
            if "npm install" in line and not line.startswith("#"):
                assert line.strip().startswith("@cd .compare &&"), where  # with the lock file beside it
            assert not re.search(r"\bnpx\b|\bpipx\b|\buvx\b|npm exec|\b(curl|wget)\b|raw\.githubusercontent", line), (
                where
            )


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_has_no_rights_but_those_named(path: Any) -> None:
    """No rights on top, actions by commit, nothing that runs a stranger's code with our rights, no endless jobs."""
    found = workflow(path)
    assert found["permissions"] == {}
    events = found[True]  # YAML reads the key `on` so
    assert not {"pull_request_target", "workflow_run", "issue_comment"} & set(events)
    for job in found["jobs"].values():
        assert job["timeout-minutes"] <= 120
        assert isinstance(job["permissions"], dict)  # each right by name, not all at once
        for step in job["steps"]:
            assert re.fullmatch(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}", step.get("uses", "a/b@" + "0" * 40)), step
            assert not re.search(r"\$\{\{\s*github\.(event|head_ref)", str(step.get("run", ""))), step
            if "actions/checkout" in step.get("uses", ""):
                assert step["with"]["persist-credentials"] is False
    for line in path.read_text(encoding="utf-8").splitlines():
        assert "uses:" not in line or re.search(r"# v\d+\.\d+\.\d+$", line), line


def test_ci_runs_the_tests_and_weekly_all_of_them() -> None:
    ci = workflow(ROOT / ".github/workflows/ci.yml")
    assert {"pull_request", "push", "schedule"} <= set(ci[True])
    runs = {name: [step.get("run") for step in job["steps"]] for name, job in ci["jobs"].items()}
    assert "make test" in runs["test"]
    assert "make audit" in runs["audit"]
    assert {"make test-all", "make test-torch"} <= set(runs["whole"])


def test_no_program_lies_in_the_repository() -> None:
    """Nothing that runs without having been read: no binaries, no packed scripts."""
    names = tracked()
    assert not [
        name for name in names if re.search(r"\.(exe|dll|so|dylib|jar|class|whl|pyc|o|a|wasm|zip|gz|min\.js)$", name)
    ]
    for name in names:
        head = (ROOT / name).read_bytes()[:4]
        assert head not in (b"\x7fELF", b"PK\x03\x04", b"\xca\xfe\xba\xbe"), name
        assert not head.startswith(b"MZ"), name


def test_versions_are_watched() -> None:
    updates = yaml.safe_load((ROOT / ".github/dependabot.yml").read_text(encoding="utf-8"))["updates"]
    assert {entry["package-ecosystem"] for entry in updates} == {"github-actions", "pip", "npm"}


def test_a_finder_of_a_hole_knows_where_to_go() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    assert "within three days" in text
    assert "三天内" in text
    assert "Report a vulnerability" in text
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith("MIT License")


def bom() -> str:
    done = subprocess.run([sys.executable, str(ROOT / "tools/sbom.py")], capture_output=True, text=True, check=True)
    return done.stdout


def test_the_list_of_parts_is_whole() -> None:
    """Every locked package, each once, with its hashes; the same list each time."""
    text = bom()
    assert text == bom()
    found = json.loads(text)
    assert (found["bomFormat"], found["specVersion"]) == ("CycloneDX", "1.6")
    addresses = [part["purl"] for part in found["components"]]
    assert len(addresses) == len(set(addresses))
    assert all(part["hashes"] for part in found["components"])
    locked = set()
    for name in REQUIREMENTS:
        lines = re.findall(r"^([\w.-]+)==([^\s;]+)", (ROOT / f"{name}.txt").read_text(encoding="utf-8"), re.M)
        locked |= {f"pkg:pypi/{package.lower()}@{version}" for package, version in lines}
    for name in LOCKS:
        for path, package in json.loads((ROOT / name).read_text(encoding="utf-8"))["packages"].items():
            if path:
                locked.add(f"pkg:npm/{path.rpartition('node_modules/')[2].replace('@', '%40')}@{package['version']}")
    assert locked == set(addresses)
    shipped = {part["name"] for part in found["components"] if part["scope"] == "required"}
    assert {"mkdocs-material", "katex", "numpy"} <= shipped
    assert not {"pytest", "axe-core", "html-validate", "zizmor"} & shipped
