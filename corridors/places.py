"""Countries from the standards: ISO 3166 (pycountry) and CLDR (Babel)."""

import unicodedata
from functools import cache

import pycountry
from babel import Locale

from corridors.formats import locale_of

ENGLISH = "en"
# ISO 3166 has no entry for Kosovo; CLDR and everyone's files use the user-assigned XK.
KOSOVO = ("XK", "XKX")
# Countries that no longer exist, for prices of their time.
DISSOLVED = ("ANT",)
# The World Bank's own alpha-3 codes where they differ from ISO's.
WORLD_BANK_CODES = {"KSV": "XKX", "ROM": "ROU", "ZAR": "COD", "TMP": "TLS", "WBG": "PSE", "ADO": "AND"}


@cache
def known_countries() -> dict[str, str]:
    """Alpha-3 code by alpha-2 code, of every country a price may name."""
    codes = {country.alpha_2: country.alpha_3 for country in pycountry.countries}
    codes[KOSOVO[0]] = KOSOVO[1]
    codes |= {c.alpha_2: c.alpha_3 for c in pycountry.historic_countries if c.alpha_3 in DISSOLVED}
    return codes


@cache
def alpha2_by_alpha3() -> dict[str, str]:
    """Alpha-2 code by alpha-3 code, the World Bank's spellings included."""
    codes = {alpha3: alpha2 for alpha2, alpha3 in known_countries().items()}
    return codes | {theirs: codes[ours] for theirs, ours in WORLD_BANK_CODES.items()}


def country_name(code: str, language: str = "en") -> str:
    """The country's name in a language (BCP 47 tag), in English where CLDR has none, else its code.

    What is no country has its code too: CLDR calls ZZ "Unknown Region", and XA "Pseudo-Accents".
    """
    for tag in (language, ENGLISH) if code in known_countries() else ():
        # Files name countries in CLDR's plain English, and are matched by it.
        written = Locale(ENGLISH) if tag == ENGLISH else locale_of(tag)
        name = written.territories.get(code)
        if name:
            return str(name)
    dissolved = pycountry.historic_countries.get(alpha_2=code)
    return str(dissolved.name) if dissolved else code


def corridor_name(source: str, destination: str) -> str:
    """Where a corridor leads, in English, for operators: United Arab Emirates to Philippines."""
    return f"{country_name(source)} to {country_name(destination)}"


def countries_called(words: str) -> frozenset[str]:
    """Alpha-2 codes of the countries whose English name has these words in it, however they are written.

    Capitals, accents and the kind of apostrophe make no difference: "cote d'ivoire" is Côte d’Ivoire.
    """
    asked = _folded(words)
    return frozenset(code for code, name in _folded_names().items() if asked in name)


@cache
def _folded_names() -> dict[str, str]:
    return {code: _folded(country_name(code)) for code in known_countries()}


def _folded(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.replace("’", "'")).casefold()
    return " ".join("".join(each for each in letters if not unicodedata.combining(each)).split())
