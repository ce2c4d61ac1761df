"""Countries from the standards: ISO 3166 (pycountry) and CLDR (Babel)."""

from functools import cache

import pycountry
from babel import Locale

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
    """The country's name in a language (BCP 47 tag), in English where CLDR has none, else its code."""
    for tag in (language, "en"):
        name = Locale.parse(tag, sep="-").territories.get(code)
        if name:
            return str(name)
    dissolved = pycountry.historic_countries.get(alpha_2=code)
    return str(dissolved.name) if dissolved else code
