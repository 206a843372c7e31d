"""The plan of a channel: every delivery has exactly one place in it, and the limit holds."""

from __future__ import annotations

import asyncio
import time

from hypothesis import given
from hypothesis import strategies as st

from bot.model import ArticleId, ChannelId, Delivery, DeliveryId, GuildId, Lane, Owed
from bot.services.pacing import LOOK_AGAIN_MS, Pacer, plan
from tests.store.builders import NOW_MS

# 14:13 UTC
QUIET, LOUD = "14-16", "20-22"

owed = st.lists(
    st.tuples(st.sampled_from([Owed.ARTICLE, Owed.ARTICLE, Owed.MORE, Owed.ALERT]), st.booleans()), max_size=20
)
lanes = st.builds(
    Lane,
    limit_per_hour=st.integers(0, 8),
    pace_s=st.sampled_from([0, 60, 7200]),
    quiet=st.sampled_from([None, "", QUIET, LOUD]),
    zone=st.just("UTC"),
    sent_last_hour=st.integers(0, 10),
    last_sent_ms=st.sampled_from([None, NOW_MS - 10_000, NOW_MS - 100_000]),
)


def deliveries(kinds: list[tuple[Owed, bool]], lane: Lane) -> list[Delivery]:
    return [
        Delivery(
            DeliveryId(number),
            GuildId(1),
            ChannelId(2),
            ArticleId(number) if kind is Owed.ARTICLE else None,
            0,
            NOW_MS,
            claimed_before_ms=NOW_MS - 1000 if tried else None,
            kind=kind,
            lane=lane,
        )
        for number, (kind, tried) in enumerate(kinds)
    ]


@given(owed, lanes)
def test_every_delivery_has_one_place_and_the_order_is_kept(kinds: list[tuple[Owed, bool]], lane: Lane) -> None:
    given_ = deliveries(kinds, lane)
    made = plan(given_, NOW_MS)
    parts = (made.send, made.check, made.beyond, made.later)
    assert sorted(each.id for part in parts for each in part) == [each.id for each in given_]
    for part in parts:
        assert list(part) == sorted(part, key=lambda each: each.id)
    assert bool(made.later) <= (made.held_until_ms is not None)
    if made.held_until_ms is not None:
        assert NOW_MS < made.held_until_ms <= NOW_MS + LOOK_AGAIN_MS


@given(owed, lanes)
def test_the_limit_holds_and_what_may_have_been_sent_is_never_folded(
    kinds: list[tuple[Owed, bool]], lane: Lane
) -> None:
    made = plan(deliveries(kinds, lane), NOW_MS)
    assert all(each.claimed_before_ms is None and each.kind is Owed.ARTICLE for each in made.beyond)
    fresh = [each for each in made.send if each.kind is Owed.ARTICLE and each.claimed_before_ms is None]
    if lane.limit_per_hour:
        assert len(fresh) <= max(0, lane.limit_per_hour - lane.sent_last_hour)
    else:
        assert not made.beyond
    if lane.quiet == QUIET:
        assert all(each.kind is Owed.ALERT for each in made.send)
    if lane.pace_s:
        assert len([each for each in made.send if each.kind is not Owed.ALERT]) <= 1


async def test_no_second_holds_more_than_a_pacer_allows_also_after_a_hold_up() -> None:
    pacer = Pacer(50)
    passed_s: list[float] = []

    async def one(number: int) -> None:
        await pacer.turn()
        passed_s.append(time.monotonic())
        if number == 20:
            time.sleep(0.3)  # noqa: ASYNC251  # the hold-up

    await asyncio.gather(*map(one, range(80)))
    for number in range(50, len(passed_s)):
        assert passed_s[number] - passed_s[number - 50] > 0.99
    assert passed_s[-1] - passed_s[0] < 6, "and it is not idle"


async def test_without_a_limit_nothing_waits() -> None:
    free, started_s = Pacer(None), time.monotonic()
    for _ in range(1000):
        await free.turn()
    assert time.monotonic() - started_s < 0.5
