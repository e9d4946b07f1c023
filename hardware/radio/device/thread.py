"""Simulated radios in a thread of their own, for a process whose main thread does something else."""

import asyncio
import threading
from collections.abc import Callable
from typing import Self, TypeVar

Given = TypeVar("Given")
PATIENCE_S = 10.0


class DeviceThread:
    """An event loop in a daemon thread. Devices are made and touched only in it, through `do`."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True, name="devices")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(PATIENCE_S)
        self.loop.close()

    def do(self, call: Callable[[], Given]) -> Given:
        """Call it in the loop; what it gives or raises."""
        return asyncio.run_coroutine_threadsafe(_called(call), self.loop).result(PATIENCE_S)


async def _called(call: Callable[[], Given]) -> Given:
    return call()
