"""Reads what was typed about a person: name, role and a PIN that is being chosen."""

from collections.abc import Mapping
from dataclasses import dataclass

from field_node.web.access import pins
from field_node.web.access.roles import LABELS
from field_node.web.said import texts

NAME_LONGEST = 60


@dataclass(frozen=True, slots=True)
class TypedPerson:
    """As it was typed; `problems`: field -> sentence, {} when all is well."""

    name: str
    role: str
    pin: str
    problems: Mapping[str, str]


def named(text: str) -> tuple[str, str]:
    """A name on one line, and the sentence of what is wrong with it, "" when nothing is."""
    name = " ".join(text.split())
    if not name:
        return name, texts.sentence("nama_kosong", {})
    long = len(name) > NAME_LONGEST
    return name, texts.sentence("nama_terlalu_panjang", {"most": NAME_LONGEST}) if long else ""


def chosen_pin(form: Mapping[str, str]) -> tuple[str, str]:
    """A PIN typed twice, and what is wrong with it."""
    pin = form.get("pin", "").strip()
    code = pins.flaw(pin, form.get("pin_lagi", "").strip())
    return pin, texts.sentence(code, {"least": pins.LEAST, "most": pins.MOST}) if code else ""


def typed_person(form: Mapping[str, str], roles: tuple[str, ...] = tuple(LABELS)) -> TypedPerson:
    """A new person of one of these roles."""
    name, bad_name = named(form.get("nama", ""))
    pin, bad_pin = chosen_pin(form)
    role = form.get("peran", "")
    bad_role = "" if role in roles else texts.sentence("peran_kosong", {})
    found = {"nama": bad_name, "peran": bad_role, "pin": bad_pin}
    return TypedPerson(name, role, pin, {field: told for field, told in found.items() if told})
