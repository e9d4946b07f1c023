"""What the pages ask: newest, stock, tasks, warnings, names, messages between processes."""

from field_node.records import TYPES
from field_node.records.correction import Void
from field_node.records.directory import KamusLine, Unit
from field_node.records.incident import Incident
from field_node.records.kinds import TRACK_START, Ref
from field_node.records.message import Message
from field_node.records.movement import Movement
from field_node.records.need import Need
from field_node.records.place import Place, PlaceMerge
from field_node.records.position import Position
from field_node.records.record import Entry, Record, TimeQuality
from field_node.records.sos import Sos, SosEnd
from field_node.records.task import Task, TaskAnswer
from field_node.records.warning import Alert, AlertAnswer
from field_node.store import derived, directory, journal, orders, requests, status, stock_cards, views
from field_node.store.connection import Store, open_reader
from field_node.store.folds import key_of
from field_node.store.known import KnownNow
from field_node.store.orders import Which
from field_node.store.stock_cards import Goods
from field_node.store.under_way import under_way
from tests.field_node.store.stores import NOW, STAMP, UNIT, headcount

HOUR = 3600
MINUTE = NOW // 60 * 60


def center(store: Store, seq: int, record: Record, incident: Ref | None = None) -> Ref:
    """An entry that the center issued."""
    entry = Entry(0, seq, MINUTE, TimeQuality.CENTER, record, incident=incident)
    assert journal.keep(store, [entry], carrier="internet") == [True]
    return entry.ref


def own(store: Store, record: Record, **envelope: object) -> Ref:
    return journal.append(store, record, stamp=STAMP, **envelope).ref  # type: ignore[arg-type]


def place(name: str) -> Place:
    return Place(nama=name, jenis="posko")


def move(kind: str, amount: int, batch: str | None = None, to: Ref | None = None) -> Movement:
    return Movement(jenis=kind, gudang=Ref(0, 2), barang=7, jumlah=amount, batch=batch, tujuan=to)


def test_the_newest_head_count_of_each_place_by_its_own_time(store: Store) -> None:
    late = own(store, headcount(1, 20, NOW), incident=Ref(0, 9))
    own(store, headcount(1, 10, NOW - HOUR), incident=Ref(0, 9))
    other = own(store, headcount(2, 5, NOW))
    assert [entry.ref for entry in views.headcounts(store)] == [late, other]
    assert [entry.ref for entry in views.headcounts(store, Ref(0, 9))] == [late]
    assert [entry.ref for entry in views.headcounts(store, limit=1)] == [late]
    assert [entry.ref for entry in views.headcounts(store, after='["0-1"]')] == [other]


def test_a_voided_head_count_gives_way_to_the_one_before(store: Store) -> None:
    before = own(store, headcount(1, 10, NOW - HOUR))
    wrong = own(store, headcount(1, 999, NOW))
    own(store, Void(entri=wrong, alasan="salah ketik"))
    assert [entry.ref for entry in views.headcounts(store)] == [before]
    assert not views.in_force(store, wrong)
    assert views.in_force(store, before)


def test_stock_is_the_sum_of_what_moved(store: Store) -> None:
    own(store, move("terima", 50, "A"))
    own(store, move("salur", 20, "A"))
    sent = own(store, move("kirim", 10, "A", Ref(0, 5)))
    own(store, move("salur", 5))
    shelf = [(line.batch, line.amount) for line in views.stock(store, Ref(0, 2))]
    assert shelf == [("", -5), ("A", 20)]
    assert [(one.bound, one.item, one.batch, one.left) for one in under_way(store)] == [
        (Ref(0, 5), 7, "A", 10)
    ]
    goods = Goods(Ref(0, 2), 7, "A")
    card = stock_cards.card(store, goods)
    assert [line.amount for line in card] == [50, -20, -10]
    assert stock_cards.card(store, goods, skip=1) == card[1:]
    own(store, Void(entri=sent, alasan="truk tidak jadi"))
    assert views.balance(store, Ref(0, 2), 7, "A") == 30
    assert under_way(store) == []


def test_what_was_lent_stays_on_its_own_account(store: Store) -> None:
    own(store, move("terima", 5))
    own(store, move("pinjam", 2))
    own(store, move("kembali", 1))
    shelf, lent = views.stock(store, Ref(0, 2)), views.stock(store, Ref(0, 2), account=views.LENT)
    assert [line.amount for line in shelf + lent] == [4, 1]


def test_a_task_is_open_until_its_newest_answer_closes_it(store: Store) -> None:
    tasks = [center(store, n, Task(isi="Kirim tenda", tujuan=UNIT + 1 - n % 2)) for n in (1, 2, 3)]
    own(store, TaskAnswer(tugas=tasks[0], status="selesai"))
    own(store, TaskAnswer(tugas=tasks[1], status="dikerjakan"))
    assert [entry.ref for entry in orders.page(store, Which(others=True))] == [tasks[1]]
    assert [entry.ref for entry in orders.page(store)] == [tasks[2]]
    center(store, 9, Void(entri=tasks[2], alasan="tidak perlu"))
    assert [entry.ref for entry in orders.page(store, Which(others=True))] == [tasks[1]]
    assert orders.page(store) == []


def test_open_tasks_come_by_what_presses_and_are_counted_without_reading_them(store: Store) -> None:
    plain = center(store, 1, Task(isi="Kapan saja"))
    soon = center(store, 2, Task(isi="Segera", tujuan=UNIT, prioritas="darurat"))
    due = center(store, 3, Task(isi="Besok", tujuan=UNIT, batas_waktu=86_400))
    begun = center(store, 4, Task(isi="Sedang", tujuan=UNIT, batas_waktu=60))
    other = center(store, 5, Task(isi="Unit lain", tujuan=UNIT + 1))
    own(store, TaskAnswer(tugas=begun, status="dikerjakan"))
    own(store, TaskAnswer(tugas=due, status="terkirim"))
    assert [entry.ref for entry in orders.page(store)] == [due, soon, plain, begun]
    assert [entry.ref for entry in orders.page(store, skip=1, limit=2)] == [soon, plain]
    assert [entry.ref for entry in orders.page(store, Which(others=True))] == [other]
    waiting = Which(waiting=True)
    asked = (orders.OURS, waiting, waiting._replace(late=61), waiting._replace(late=60), Which(others=True))
    assert [orders.count(store, which) for which in asked] == [4, 3, 4, 3, 1]
    assert all(orders.count(store, which) == len(orders.page(store, which)) for which in asked)
    own(store, TaskAnswer(tugas=due, status="selesai"))
    center(store, 9, Void(entri=soon, alasan="tidak perlu"))
    assert [entry.ref for entry in orders.page(store)] == [plain, begun]


def test_a_warning_names_the_places_that_did_not_answer(store: Store) -> None:
    alert = Alert(
        jenis="banjir", keparahan="berat", mulai=MINUTE, sampai=MINUTE + HOUR, lokasi=(Ref(0, 1), Ref(0, 2))
    )
    warning = center(store, 1, alert)
    own(store, AlertAnswer(peringatan=warning, lokasi=Ref(0, 1), tindakan="siaga"))
    assert [(one.entry.ref, one.silent) for one in views.open_warnings(store, NOW)] == [
        (warning, (Ref(0, 2),))
    ]
    assert views.open_warnings(store, NOW + 2 * HOUR) == []


def test_an_sos_stays_open_until_it_was_handled(store: Store) -> None:
    call = own(store, Sos())
    assert [entry.ref for entry in views.open_sos(store)] == [call]
    center(
        store,
        1,
        SosEnd(sos=call, hasil="ditangani"),
    )
    assert views.open_sos(store) == []


def point(n: int) -> Position:
    return Position(lat=-6.8, lon=107.0 + n / 10, waktu=NOW // 30 * 30 + 30 * n)


def test_the_newest_position_of_a_unit_is_the_last_of_its_track(store: Store) -> None:
    refs = [own(store, point(n)) for n in (0, 2, 1)]
    for unit in (12, 2):
        journal.keep(store, [Entry(unit, TRACK_START + 4, NOW, STAMP.quality, point(0))], carrier="lora")
    whole = views.unit_positions(store)
    assert [entry.ref for entry in whole] == [Ref(2, TRACK_START + 4), refs[2], Ref(12, TRACK_START + 4)]
    assert views.unit_positions(store, after=key_of(whole[0])) == whole[1:]
    assert views.unit_positions(store, limit=2) == whole[:2]
    assert views.newest(store, Position, UNIT) == whole[1]
    assert views.newest(store, Position, 4) is None


def test_a_voided_position_is_no_longer_the_newest(store: Store) -> None:
    refs = [own(store, point(n)) for n in range(3)]
    own(store, Void(entri=refs[2], alasan="salah"))
    assert [entry.ref for entry in views.unit_positions(store)] == [refs[1]]
    assert list(derived.wrong_tables(store)) == []


def test_a_track_is_told_by_unit_and_nothing_else() -> None:
    tracks = [kind.about for kind in TYPES.values() if kind.about.track]
    assert tracks
    assert all(about.newest is None or about.newest.key == ("unit",) for about in tracks)


def test_a_corrected_place_keeps_its_first_name_for_ever(store: Store) -> None:
    first = own(store, place("SDN 1"))
    own(store, place("SDN 1 Cugenang"), corrects=first, reason="nama lengkap")
    assert directory.places(store) == [directory.Named(first, place("SDN 1 Cugenang"))]
    assert directory.name_of(store, first) == "SDN 1 Cugenang"
    assert directory.name_of(store, Ref(9, 9)) == "9-9"


def test_a_merged_place_is_no_longer_offered(store: Store) -> None:
    kept, double = own(store, place("SDN 1")), own(store, place("SD Negeri 1"))
    merge = own(store, PlaceMerge(dari=double, ke=kept))
    assert [one.ref for one in directory.places(store)] == [kept]
    assert [row[0] for row in directory.place_names(store)] == [kept]
    own(store, Void(entri=merge, alasan="ternyata dua tempat"))
    assert [row[:2] for row in directory.place_names(store)] == [(double, "SD Negeri 1"), (kept, "SDN 1")]


def test_units_and_goods_have_names(store: Store) -> None:
    center(store, 1, Unit(nomor=4, nama="Tagana Garut"))
    center(store, 2, KamusLine(nomor=900, kode="PRH", nama="Perahu karet", satuan="unit"))
    assert [directory.unit_name(store, number) for number in (4, 5, 0)] == ["Tagana Garut", "5", "Pusat"]
    added, missing = directory.goods(store, 900), directory.goods(store, 901)
    assert added
    assert (added.name, missing) == ("Perahu karet", None)
    assert directory.all_goods(store)[-1] == added


def test_admin_codes_are_found_by_code_parent_and_name(store: Store) -> None:
    rows = [
        ("32", "Jawa Barat", 1),
        ("32.03", "Kab. Cianjur", 2),
        ("32.03.01", "Cianjur", 3),
        ("33", "Jawa Tengah", 1),
    ]
    assert directory.fill_regions(store, [directory.Region(*row) for row in rows]) == 4
    assert [one.code for one in directory.region_children(store)] == ["32", "33"]
    assert [one.code for one in directory.region_children(store, "32")] == ["32.03"]
    assert [one.name for one in directory.region_path(store, "32.03.01")] == [
        "Cianjur",
        "Kab. Cianjur",
        "Jawa Barat",
    ]
    assert [one.code for one in directory.search_regions(store, "cianjur")] == ["32.03.01", "32.03"]
    assert directory.search_regions(store, "%") == []
    assert directory.region_center(store, "32") is None


def test_the_picture_that_a_record_is_held_against(store: Store) -> None:
    first = own(store, place("SDN 1"))
    own(store, place("SDN 2"), corrects=first, reason="nama")
    sent = own(store, move("kirim", 10, None, Ref(0, 5)))
    known = KnownNow(store, NOW, True, UNIT, None)
    assert known.record(first) == place("SDN 2")
    assert known.record(Ref(9, 9)) is None
    assert known.balance(Ref(0, 2), 7, "") == -10
    assert not known.received(sent)
    got = own(store, Movement(jenis="terima_kiriman", gudang=Ref(0, 5), barang=7, merujuk=sent, diterima=10))
    assert known.received(sent)
    own(store, Void(entri=got, alasan="salah gudang"))
    assert not known.received(sent)
    assert known.goods(1)
    assert known.has_region("32")


def test_incidents_are_told_in_order_of_arrival(store: Store) -> None:
    made = center(store, 1, Incident(nama="Banjir Cianjur", jenis="banjir", mulai=MINUTE, wilayah=("32.03",)))
    assert [one.ref for one in directory.incidents(store)] == [made]
    assert directory.name_of(store, made) == "Banjir Cianjur"


def test_rebuilt_folds_are_the_same(store: Store) -> None:
    own(store, move("terima", 50))
    own(store, headcount())
    own(store, Need(barang=1, jumlah=4, prioritas="segera", lokasi=Ref(0, 1)))
    store.run("UPDATE stock SET amount = 1")
    assert list(derived.wrong_tables(store)) == ["stock"]
    derived.rebuild_folds(store)
    assert list(derived.wrong_tables(store)) == []
    assert list(derived.wrong_rows(store)) == []


def test_a_process_tells_the_pages_its_newest_state(store: Store) -> None:
    assert status.read(store, "gps") is None
    status.say(store, "gps", {"satelit": 4}, NOW)
    status.say(store, "gps", {"satelit": 7}, NOW + 1)
    reader = open_reader(store.path, locker=store.locker)
    assert status.read(reader, "gps") == status.Status(NOW + 1, {"satelit": 7})
    reader.close()


def test_a_request_is_taken_once_and_answered(store: Store) -> None:
    number = requests.ask(store, "ekspor", {"ke": "usb"}, at=NOW)
    assert requests.take(store, at=NOW, kind="lain") is None
    taken = requests.take(store, at=NOW)
    assert taken
    assert (taken.id, taken.kind, taken.body) == (number, "ekspor", {"ke": "usb"})
    assert requests.take(store, at=NOW) is None
    requests.done(store, number, {"bingkai": 3}, at=NOW + 1, blob=b"TGNFRM1\n")
    answered = requests.answer(store, number)
    assert answered
    assert (answered.done_at, answered.result, answered.blob) == (NOW + 1, {"bingkai": 3}, b"TGNFRM1\n")
    assert requests.answer(store, 99) is None


def test_free_text_is_kept_as_it_was_typed(store: Store) -> None:
    said = own(store, Message(isi="Jl. Merpati №5\n“putus”"))
    found = journal.entry(store, said)
    assert found
    assert found.record == Message(isi="Jl. Merpati №5\n“putus”")
