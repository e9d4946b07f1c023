"""What the pages hear of the link."""

from typing import get_args

from sync.errors import SendReason
from sync.links import PROBLEMS
from sync.standing import SENTENCES, Standing, Teller
from sync.unit_end import COPY, REVOKED


def test_everything_that_can_be_wrong_has_its_sentence() -> None:
    codes = {*PROBLEMS, *get_args(SendReason), COPY, REVOKED, "belum_terdaftar", "insecure", "nothing_taken"}
    assert codes - {"restored_copy"} <= set(SENTENCES)
    assert all(sentence.endswith(".") or "tagana enroll" in sentence for sentence in SENTENCES.values())


def test_a_contact_and_a_failure_move_their_own_times() -> None:
    heard = Standing().after_contact(100, receipt=True)
    assert (heard.connected, heard.contact_at, heard.attempt_at, heard.receipt_at) == (True, 100, 100, 100)
    lost = heard.after_failure(200, "cut")
    assert (lost.connected, lost.contact_at, lost.attempt_at, lost.receipt_at) == (False, 100, 200, 100)
    assert lost.body()["problem"] == SENTENCES["cut"]


def test_only_changes_and_every_fifteen_seconds_are_written() -> None:
    said: list[object] = []
    now = [0.0]
    teller = Teller(said.append, lambda: now[0])
    teller.tell(Standing().after_contact(1, receipt=False))
    teller.tell(Standing().after_contact(2, receipt=False))
    assert len(said) == 1
    teller.tell(Standing().after_failure(3, "cut"))
    assert len(said) == 2
    now[0] = 16.0
    teller.tell(Standing().after_failure(9, "cut"))
    assert len(said) == 3
