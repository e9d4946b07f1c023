"""Coverage-guided fuzzing of everything that reads bytes from outside; only BadFrame may come out.

`python -m tests.fuzz [SECONDS]`, for each reader in turn in a process of its own.
"""

import subprocess
import sys

READERS = ("bundle", "contents", "digest", "center", "peer", "slip", "body")
DEFAULT_SECONDS = 60


def main() -> int:
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_SECONDS
    failed = [name for name in READERS if _fuzz(name, seconds)]
    print(f"{len(READERS) - len(failed)} passed, {len(failed)} failed")
    return 1 if failed else 0


def _fuzz(name: str, seconds: int) -> int:
    print(f"# {name}: {seconds} s", flush=True)
    command = [sys.executable, "-m", "tests.fuzz.reader", name, f"-max_total_time={seconds}", "-max_len=1200"]
    return subprocess.run([*command, "-timeout=5", "-rss_limit_mb=512"], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
