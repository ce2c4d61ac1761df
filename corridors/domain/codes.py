"""The closed vocabularies of the domain.

Every code is a lower-case word with underscores; the API publishes them as enums.
Terms follow the World Bank's Remittance Prices Worldwide (docs/methodology.md, section 1).
"""

from enum import StrEnum


class FeeConvention(StrEnum):
    """How the fee relates to the amount sent. Recorded, never inferred."""

    ON_TOP = "on_top"
    INSIDE = "inside"
    UNKNOWN = "unknown"


class RateBasis(StrEnum):
    """Where the applied exchange rate comes from."""

    STATED = "stated"
    FROM_MARGIN = "from_margin"
    UNDISCLOSED = "undisclosed"


class RateFixedAt(StrEnum):
    """The moment at which the provider fixes the exchange rate."""

    SEND = "send"
    PAYOUT = "payout"


class CollectionMethod(StrEnum):
    """How a price was learned."""

    PROVIDER_API = "provider_api"
    PUBLISHED_TARIFF = "published_tariff"
    MYSTERY_SHOPPING = "mystery_shopping"
    PROVIDER_SUBMISSION = "provider_submission"
    SURVEY = "survey"


class PayIn(StrEnum):
    """How the sender pays (RPW: product, later payment instrument)."""

    CASH = "cash"
    BANK_ACCOUNT = "bank_account"
    CARD = "card"
    PREPAID_CARD = "prepaid_card"
    MOBILE_MONEY = "mobile_money"
    MONEY_ORDER = "money_order"
    CASHIERS_CHEQUE = "cashiers_cheque"


class Access(StrEnum):
    """Where the sender hands in the order (RPW: sending location, later access point)."""

    BRANCH = "branch"
    AGENT = "agent"
    POST_OFFICE = "post_office"
    CALL_CENTER = "call_center"
    INTERNET = "internet"
    MOBILE_APP = "mobile_app"
    HOME = "home"
    ATM = "atm"


class PayOut(StrEnum):
    """How the recipient gets the money (RPW: pick-up method)."""

    CASH = "cash"
    BANK_ACCOUNT = "bank_account"
    PARTNER_BANK_ACCOUNT = "partner_bank_account"
    MOBILE_MONEY = "mobile_money"
    HOME_DELIVERY = "home_delivery"
    ATM = "atm"
    PREPAID_CARD = "prepaid_card"
    CARD = "card"


class ProviderType(StrEnum):
    """What kind of institution the provider is (RPW: firm type)."""

    BANK = "bank"
    MONEY_TRANSFER_OPERATOR = "money_transfer_operator"
    POST_OFFICE = "post_office"
    MOBILE_OPERATOR = "mobile_operator"
    CREDIT_UNION = "credit_union"
    BUILDING_SOCIETY = "building_society"
    NON_BANK_FI = "non_bank_fi"


class Coverage(StrEnum):
    """How far the receiving network reaches, as the survey words it."""

    NATIONWIDE = "nationwide"
    MAJOR_CITIES = "major_cities"
    MAIN_CITY = "main_city"
    URBAN_ONLY = "urban_only"
    RURAL_ONLY = "rural_only"


class AmountBasis(StrEnum):
    """How the fee at the asked amount is known (docs/methodology.md, section 3)."""

    TARIFF = "tariff"
    OBSERVED = "observed"
    INTERPOLATED = "interpolated"
    EXTRAPOLATED = "extrapolated"


class Mode(StrEnum):
    """What the asked amount means: all the sender pays, or what the recipient must get."""

    PAY = "pay"
    RECEIVE = "receive"


class Reason(StrEnum):
    """Why a service is listed but not ranked (docs/methodology.md, section 4)."""

    RATE_NOT_DISCLOSED = "rate_not_disclosed"
    FEE_NOT_DISCLOSED = "fee_not_disclosed"
    PRICE_TOO_OLD = "price_too_old"
    NOT_IN_LATEST_SURVEY = "not_in_latest_survey"
    PROMOTION = "promotion"
    AMOUNT_OUT_OF_RANGE = "amount_out_of_range"
    ENDED = "ended"
    NO_REFERENCE_RATE = "no_reference_rate"
    OTHER_CURRENCY = "other_currency"
