"""Tablets that lie ready: one is used again by the next test when nothing of the last one is left on it."""

from collections.abc import Callable
from contextlib import suppress

from playwright.sync_api import BrowserContext, Error, Page

EMPTIED = """async () => {
  const left = [];
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((done, failed) => {
      const asked = indexedDB.open(name);
      Object.assign(asked, { onsuccess: () => done(asked.result), onerror: failed });
    });
    for (const store of db.objectStoreNames) {
      const transaction = db.transaction(store, "readwrite"), counted = transaction.objectStore(store).count();
      await new Promise((done, failed) => {
        counted.onsuccess = () => (HOLDS.includes(store) ? left.push(...Array(counted.result)) : transaction.objectStore(store).clear());
        Object.assign(transaction, { oncomplete: done, onabort: failed });
      });
    }
    db.close();
  }
  localStorage.clear();
  return left.length === 0;
}""".replace("HOLDS", '["antrean", "foto", "isi"]')
"""Drafts, lists and settings go; false when a record, a photo or what was carried for others is still there."""


class Drawer:
    """The tablets of one unit at a time, each a browser profile of its own. `ready`: what opens its first page at an address."""

    def __init__(
        self, made: Callable[[], BrowserContext], ready: Callable[[BrowserContext, str], Page]
    ) -> None:
        self._made, self._ready = made, ready
        self._url = ""
        self._idle: list[BrowserContext] = []
        self._used: list[BrowserContext] = []

    def take(self, url: str) -> Page:
        """A page of a tablet that works without its unit, and on which nobody has done anything."""
        if url != self._url:
            self.close()
            self._url = url
        self._used.append(self._idle.pop() if self._idle else self._made())
        return self._ready(self._used[-1], url)

    def lay_back(self, *, worked: bool) -> None:
        """The tablets of a test that is over. What failed, or left something on its tablet, takes the tablet along."""
        while self._used:
            one = self._used.pop()
            if worked and self._emptied(one):
                self._idle.append(one)
            else:
                one.close()

    def close(self) -> None:
        """Throws every tablet away."""
        for one in (*self._idle, *self._used):
            one.close()
        self._idle, self._used = [], []

    def _emptied(self, context: BrowserContext) -> bool:
        context.set_offline(False)
        context.unroute_all(behavior="ignoreErrors")
        context.clear_cookies()
        context.clear_permissions()
        with suppress(Error):  # its unit is gone: the tablet goes too
            page = context.new_page()
            for other in context.pages[:-1]:
                other.close()
            page.goto(f"{self._url}/health")
            empty = bool(page.evaluate(EMPTIED))
            page.close()
            return empty
        return False
