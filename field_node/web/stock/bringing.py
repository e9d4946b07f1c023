"""A filled form with many lines, from a page or out of an outbox: looked through, kept once, told with its inputs."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from field_node.records.kinds import Ref
from field_node.records.record import InvalidRecord, Notice
from field_node.store import journal
from field_node.web.brought import Taken
from field_node.web.capture.keeping import KEY, SURE, then
from field_node.web.desk import Desk
from field_node.web.fields.forms import Form
from field_node.web.stock.composing import compose
from field_node.web.stock.drafts import Composed
from field_node.web.stock.drawing import goods_of, problems, sentences
from field_node.web.stock.keeping import keep_paper, look
from field_node.web.stock.late import late_notices
from field_node.web.stock.saved import saved_address
from field_node.web.stock.sheets import SHEETS, Sheet

BESIDE = (KEY, SURE, "tambah")


@dataclass(frozen=True, slots=True)
class PaperForm:
    """Typed values of one form. Implements `takers.Brought`."""

    sheet: Sheet
    kunci: str
    form: Form

    def keep(self, desk: Desk, incident: Ref | None, age_s: int) -> Taken:
        """Keeps the paper. Raises InvalidRecord, StoreError."""
        typed = {name: texts for name, texts in self.form.items() if name not in BESIDE and any(texts)}
        form = desk.form_key(self.kunci, {**typed, "jenis_catatan": [self.sheet.kind]})
        known = journal.of_form(desk.store, form)
        made = Composed([]) if known else compose(then(desk, age_s), self.sheet, self.form, age_s=age_s)
        pattern: str = getattr(desk.stok, self.sheet.pattern)
        kept = keep_paper(
            desk,
            made.pieces,
            form=form,
            incident=incident,
            pattern=pattern,
            age_s=age_s,
            sure=SURE in self.form,
        )
        late = late_notices(desk, kept.entries)
        odd, goods = (*made.notices, *kept.notices, *late), goods_of(desk, self.sheet, self.form)
        return Taken(kept.entries[0], saved_address(desk, kept, odd, goods), late)

    def look(self, desk: Desk, incident: Ref | None) -> tuple[Notice, ...]:
        """What would be odd about it. Raises InvalidRecord."""
        made = compose(desk, self.sheet, self.form)
        pattern: str = getattr(desk.stok, self.sheet.pattern)
        try:
            return (*made.notices, *look(desk, made.pieces, incident=incident, pattern=pattern))
        except InvalidRecord as error:
            raise InvalidRecord((*error.notices, *made.notices)) from error

    def told(self, desk: Desk, notices: Iterable[Notice]) -> dict[str, Any]:
        """Sentences beside their inputs."""
        every, goods = tuple(notices), goods_of(desk, self.sheet, self.form)
        return {
            "problems": problems(sentences(desk, every, blocking=True), goods),
            "cautions": problems(sentences(desk, every, blocking=False), goods),
        }


class Looked(Protocol):
    """A form that can be looked through before it is kept."""

    def look(self, desk: Desk, incident: Ref | None) -> tuple[Notice, ...]: ...

    def told(self, desk: Desk, notices: Iterable[Notice]) -> dict[str, Any]: ...


def looked(desk: Desk, brought: Looked, incident: Ref | None) -> dict[str, Any]:
    """What is wrong or odd about a form that is not kept yet, as the script of its page takes it."""
    try:
        notices = brought.look(desk, incident)
    except InvalidRecord as error:
        notices = error.notices
    told = brought.told(desk, notices)
    return {"masalah": told["problems"], "peringatan": told["cautions"]}


def taker(kunci: str, form: Form, given: dict[str, Any]) -> PaperForm:
    """Implements `takers.Taker`."""
    return PaperForm(SHEETS[given["kind"]], kunci, form)
