"""A text message fits whatever is said, and says what it may not leave out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharing.domain.sms import (
    ALPHABET,
    EXTENSION,
    Message,
    TooLongError,
    code_units,
    fits,
    fitted,
    fitted_sentence,
    normalised,
    septets,
    with_less_quoted,
)

any_text = st.text(max_size=120)
names = st.one_of(
    any_text, st.text(alphabet="कखगमर्किी ", max_size=80), st.text(alphabet="ABC€[]", max_size=200)
)
# Up to the largest amount that a comparison answers with, and the longest label of a kind of price.
numbers = st.from_regex(r"[A-Z]{3} [1-9][0-9]{0,2}(,[0-9]{3}){0,4}\.[0-9]{2}", fullmatch=True)
kinds = st.sampled_from(
    ["25 Nov 2026", "Survey of July 2013, not today's price", "२०१३ जुलाई के सर्वे का भाव, आज का नहीं"]
)


def said(number: str, kind: str, provider: str, others: tuple[str, ...] = (), address: str = "") -> Message:
    return Message(
        sentences=(
            lambda name: f"{kind}: for AED 1,000.00 your family gets up to {number} with {name}.",
            lambda name: f"{kind}: {number}, {name}",
        ),
        provider=provider,
        others=others,
        address=address,
    )


class TestAlphabet:
    def test_it_is_the_one_of_the_standard(self) -> None:
        assert len(ALPHABET) == 127  # 128 places, of which one is the escape to the extension table
        assert len(EXTENSION) == 10
        assert not ALPHABET & EXTENSION

    @pytest.mark.parametrize(
        ("text", "count"),
        [("", 0), ("PHP 15,412.60", 13), ("€5", 3), ("[{~}]", 10), ("ç", None), ("₱1", None)],
    )
    def test_septets_are_counted(self, text: str, count: int | None) -> None:
        assert septets(text) == count

    @pytest.mark.parametrize(("text", "count"), [("नमस्ते", 6), ("😀", 2), ("a\u0301", 2)])
    def test_code_units_are_counted(self, text: str, count: int) -> None:
        assert code_units(text) == count

    def test_what_has_a_stand_in_is_written_with_it(self) -> None:
        assert normalised("“It’s\u00a0here” – e\u0301t…\r\n\x00") == '"It\'s here" - ét...'

    @given(any_text)
    def test_normalising_again_changes_nothing(self, text: str) -> None:
        assert normalised(normalised(text)) == normalised(text)


class TestFitting:
    @given(numbers, kinds, names, st.lists(names, max_size=2), names)
    def test_it_fits_and_keeps_the_number_and_the_kind_of_price(
        self, number: str, kind: str, provider: str, others: list[str], address: str
    ) -> None:
        text = fitted(said(number, kind, provider, tuple(others), address))
        assert fits(text)
        assert number in text
        assert kind in text

    @given(numbers, kinds, names)
    def test_a_name_is_shortened_only_when_nothing_else_is_left(
        self, number: str, kind: str, provider: str
    ) -> None:
        text = fitted(said(number, kind, provider, ("2. Other",), "https://a.test/s/ae-ph"))
        whole = normalised(f"{kind}: {number}, {provider}")
        assert (normalised(provider) in text) or not fits(whole)

    @given(any_text)
    def test_a_sentence_fits(self, sentence: str) -> None:
        assert fits(fitted_sentence([sentence * 4], "https://a.test/s/ae-ph"))

    def test_a_sentence_that_is_left_out_is_left_out_whole(self) -> None:
        first, second = "“मनी” रकम नहीं है।", "1000 या 1000.50 की तरह लिखें।"
        assert fitted_sentence([f"{first} {second}"]) == normalised(f"{first} {second}")
        assert fitted_sentence([f"{first} {second * 2}"]) == normalised(first)
        assert fitted_sentence(["ไม่รู้จัก “x” โปรดใช้รหัสหนึ่งในนี้: " + "cash, " * 9]) == 'ไม่รู้จัก "x"'

    def test_what_is_one_sentence_and_too_long_says_that_it_goes_on(self) -> None:
        assert fitted_sentence(["कोई कीमत " * 9]) == "कोई कीमत " * 7 + "कोई..."

    def test_less_is_quoted_before_anything_else_is_left_out(self) -> None:
        said = "“%s” रकम नहीं है। 1000 या 1000.50 की तरह लिखें।"
        text = fitted_sentence(with_less_quoted(said % ("many " * 9), "many " * 9))
        assert text == normalised(said % "many many many many ma...")
        assert list(with_less_quoted("“a” a", "a")) == ["“a” a", "“...” a"]
        assert list(with_less_quoted("Say it.", "a")) == ["Say it."]

    def test_what_is_less_needed_goes_first(self) -> None:
        others = ("2. Plain Exchange PHP 11,564.00", "3. Old Bank PHP 11,500.00")
        address = "https://a.test/s/ae-ph/1000"

        def lines_beside(name: str) -> list[str]:
            return fitted(said("PHP 11,781.00", "25 Nov 2026", name, others, address)).splitlines()[1:]

        assert lines_beside("Swift Hawk") == [others[0], address]
        assert lines_beside("Swift Hawk Remittances of the Emirates") == [address]
        assert lines_beside("Swift Hawk Remittances of the Emirates and of all the World") == [address]
        assert lines_beside("Swift Hawk Remittances of the Emirates and of the Philippines and Co") == []

    def test_in_another_script_the_shorter_sentence_is_said_and_the_name_is_cut_between_letters(self) -> None:
        text = fitted(said("PHP 11,781.00", "25 Nov 2026", "मनी ट्रांसफर " * 9))
        assert text.startswith("25 Nov 2026: PHP 11,781.00, मनी ट्रांसफर ")
        assert 60 < code_units(text) <= 70
        assert text.endswith(".")

    def test_a_name_in_the_alphabet_is_cut_with_a_full_stop_which_keeps_all_160(self) -> None:
        text = fitted(said("PHP 11,781.00", "25 Nov 2026", "A" * 300))
        assert (len(text), text[-2:]) == (160, "A.")

    def test_a_number_that_leaves_no_room_is_an_error_and_never_cut(self) -> None:
        with pytest.raises(TooLongError):
            fitted(said("9" * 160, "25 Nov 2026", "A"))
