"""A form that is being filled: what was typed, what is wrong with it, and how the page shows both."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from field_node.records.record import REASON, Entry, Notice, Record
from field_node.web.fields.forms import Form
from field_node.web.fields.inputs import Input, Lists, inputs
from field_node.web.fields.sections import in_order, sections
from field_node.web.said.language import _


@dataclass(frozen=True, slots=True)
class Draft:
    """Typed values of one form. `old`: the entry that it corrects."""

    record_type: type[Record]
    key: str
    form: Form
    old: Entry | None = None

    @property
    def said(self) -> dict[str, list[str]]:
        """What tells this form's content from another's: type, typed values, what it corrects."""
        typed = {
            name: values
            for name, values in self.form.items()
            if name not in ("kunci", "tetap") and any(values)
        }
        return {
            **typed,
            "jenis_catatan": [self.record_type.about.slug, str(self.old.ref) if self.old else ""],
        }

    def shown(
        self, notices: Iterable[Notice], lists: Lists, sentence: Callable[[Notice], str]
    ) -> dict[str, Any]:
        """For the page: `inputs` and their `sections`, the `reason` of a correction, `problems` that refuse it and `cautions` that do not."""
        notices = tuple(notices)
        errors = _by_field(notices, sentence, blocking=True)
        odd = _by_field(notices, sentence, blocking=False)
        found = _focused(self._inputs(errors, lists))
        reason = self._reason(errors, alone=not any(one.focus for one in found))
        drawn = {"inputs": found, "sections": sections(self.record_type, found), "reason": reason}
        return {**drawn, **_both([*found, reason], errors, odd)}

    def _inputs(self, errors: dict[str, list[str]], lists: Lists) -> list[Input]:
        """As the form asks for them."""
        found = {one.name: one for one in inputs(self.record_type, self.form, errors, lists)}
        return [found[name] for name in in_order(self.record_type, found)]

    def _reason(self, errors: dict[str, list[str]], *, alone: bool) -> Input | None:
        if self.old is None:
            return None
        name = "alasan_koreksi"
        wrong = errors.get(name, [])
        return self.reason(self.form.get(name, [""])[0], wrong, focus=bool(wrong) and alone, name=name)

    @staticmethod
    def reason(text: str, errors: list[str], *, focus: bool, name: str = "alasan") -> Input:
        """The input of the reason of a correction or a cancelling."""
        return Input(
            name=name,
            label=_("Alasan koreksi") if name == "alasan_koreksi" else _("Alasan"),
            group="",
            unit="",
            widget="teks",
            required=True,
            several=False,
            texts=[text],
            errors=errors,
            options=[],
            most=REASON.most,
            focus=focus,
        )


def _focused(found: list[Input]) -> list[Input]:
    """The first wrong input gets the focus."""
    first = next((index for index, one in enumerate(found) if one.errors), None)
    return [replace(one, focus=index == first) for index, one in enumerate(found)]


def _by_field(
    notices: Iterable[Notice], sentence: Callable[[Notice], str], *, blocking: bool
) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for notice in notices:
        if notice.blocks == blocking:
            found.setdefault(notice.field, []).append(sentence(notice))
    return found


def _both(
    found: list[Input | None], errors: dict[str, list[str]], odd: dict[str, list[str]]
) -> dict[str, list[dict[str, str]]]:
    return {"problems": _problems(found, errors), "cautions": _problems(found, odd)}


def _problems(found: list[Input | None], errors: dict[str, list[str]]) -> list[dict[str, str]]:
    """Every sentence with the input that it speaks of; those of the whole record first."""
    here = [one for one in found if one is not None]
    names = {one.name for one in here}
    whole = [
        {"id": "", "label": "", "sentence": text} for name in errors.keys() - names for text in errors[name]
    ]
    return whole + [
        {"id": one.id, "label": one.label, "sentence": text}
        for one in here
        for text in errors.get(one.name, [])
    ]
