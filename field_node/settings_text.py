"""The settings as documents: the default node.toml and the table in docs/settings.md."""

import json
import sys

from field_node.config import SETTINGS
from field_node.setting import Setting

_TOML_HEAD = """\
# Pengaturan Tagana field node. Yang tertulis di sini adalah nilai bawaan: ubah hanya yang perlu.
# Berkas ini dibuat dari field_node/config.py (make docs).
"""
_TABLE_HEAD = """\
# Settings

Each row is a key of `/etc/tagana/node.toml` (or of the file named by `tagana --config FILE`). An unknown key or a wrong value stops the
command with a sentence that names the file, the key and what was expected. Written by `make docs` from `field_node/config.py`.

| Setting | Default | Meaning |
|---|---|---|
"""


def node_toml() -> str:
    """The documented default file: parsing it gives the defaults."""
    lines, table = [_TOML_HEAD], ""
    for setting in SETTINGS:
        owner, _, key = setting.name.rpartition(".")
        if owner != table:
            lines.append(f"[{owner}]")
            table = owner
        lines.append(f"# {setting.meaning}\n{key} = {_literal(setting)}\n")
    return "\n".join(lines)


def settings_table() -> str:
    """The page docs/settings.md."""
    return _TABLE_HEAD + "".join(
        f"| `{row.name}` | `{_literal(row)}` | {row.meaning} |\n" for row in SETTINGS
    )


def _literal(setting: Setting) -> str:
    return json.dumps(setting.default)


if __name__ == "__main__":
    sys.stdout.write({"toml": node_toml, "table": settings_table}[sys.argv[1]]())
