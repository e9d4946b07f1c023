"""The systemd units: correct, boxed in, and in step with the command."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from field_node import cli
from field_node.config import defaults

UNITS = Path(__file__).parents[2] / "systemd"
SERVICES = sorted(UNITS.glob("*.service"))
EXPOSURE = 20  # tenths: 2.0 of 10
analyze = pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="systemd-analyze is missing (Debian: systemd)"
)


def stem(path: Path) -> str:
    return path.stem


def keys(service: Path) -> dict[str, list[str]]:
    """Every key of a unit with all its values."""
    found: dict[str, list[str]] = {}
    for key, value in re.findall(r"^(\w+)=(.*)$", service.read_text(), re.MULTILINE):
        found.setdefault(key, []).append(value)
    return found


def verified(folder: Path, services: list[Path]) -> str:
    """What systemd-analyze says about copies whose program exists on this machine."""
    for path in services:
        (folder / path.name).write_text(path.read_text().replace("/opt/tagana/bin/tagana", "/bin/true"))
    command = ["systemd-analyze", "verify", *map(str, sorted(folder.iterdir()))]
    return subprocess.run(command, capture_output=True, text=True, check=True).stderr


def test_there_is_a_unit_for_each_process() -> None:
    assert [service.stem for service in SERVICES] == [
        "tagana-center",
        "tagana-gps",
        "tagana-sync",
        "tagana-web",
    ]


@analyze
def test_systemd_has_nothing_to_say_about_the_units(tmp_path: Path) -> None:
    front = [*UNITS.glob("nginx/*.service"), *UNITS.glob("nginx/*.path")]
    assert verified(tmp_path, [*SERVICES, *front, UNITS / "tagana.target"]) == ""


@analyze
def test_a_misspelt_key_is_noticed(tmp_path: Path) -> None:
    broken = tmp_path / "source" / "tagana-web.service"
    broken.parent.mkdir()
    broken.write_text(SERVICES[-1].read_text().replace("WatchdogSec", "WatchdogSeconds"))
    (tmp_path / "units").mkdir()
    assert "WatchdogSeconds" in verified(tmp_path / "units", [broken])


@analyze
@pytest.mark.parametrize("service", [*SERVICES, UNITS / "nginx/tagana-front.service"], ids=stem)
def test_a_service_is_exposed_at_most_2_of_10(service: Path) -> None:
    command = [
        "systemd-analyze",
        "security",
        "--offline=true",
        f"--threshold={EXPOSURE}",
        "--no-pager",
        str(service),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout.strip().splitlines()[-1:]


@pytest.mark.parametrize("service", SERVICES, ids=stem)
def test_a_service_starts_a_command_that_exists(service: Path) -> None:
    program, command, *_ = keys(service)["ExecStart"][0].split()
    assert program == "/opt/tagana/bin/tagana"
    assert command in [each.name for each in cli.COMMANDS]


@pytest.mark.parametrize("service", SERVICES, ids=stem)
def test_a_service_is_watched_and_comes_back_but_not_with_wrong_settings(service: Path) -> None:
    found = keys(service)
    assert (found["Type"], found["Restart"], found["WatchdogSec"]) == (["notify"], ["always"], ["30"])
    assert found["RestartPreventExitStatus"] == [str(cli.CONFIG_ERROR)]


@pytest.mark.parametrize("name", ["web", "gps", "sync"])
def test_a_service_that_counts_boots_can_read_which_one_this_is(name: str) -> None:
    """With ProcSubset=pid there is no /proc/sys: under a real systemd none of these three would start."""
    assert "ProcSubset" not in keys(UNITS / f"tagana-{name}.service")


def test_the_pages_may_have_4096_connections() -> None:
    assert keys(UNITS / "tagana-web.service")["LimitNOFILE"] == ["4096"]


def test_the_target_wants_every_service_of_a_unit() -> None:
    wanted = keys(UNITS / "tagana.target")["Wants"][0].split()
    ours = [service.name for service in SERVICES if service.stem != "tagana-center"]
    assert sorted(wanted) == sorted([*ours, "tagana-front.service", "tagana-front.path"])


@pytest.mark.parametrize("service", SERVICES, ids=stem)
def test_users_and_folders_of_a_service_are_made_at_install(service: Path) -> None:
    found = keys(service)
    assert f"u {found['User'][0]} - " in (UNITS / "sysusers.conf").read_text()
    folders = (UNITS / "tmpfiles.conf").read_text()
    assert f"d {found['ReadWritePaths'][0]} " in folders
    assert f"d /var/lib/{found['StateDirectory'][0]} " in folders


def test_the_folders_are_those_of_the_default_settings() -> None:
    folders = (UNITS / "tmpfiles.conf").read_text()
    config = defaults()
    for folder in (config.data_dir, config.runtime_dir, config.secrets_dir, config.center.data_dir):
        assert f"d {folder} 0700 " in folders
