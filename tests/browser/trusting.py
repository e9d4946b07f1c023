"""A Chromium of its own: it finds the unit under its name, and trusts the CAs that it was given."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser

from tests.behind_nginx import Front
from tests.browser.conftest import ARGS, CHROMIUM

CERTUTIL = shutil.which("certutil")
WHY_NOT = "certutil is missing (Debian: libnss3-tools)"


def trust(home: Path, ca: Path) -> None:
    """Puts the CA where Chromium on Linux looks for those of its user."""
    store, word = home / ".pki/nssdb", home / "word"
    store.mkdir(parents=True)
    word.write_text("\n")
    base = [str(CERTUTIL), "-d", f"sql:{store}", "-f", str(word)]
    for words in (["-N"], ["-A", "-t", "C,,", "-n", "tagana", "-i", str(ca)]):
        subprocess.run([*base, *words], check=True, stdin=subprocess.DEVNULL)


@contextmanager
def chromium(browser: Browser, home: Path, front: Front, *, center: str = "") -> Iterator[Browser]:
    """Beside `browser`; the unit's ports are 80 and 443 for it, as in the field. `center`: a name that it alone can find."""
    home.mkdir(exist_ok=True)
    ports = {80: front.http_port, 443: front.https_port}
    rules = [f"MAP {front.name}:{port} 127.0.0.1:{here}" for port, here in ports.items()]
    rules += [f"MAP {center} 127.0.0.1"] if center else []
    made = browser.browser_type.launch(
        executable_path=CHROMIUM,
        args=[*ARGS, f"--host-resolver-rules={', '.join(rules)}"],
        env={**os.environ, "HOME": str(home)},
    )
    try:
        yield made
    finally:
        made.close()
