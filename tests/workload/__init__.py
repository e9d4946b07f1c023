"""What a unit of volunteers would record, with known probabilities: for the trainer of tables and for benches.

How it is made. For each record family one walk draws every value from a law (laws.py) whose parameters stand in
parameters.py in two columns; the same walk, given a record, sums -log2 p instead (draw.py). What the unit has said
before is the same picture (seen.py) at both ends: the maker has heard everything, a reader of one frame only that
frame. Counts and shelf levels follow the last one by steps that leave their law over all times as it is, parts of
a total stay near their share and near the last count, hidden choices of a unit (its places, stores, areas, open
orders, the code on its papers) are drawn evenly from public lists, and the trail is a Kalman predictor's process:
so the price of a record in a frame is near the true -log2 p, not only near that of a reader who heard it all.
Where it is not exact (a level folded from movements that a frame does not show, arrivals without the count before,
the first record of a type being a correction) the price is a little too high.
"""

from tests.workload.notes import TEST, TRAINING, Notes
from tests.workload.parameters import Setting
from tests.workload.unit import BEGIN, OPERATION_START, UNIT, bits, entries, kind_of

__all__ = [
    "BEGIN",
    "OPERATION_START",
    "TEST",
    "TRAINING",
    "UNIT",
    "Notes",
    "Setting",
    "bits",
    "entries",
    "kind_of",
]
