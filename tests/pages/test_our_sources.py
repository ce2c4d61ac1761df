"""Sources that are our own work are named in the reader's language; others as their publishers name them."""

import pytest
from django.conf import settings
from django.utils import translation

from corridors.wording import OUR_SOURCES, source_name
from providers.sources import every_source
from tests.pages.conftest import Read

OURS = {"mystery_shopping", "uploads", "submissions"}


def test_what_is_translated_is_what_they_are_called() -> None:
    assert {every_source()[key].name for key in OURS} == set(OUR_SOURCES)


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES if code != "en"])
def test_each_is_named_in_each_language(language: str) -> None:
    with translation.override(language):
        assert [name for name in OUR_SOURCES if source_name(name) == name] == []
        assert source_name("European Central Bank") == "European Central Bank"


@pytest.mark.django_db
def test_the_list_names_ours_in_the_language_of_the_page(read: Read) -> None:
    page = read("/sources/?lang=es")
    assert "Precios enviados por las empresas" in page
    assert "Prices sent in by providers" not in page
    assert "Precios enviados por las empresas" in read("/sources/submissions/?lang=es")
