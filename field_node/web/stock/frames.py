"""Everything that the page of a form with many lines shows, filled or as a frame that a tablet keeps."""

from dataclasses import replace
from typing import Any

from field_node.records.handover import PARTY
from field_node.records.incident import IncidentStatus
from field_node.records.kinds import InvalidValue, Ref
from field_node.store import journal, views
from field_node.store.papers import MOST_LINES
from field_node.web.desk import Desk
from field_node.web.fields.inputs import Input, Lists
from field_node.web.stock import choices, drawing
from field_node.web.stock.choices import Choice
from field_node.web.stock.drawing import FEW_LINES, REASONS, Row, Told
from field_node.web.stock.pending import Answered, answered
from field_node.web.stock.sheets import GATE, USED, Sheet

NOBODY = Told({}, {})


def frame(desk: Desk, sheet: Sheet, told: Told, incident: Ref | None, *, more: str = "") -> dict[str, Any]:
    """For the page of a form whose store, or whose paper, is known."""
    answers = answered(desk, told.text("surat"), sheet.of) if sheet.of else None
    gudang = answers.gudang if answers else _ref(told.text("gudang"))
    offers = gudang is not None and sheet.shelf and not sheet.of and not sheet.counts
    asked = _asked(sheet, told, desk.names, more)
    return {
        **asked,
        "head": _elsewhere(asked["head"], gudang) if sheet.kind == "kirim" else asked["head"],
        "groups": _groups(sheet, told, more, _set(desk, sheet, told, (gudang, answers))),
        "shelf": choices.shelf(desk, gudang) if gudang and offers else [],
        "goods": choices.goods(desk) if sheet.picks else [],
        "opened_at": told.text("dibuka") or journal.last(desk.store),
        "gudang": str(gudang or ""),
        "gudang_name": desk.names.title(gudang) if gudang else "",
        "surat_name": answers.name if answers else "",
        "gate_open": gate_is_open(desk, incident),
        "sealable": desk.sealable(),
        "incident": desk.names.title(incident) if incident else "",
        "incident_ref": str(incident or ""),
        "clock_trusted": desk.clock.trusted(),
    }


def shell_frame(desk: Desk, sheet: Sheet, lists: Lists) -> dict[str, Any]:
    """The same without anything that was true only for a moment: a script fills it in."""
    return {
        **_asked(sheet, NOBODY, lists, ""),
        "groups": _groups(sheet, NOBODY, "", []),
        "shelf": [],
        "goods": choices.goods(desk) if sheet.picks else [],
        "gudang": "",
        "gudang_name": "",
        "surat_name": "",
        "gate_open": True,
        "sealable": desk.sealable(),
        "incident": "",
        "incident_ref": "",
        "clock_trusted": True,
    }


def _elsewhere(head: list[Input], gudang: Ref | None) -> list[Input]:
    """The same, without the store itself among the places that its goods may go to."""
    return [
        replace(one, options=[each for each in one.options if each.value != str(gudang)])
        if one.name == "tujuan"
        else one
        for one in head
    ]


def _asked(sheet: Sheet, told: Told, lists: Lists, more: str) -> dict[str, Any]:
    """What does not depend on what lies anywhere."""
    return {
        "sheet": sheet,
        "label": sheet.title,
        "surat": told.text("surat"),
        "head": drawing.head(sheet.head, sheet, told, lists),
        "gate": drawing.head(GATE, sheet, told, lists) if sheet.gated else [],
        "served": drawing.head(("kk", "jiwa"), sheet, told, lists) if sheet.lists else [],
        "people": drawing.people(told, more=more == "p") if sheet.lists else [],
        "parties": [(code, label) for code, label in PARTY.options if code in sheet.signs],
        "form": told.form,
        "errors": told.errors,
        "reasons": REASONS,
        "blank": {letter: drawing.row(sheet, f"{letter}0-", 0, NOBODY) for letter, _, _ in sheet.parts},
        "blank_person": drawing.person(0, NOBODY),
    }


def _groups(sheet: Sheet, told: Told, more: str, given: list[Row]) -> list[tuple[str, str, list[Row]]]:
    """Letter, heading and lines of each part."""
    found = [
        (letter, heading, [] if sheet.of else drawing.rows(sheet, letter, told, more=more == letter))
        for letter, heading, _ in sheet.parts
    ]
    if not (sheet.of or sheet.counts):
        return found
    free = [drawing.row(sheet, f"{USED}{n}-", n, told) for n in _free(sheet, told, given, more)]
    return [(USED, sheet.parts[0][1], [*given, *free])]


def _free(sheet: Sheet, told: Told, given: list[Row], more: str) -> range:
    """Numbers of lines for goods that the book does not know, after those that it does."""
    if sheet.of:
        return range(0)
    used = drawing.last_used(told, USED)
    last = max(used, len(given)) + (FEW_LINES if more or used <= len(given) else 0)
    return range(len(given) + 1, min(last, max(MOST_LINES, len(given) + FEW_LINES)) + 1)


def _set(desk: Desk, sheet: Sheet, told: Told, where: tuple[Ref | None, Answered | None]) -> list[Row]:
    """Lines that the page itself puts there."""
    gudang, answers = where
    if answers:
        return drawing.set_rows(sheet, told, answers.lines)
    if not sheet.counts or gudang is None:
        return []
    every = choices.shelf(desk, gudang, every=True)
    return drawing.set_rows(sheet, told, [(blind(one), {}) for one in every])


def blind(one: Choice) -> Choice:
    """Goods without what the book says of them: nobody shall count towards a number."""
    data = {name: value for name, value in one.data.items() if name != "sisa"}
    return one._replace(label=one.data.get("barang", one.label), data=data)


def gate_is_open(desk: Desk, incident: Ref | None) -> bool:
    """Whether goods may leave for people: an emergency with its SK."""
    status = views.newest(desk.store, IncidentStatus, incident) if incident else None
    record = status.record if status else None
    return isinstance(record, IncidentStatus) and record.opens_gate(siaga=desk.stok.siaga_opens_gate)


def _ref(text: str) -> Ref | None:
    try:
        return Ref.parse(text) if text else None
    except InvalidValue:
        return None
