"""What a tablet keeps of the stores of its unit, so that forms of goods open away from it."""

from typing import Any

from field_node.records.kinds import Ref
from field_node.web.desk import Desk
from field_node.web.stock import choices
from field_node.web.stock.frames import gate_is_open


def lists(desk: Desk) -> dict[str, list[Any]]:
    """`unit_ini`: number and name of this unit. `gudang`: value and name of each store. `stok`: store, value, label, group and data of each batch, first expired first.

    `gerbang`: each kejadian with "buka" where goods may leave for people, else "tutup".
    """
    stores = choices.stores(desk)
    return {
        "unit_ini": [(str(desk.unit), desk.unit_name(), "")] if desk.unit else [],
        "gudang": [(one.value, one.label, "") for one in stores],
        "stok": [
            (store.value, *batch) for store in stores for batch in choices.shelf(desk, Ref.parse(store.value))
        ],
        "gerbang": [
            (one.value, "buka" if gate_is_open(desk, Ref.parse(one.value)) else "tutup")
            for one in desk.names.incidents()
        ],
    }
