"""The lines of the calculator as the page shows them: each number with where it comes from, each gap with why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil

from field_node.records.kamus import Goods, Standard, kamus
from field_node.records.kinds import InvalidValue
from field_node.web.desk import Desk
from field_node.web.said import numbers
from field_node.web.said.language import _, later
from field_node.web.said.shown import amount
from field_node.web.stock.calculator.counted import Counted
from field_node.web.stock.calculator.holding import Holding, Near, Stores
from field_node.web.stock.calculator.needs import Base, Need, base_of, gross_of, group_of, in_goods, need_of

NOT_SET = later("belum ditetapkan")
DECIMALS = 3
"""Of an amount that is typed for one calculation."""
WHO = {"orang": later("jiwa"), "jiwa": later("jiwa"), "KK": later("KK"), "balita": later("balita")}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is calculated. `typed`: code of a standard -> amount as typed, for this calculation only."""

    days: int
    typed: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One standard. `why`: why it cannot be calculated, "" when it can. `typed`, `wrong`: of an amount that a person may give."""

    code: str
    label: str
    rule: str
    per: str
    base: str = ""
    gross: str = ""
    stock: str = ""
    coming: str = ""
    net: str = ""
    why: str = ""
    remarks: tuple[str, ...] = ()
    open: bool = False
    unit: str = ""
    typed: str = ""
    wrong: str = ""
    instead: str = ""
    near: str = ""
    item: int = 0
    missing: int = 0
    """Base units that are missing; 0 for nothing, or not known."""
    wanted: str = ""
    """The same as it is typed."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that every line needs."""

    desk: Desk
    counted: Sequence[Counted]
    stores: Stores
    coming: Mapping[int, int]
    asked: Asked

    def lines(self) -> list[Line]:
        """Of every standard, in the order of the kamus."""
        return [self._line(one) for one in kamus().standards.values()]

    # ---- one standard

    def _line(self, one: Standard) -> Line:
        each, wrong = self._amount(one)
        head = self._head(one, each, wrong)
        base = base_of([place.said for place in self.counted], one.per)
        gaps = [_("Standarnya belum ditetapkan. Isi angka untuk hitungan ini saja.")] if each is None else []
        if base is None:
            gaps.append(_("Hitung pengungsi tidak mencatat %(who)s.") % {"who": _(one.per)})
        elif base.count is None:
            gaps.append(self._nobody())
        if each is None or base is None or base.count is None:
            return head(base=self._base(one, base), why=" ".join(gaps))
        return self._filled(one, each, base, head)

    def _nobody(self) -> str:
        if not self.counted:
            return _("Belum ada pos pengungsian atau posko untuk dihitung.")
        return _("Belum ada hitungannya di lokasi ini.")

    def _head(self, one: Standard, each: Fraction | None, wrong: str) -> "_Head":
        typed = self.asked.typed.get(one.code, "")
        rule = one.rule or (_("angka sendiri, hanya hitungan ini") if each is not None else "")
        per = _(NOT_SET) if each is None else _per(one, each)
        instead = kamus().standards[one.instead].label if one.instead else ""
        return _Head(Line(one.code, _(one.label), rule, per, open=one.amount is None, unit=_(one.unit), typed=typed, wrong=wrong, instead=_(instead) if instead else ""))  # fmt: skip

    def _amount(self, one: Standard) -> tuple[Fraction | None, str]:
        if one.amount is not None:
            return Fraction(str(one.amount)), ""
        text = self.asked.typed.get(one.code, "").strip()
        try:
            value = numbers.scaled(text, DECIMALS) if text else None
        except InvalidValue:
            return None, _("Isi angka, misalnya 2 atau 0,5.")
        if value is not None and value <= 0:
            return None, _("Jumlah harus lebih dari nol.")
        return (None if value is None else Fraction(value, 10**DECIMALS)), ""

    def _base(self, one: Standard, base: Base | None) -> str:
        """`≥ 488 jiwa (2 lokasi belum didata)`"""
        if base is None or base.count is None:
            return ""
        who, size = group_of(one.per)
        told = numbers.shown(base.count)
        unit = _(WHO[who]) if size == 1 else _("kelompok %(n)s orang") % {"n": size}
        text = f"{told} {unit}"
        gap = _("%(n)s lokasi belum didata") % {"n": base.missing}
        return text if base.whole else f"≥ {text} ({gap})"

    def _filled(self, one: Standard, each: Fraction, base: Base, head: "_Head") -> Line:
        gross = gross_of(base.count or 0, each, one, self.asked.days)
        goods = [kamus().goods_by_code(code) for code in one.goods]
        sign = "" if base.whole else "≥ "
        if not goods or in_goods(one, goods[0]) is None:
            told = f"{sign}{numbers.shown(ceil(gross))} {_(one.unit)}"
            return head(base=self._base(one, base), gross=told)
        held = self.stores.holding([found.number for found in goods])
        coming = sum(self.coming.get(found.number, 0) for found in goods)
        need = need_of(gross * (in_goods(one, goods[0]) or 1), base, held.amount, coming)
        told_of = _told(need, goods[0], held, coming)
        near = self.stores.nearest(goods[0].number, need.net) if need.net else None
        return head(
            base=self._base(one, base),
            remarks=_remarks(need, held, goods),
            near=_near(near, goods[0]) if need.net else "",
            item=goods[0].number,
            missing=need.net,
            wanted=numbers.shown(need.net, goods[0].scale),
            **told_of,
        )


class _Head:
    """What is said of a standard whatever becomes of it."""

    def __init__(self, line: Line) -> None:
        self._line = line

    def __call__(self, **more: object) -> Line:
        return replace(self._line, **more)  # type: ignore[arg-type]


def _per(one: Standard, each: Fraction) -> str:
    """`400 g per orang per hari`"""
    scaled = each * 10**DECIMALS
    told = f"{numbers.shown(int(scaled), DECIMALS)} {_(one.unit)} {_(f'per {one.per}')}"
    daily = _("per hari")
    return f"{told} {daily}" if one.daily else told


def _told(need: Need, goods: Goods, held: Holding, coming: int) -> dict[str, str]:
    low, high = "≥ " if need.least else "", "≤ " if need.most else ""
    sure = low if not need.most else "" if need.least else high
    stock = _("belum didata") if held.amount is None else amount(held.amount, goods)
    return {
        "gross": f"{low}{amount(need.gross, goods)}",
        "stock": f"{stock}, {held.told}" if held.told else stock,
        "coming": amount(coming, goods) if coming else "",
        "net": f"{sure}{amount(need.net, goods)}",
    }


def _remarks(need: Need, held: Holding, goods: Sequence[Goods]) -> tuple[str, ...]:
    found = []
    if need.least and need.most:
        found.append(_("Belum pasti: ada lokasi yang belum dihitung, dan saldo lumbung belum didata."))
    elif need.most:
        found.append(_("Paling banyak segini: saldo lumbung belum didata, jadi belum dikurangi."))
    elif need.least:
        found.append(_("Paling sedikit segini: ada lokasi yang belum dihitung."))
    if held.minus:
        found.append(_("Saldo minus, perlu opname; dihitung sebagai tidak ada."))
    if held.partly:
        found.append(_("Sebagian saldo belum didata."))
    if len(goods) > 1:
        found.append(_("Saldo digabung: %(names)s.") % {"names": ", ".join(one.name for one in goods)})
    return tuple(found)


def _near(near: Near | None, goods: Goods) -> str:
    if near is None:
        return _("Tidak ada lumbung lain yang dinyatakan punya.")
    told = _("Terdekat yang cukup") if near.enough else _("Terdekat yang punya")
    where = f", {near.far}" if near.far else ""
    return f"{told}: {near.name}{where}, {amount(near.amount, goods)}, {near.told}."
