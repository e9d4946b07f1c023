"""What entries, units, goods and areas are called, and which of them a form may name."""

from collections.abc import Callable
from contextlib import suppress
from functools import cached_property

from field_node.records import type_by_slug
from field_node.records.ground import distance_km
from field_node.records.kamus import Goods
from field_node.records.kinds import Item, Kind, Ref, Reference, Region, UnitNumber
from field_node.records.record import Entry, Record
from field_node.store import directory, journal, nearby, neighbours, orders, status, views
from field_node.store.connection import Store
from field_node.store.depots import places_near
from field_node.web.said import numbers, shown
from field_node.web.said.language import _
from field_node.web.said.options import HITS, Option
from field_node.web.said.times import Zone

MANY = 300
"""Entries that one list offers; older ones are found in their own list."""
NEAR_KM = 5.0
KM_A_DEGREE = 105.0
"""Less than a degree of latitude or longitude measures anywhere in Indonesia, so that a square of it misses nothing."""
USED = 6
"""Areas that are offered before anybody searches."""
NAMED = ("lokasi", "kejadian")
"""Slugs of what people know by a name."""


class Naming:
    """Names and choices out of one reader. Implements `shown.Names` and `inputs.Lists`. `made`: when an entry was made, put right."""

    def __init__(self, store: Store, zone: Zone, made: Callable[[Entry], int]) -> None:
        self._store = store
        self._zone = zone
        self._made = made
        self._titles: dict[Ref, str] = {}
        self._goods: dict[int, Goods | None] = {}
        self._unit_names: dict[int, str] = {}

    # ---- names

    def title(self, ref: Ref) -> str:
        """The name of a lokasi or kejadian, else what the entry says in short; its number when it is not here."""
        if ref not in self._titles:
            self._titles[ref] = _numbered(ref)  # an entry may name itself through others
            self._titles[ref] = self._title(ref)
        return self._titles[ref]

    def _title(self, ref: Ref) -> str:
        name = directory.name_of(self._store, ref)
        if name != str(ref):
            return name
        entry = journal.entry(self._store, ref) or self._heard(ref)
        return self._brief(entry) if entry else _("nomor %(nomor)s (belum ada di unit ini)") % {"nomor": ref}

    def _heard(self, ref: Ref) -> Entry | None:
        said = neighbours.said_entry(self._store, ref)
        return said.entry if said else None

    def _brief(self, entry: Entry) -> str:
        if entry.record.about.slug in NAMED:
            return str(getattr(entry.record, "nama", None) or _numbered(entry.ref))
        if entry.record.about.slug == "sos":
            return self.sos(entry)
        told = self._told(entry, most=2)
        return f"{_(entry.record.about.label)}: {told}"

    def _told(self, entry: Entry, most: int) -> str:
        """A laporan warga by its number, which its resident was told: tablets keep these names, and its words stay on the unit."""
        if entry.record.about.slug == "laporan_warga":
            return f"{shown.summary(entry.record, self._zone, self, most=1)}, {_numbered(entry.ref)}"
        return shown.summary(entry.record, self._zone, self, most=most)

    def sos(self, entry: Entry) -> str:
        """Who calls for help, and from where."""
        lat, lon = getattr(entry.record, "lat", None), getattr(entry.record, "lon", None)
        where = _("posisi tidak diketahui") if lat is None or lon is None else self._where(lat, lon)
        return _("SOS dari %(unit)s, %(tempat)s") % {"unit": self.unit(entry.unit), "tempat": where}

    def _where(self, lat: float, lon: float) -> str:
        spot = f"{numbers.degrees_shown(lat)}; {numbers.degrees_shown(lon)}"
        around = places_near(self._store, (lat, lon), NEAR_KM / KM_A_DEGREE)
        near = min(
            ((distance_km((lat, lon), (there, east)), name) for name, there, east in around),
            default=(float("inf"), ""),
        )
        return f"{_away(near[1], near[0])}, {spot}" if near[0] <= NEAR_KM else spot

    def unit(self, number: int) -> str:
        """The name of a unit."""
        if number not in self._unit_names:
            name = directory.unit_name(self._store, number)
            self._unit_names[number] = (
                _("Unit %(nomor)s") % {"nomor": number} if name == str(number) else name
            )
        return self._unit_names[number]

    def goods(self, number: int) -> Goods | None:
        """The item of that number."""
        if number not in self._goods:
            self._goods[number] = directory.goods(self._store, number)
        return self._goods[number]

    def goods_name(self, number: int, batch: str | None = None) -> str:
        """`mi instan, batch D2022`; the number of the item when the kamus here is older."""
        goods = self.goods(number)
        name = goods.name if goods else _("barang nomor %(nomor)s") % {"nomor": number}
        return _("%(name)s, batch %(batch)s") % {"name": name, "batch": batch} if batch else name

    def region(self, code: str) -> str:
        """The area with those it lies in, and its code."""
        path = directory.region_path(self._store, code)
        return f"{', '.join(one.name for one in path)} ({code})" if path else code

    # ---- choices

    def options(self, kind: Kind) -> list[Option]:
        """What a field of this kind may name."""
        if isinstance(kind, Item):
            return [_item(one) for one in directory.all_goods(self._store)]
        if isinstance(kind, UnitNumber):
            return self._units
        if isinstance(kind, Region):
            return [Option(code, self.region(code)) for code in directory.used_regions(self._store, USED)]
        if isinstance(kind, Reference) and kind.to:
            return self._entries(kind.to)
        return []

    def label(self, kind: Kind, text: str) -> str:
        """What a typed value is called; the text itself when it means nothing here."""
        with suppress(ValueError):
            if isinstance(kind, Region):
                return self.region(text)
            if isinstance(kind, Reference):
                return self.title(Ref.parse(text))
            if isinstance(kind, UnitNumber):
                return self.unit(int(text))
        return text

    def regions(self, sought: str) -> list[Option]:
        """Areas whose name or code is like that, those of this unit's kabupaten first; one more than HITS when there are more."""
        home = directory.home_region(self._store)
        found = directory.search_regions(self._store, sought, limit=HITS + 1, first=home)
        exact = directory.region(self._store, sought)
        hits = ([exact] if exact else []) + found
        return [Option(one.code, self.region(one.code)) for one in hits]

    def incidents(self) -> list[Option]:
        """Every kejadian in force, newest first."""
        return [Option(str(one.ref), one.record.nama) for one in reversed(directory.incidents(self._store))]

    def places(self) -> list[Option]:
        """Every lokasi in force, the nearest first when the unit knows where it is."""
        return self._places

    @cached_property
    def _units(self) -> list[Option]:
        found = views.newest_page(self._store, type_by_slug("unit"), limit=MANY)
        named = [Option(str(_number(one)), getattr(one.record, "nama", "")) for one in found]
        return sorted(named, key=lambda option: option.label.casefold())

    def _entries(self, slug: str) -> list[Option]:
        special: dict[str, Callable[[], list[Option]]] = {
            "lokasi": lambda: self._places,
            "kejadian": self.incidents,
            "sos": self._sos,
            "tugas": self._tasks,
        }
        if slug in special:
            return special[slug]()
        try:
            record_type: type[Record] = type_by_slug(slug)
        except KeyError:
            return []
        found = [entry for _, entry in journal.entries(self._store, record_type, limit=MANY)]
        alive = [entry for entry in found if views.in_force(self._store, entry.ref)]
        return [Option(str(one.ref), self._choice(one)) for one in alive]

    def _sos(self) -> list[Option]:
        heard = [one.entry for one in nearby.open_calls(self._store)]
        found = views.open_sos(self._store) + heard
        return [Option(str(one.ref), f"{self.sos(one)}, {self._zone.long(self._made(one))}") for one in found]

    def _tasks(self) -> list[Option]:
        """Open tasks for this unit, or for no unit by name: the pressing ones first."""
        return [Option(str(one.ref), self._choice(one)) for one in orders.page(self._store, limit=MANY)]

    def _choice(self, entry: Entry) -> str:
        told = self._told(entry, most=3)
        return f"{told} ({self._zone.long(self._made(entry))})"

    @cached_property
    def _places(self) -> list[Option]:
        """Every lokasi in force; the nearest first with its distance when the unit knows where it is."""
        places, here = directory.places(self._store), self._position()
        if here is None:
            named = [
                (place.record.nama.casefold(), Option(str(place.ref), place.record.nama)) for place in places
            ]
            return [option for _, option in sorted(named, key=lambda one: one[0])]
        measured = [(_distance(place.record, here), place) for place in places]
        measured.sort(key=lambda one: one[0])
        return [Option(str(place.ref), _far(place.record.nama, km)) for km, place in measured]

    def _position(self) -> tuple[float, float] | None:
        said = status.read(self._store, "gps")
        body = said.body if said else {}
        known = isinstance(body.get("lat"), float) and isinstance(body.get("lon"), float)
        return (body["lat"], body["lon"]) if known else None


def _item(goods: Goods) -> Option:
    group = _("Aset") if goods.asset else _("Habis pakai")
    return Option(str(goods.number), f"{goods.name} ({_(goods.unit)})", group)


def _numbered(ref: Ref) -> str:
    return _("nomor %(nomor)s") % {"nomor": ref}


def _number(entry: Entry) -> int:
    return int(getattr(entry.record, "nomor", 0))


def _distance(place: object, here: tuple[float, float]) -> float:
    lat, lon = getattr(place, "lat", None), getattr(place, "lon", None)
    return float("inf") if lat is None or lon is None else distance_km((lat, lon), here)


def _away(name: str, km: float) -> str:
    """`1,3 km dari Balai Desa`: not there, but so far from it; nearer than 50 m is there."""
    if not round(km * 10):
        return _("di %(tempat)s") % {"tempat": name}
    return _("%(km)s km dari %(tempat)s") % {"km": numbers.shown(round(km * 10), 1), "tempat": name}


def _far(name: str, km: float) -> str:
    if km == float("inf"):
        return name
    return f"{name} ({numbers.shown(round(km * 10), 1)} km)"
