"""`tagana center enroll --menggantikan`: another number in a device that tablets know by its address."""

from pathlib import Path

from click.testing import CliRunner, Result

from field_node.config import Config, defaults
from sync.center.authority import LEAF_DAYS, host_in
from sync.center.commands import group
from sync.center.enrolment import current_leaf
from sync.center.store import open_center
from sync.enrolment import parse
from sync.leaf import RENEW_DAYS


def run(config: Config, *words: str) -> Result:
    return CliRunner().invoke(group, words, obj=config, catch_exceptions=False)


def test_a_unit_in_the_same_device_keeps_the_address_that_tablets_know(
    tmp_path: Path,
) -> None:
    """Also the third number in one device, and also after the certificate was renewed."""
    config = defaults(center={"data_dir": str(tmp_path / "pusat"), "url": "https://pusat.example:8443"})
    run(config, "init")
    files = [tmp_path / f"unit-{number}.json" for number in (1, 2, 3)]
    run(config, "enroll", "--name", "A", "--out", str(files[0]))
    for old, file in enumerate(files[1:], 1):
        said = run(config, "enroll", "--name", "A", "--menggantikan", str(old), "--out", str(file))
        assert said.exit_code == 0, said.output
        assert f"tagana center revoke {old}" in said.output
    given = [parse(file.read_bytes()) for file in files]
    assert [one.keys.unit for one in given] == [1, 2, 3]
    assert {host_in(one.leaf_cert.encode()) for one in given} == {"posko-01.tagana.internal"}
    assert len({one.leaf_key for one in given}) == 3
    center, at = open_center(config.center.data_dir), given[2].at + (LEAF_DAYS - RENEW_DAYS + 5) * 86_400
    assert host_in(current_leaf(center, 3, now=at)) == "posko-01.tagana.internal"
    center.close()
    missing = run(config, "enroll", "--name", "A", "--menggantikan", "9", "--out", str(tmp_path / "x.json"))
    assert missing.exit_code == 1 and "Tidak ada unit 9" in missing.output
