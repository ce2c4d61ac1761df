"""What a server sends of an export: packed, begun before it answers, and closed once whatever happens."""

import gzip
from collections.abc import Iterator
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridors.exports.streaming import BusyError, Sent, Slots, accepts_gzip, gzipped


class Source:
    """Blocks that note how far they were read and how often they were closed; the last may fail."""

    def __init__(self, *blocks: bytes, fails: bool = False) -> None:
        self._blocks, self._fails = list(blocks), fails
        self.read = self.closed = self.done = 0

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if self.read < len(self._blocks):
            self.read += 1
            return self._blocks[self.read - 1]
        if self._fails:
            raise ZeroDivisionError
        raise StopIteration

    def close(self) -> None:
        self.closed += 1

    def finished(self) -> None:
        self.done += 1


@given(st.lists(st.binary(max_size=200)))
def test_packed_blocks_unpack_to_the_same_bytes_and_are_the_same_each_time(blocks: list[bytes]) -> None:
    packed = b"".join(gzipped(iter(blocks)))
    assert gzip.decompress(packed) == b"".join(blocks)
    assert packed == b"".join(gzipped(iter(blocks)))


def test_a_packed_answer_that_fails_has_no_end_and_cannot_be_taken_for_a_whole_one() -> None:
    noise = b"".join(sha256(bytes([number])).digest() for number in range(256)) * 40
    packed: list[bytes] = []
    with pytest.raises(ZeroDivisionError):
        packed.extend(gzipped(Source(noise, fails=True)))
    assert packed
    with pytest.raises(EOFError):
        gzip.decompress(b"".join(packed))


@pytest.mark.parametrize(
    ("header", "is_taken"),
    [
        ("gzip", True),
        ("GZIP", True),
        ("x-gzip", True),
        ("br;q=1.0, gzip;q=0.8, *;q=0.1", True),
        ("gzip;q=0.001", True),
        ("", False),
        ("*", False),
        ("gzip;q=0", False),
        ("gzip ; q=0.000", False),
        ("deflate, br", False),
        (",;,", False),
    ],
)
def test_only_those_who_name_it_get_it_packed(header: str, is_taken: bool) -> None:
    assert accepts_gzip(header) is is_taken


def test_the_first_block_is_there_before_the_answer_begins() -> None:
    source = Source(b"a", b"b")
    sent = Sent(source, done=source.finished)
    assert (source.read, source.closed) == (1, 0)
    assert list(sent) == [b"a", b"b"]
    assert (source.closed, source.done) == (1, 1)


def test_an_empty_answer_is_closed_at_once() -> None:
    source = Source()
    assert list(Sent(source, done=source.finished)) == []
    assert (source.closed, source.done) == (1, 1)


def test_a_failure_at_the_start_is_raised_where_it_can_still_be_answered() -> None:
    source = Source(fails=True)
    with pytest.raises(ZeroDivisionError):
        Sent(source, done=source.finished)
    assert (source.closed, source.done) == (1, 1)


def test_a_failure_in_the_middle_is_raised_to_the_server() -> None:
    source = Source(b"a", fails=True)
    sent = Sent(source, done=source.finished)
    assert next(sent) == b"a"
    with pytest.raises(ZeroDivisionError):
        next(sent)
    sent.close()
    assert (source.closed, source.done) == (1, 1)


def test_closing_twice_frees_once() -> None:
    source = Source(b"a", b"b")
    sent = Sent(source, done=source.finished)
    sent.close()
    sent.close()
    assert (source.closed, source.done) == (1, 1)


def test_slots_are_given_out_until_none_is_left_and_taken_back() -> None:
    slots = Slots(2)
    first, second = slots.take(), slots.take()
    with pytest.raises(BusyError):
        slots.take()
    first()
    slots.take()
    second()
    slots.take()
