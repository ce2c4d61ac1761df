"""When there is something to write: the pure rule, example by example and by its laws."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from alerts.domain.news import Kind, Verdict, Watch, Way, judge, told

AT_LEAST = Watch(kind=Kind.AT_LEAST, threshold=Decimal("11900"))
BEST = Watch(kind=Kind.BEST_CHANGES, known_best="hawk")


def ways(**gets: str) -> list[Way]:
    """Ways to send, best first."""
    return [Way(provider, Decimal(amount)) for provider, amount in gets.items()]


class TestAtLeast:
    def test_an_amount_that_is_reached_exactly_is_news(self) -> None:
        assert judge(AT_LEAST, ways(hawk="11900")).is_news

    def test_an_amount_that_is_missed_by_a_centavo_is_none(self) -> None:
        assert judge(AT_LEAST, ways(hawk="11899.99")) == Verdict(False, AT_LEAST)

    def test_what_they_know_is_no_news(self) -> None:
        known = told(AT_LEAST, best="hawk")
        assert judge(known, ways(hawk="12000")) == Verdict(False, known)

    def test_it_is_news_again_once_it_was_missed_in_between(self) -> None:
        known = told(AT_LEAST, best="hawk")
        missed = judge(known, ways(hawk="11800"))
        assert missed == Verdict(False, AT_LEAST)
        assert judge(missed.watch, ways(hawk="11900")).is_news

    def test_news_that_are_not_sent_stay_news(self) -> None:
        first = judge(AT_LEAST, ways(hawk="11900"))
        assert judge(first.watch, ways(hawk="11900")).is_news


class TestBestChanges:
    def test_another_company_that_gives_more_is_news(self) -> None:
        assert judge(BEST, ways(plain="11800", hawk="11781")).is_news

    def test_the_known_one_is_none_however_much_it_gives(self) -> None:
        assert judge(BEST, ways(hawk="11000", plain="10000")) == Verdict(False, BEST)

    def test_one_that_draws_level_is_none(self) -> None:
        assert not judge(BEST, ways(plain="11781", hawk="11781")).is_news

    def test_the_known_one_may_have_several_ways_and_its_best_counts(self) -> None:
        several = [Way("plain", Decimal(11781)), Way("hawk", Decimal(11781)), Way("hawk", Decimal(11000))]
        assert not judge(BEST, several).is_news

    def test_a_known_one_that_is_gone_is_news(self) -> None:
        assert judge(BEST, ways(plain="11000")).is_news

    def test_who_asked_while_no_price_was_known_is_told_of_the_first(self) -> None:
        nobody = Watch(kind=Kind.BEST_CHANGES)
        assert judge(nobody, ways(hawk="11781")).is_news
        assert judge(told(nobody, best="hawk"), ways(hawk="11781")) == Verdict(False, BEST)

    def test_once_told_the_new_one_is_the_known_one(self) -> None:
        assert judge(told(BEST, best="plain"), ways(plain="11800", hawk="11781")) == Verdict(
            False, Watch(kind=Kind.BEST_CHANGES, known_best="plain")
        )


watches = st.builds(
    Watch,
    kind=st.sampled_from(Kind),
    threshold=st.decimals(1, 100, places=2),
    is_armed=st.booleans(),
    known_best=st.sampled_from(["", "a", "b", "c"]),
)
rankings = st.lists(
    st.builds(Way, st.sampled_from(["a", "b", "c", "d"]), st.decimals(1, 100, places=2)), max_size=6
).map(lambda found: sorted(found, key=lambda way: -way.gets))


@given(watches)
def test_where_nothing_is_ranked_nothing_is_said_and_nothing_forgotten(watch: Watch) -> None:
    assert judge(watch, []) == Verdict(False, watch)


@given(watches, rankings)
def test_nobody_is_told_the_same_twice(watch: Watch, ranking: list[Way]) -> None:
    verdict = judge(watch, ranking)
    known = told(verdict.watch, best=ranking[0].provider) if verdict.is_news else verdict.watch
    assert not judge(known, ranking).is_news


@given(watches, rankings)
def test_news_of_an_amount_are_always_true(watch: Watch, ranking: list[Way]) -> None:
    if judge(watch, ranking).is_news and watch.kind is Kind.AT_LEAST:
        assert watch.threshold is not None
        assert ranking[0].gets >= watch.threshold


@given(watches, rankings)
def test_news_of_a_company_name_one_that_beats_all_ways_of_the_known_one(
    watch: Watch, ranking: list[Way]
) -> None:
    if judge(watch, ranking).is_news and watch.kind is Kind.BEST_CHANGES:
        assert all(ranking[0].gets > way.gets for way in ranking if way.provider == watch.known_best)
