"""What the twelve requirements and their verdicts are called on a page."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy

from corridors.domain.requirements import Requirement, Verdict
from corridors.wording import Text

REQUIREMENTS: Mapping[Requirement, Text] = {
    Requirement.TWO_AMOUNTS: gettext_lazy("Prices at two amounts or more"),
    Requirement.SENDER_FEES: gettext_lazy("The sender’s fees"),
    Requirement.EXCHANGE_RATE: gettext_lazy("The exchange rate applied"),
    Requirement.TOTAL_COST: gettext_lazy("The total cost"),
    Requirement.SPEED: gettext_lazy("The speed"),
    Requirement.TYPES: gettext_lazy("The type of service and of provider"),
    Requirement.MARKET_COVERAGE: gettext_lazy("At least 60 per cent of the market covered"),
    Requirement.INDEPENDENCE: gettext_lazy("Independent collection"),
    Requirement.MYSTERY_SHOPPING: gettext_lazy("Validation by mystery shopping"),
    Requirement.NO_ADVERTISING: gettext_lazy("No advertising"),
    Requirement.FUNDING: gettext_lazy("No subscription, and the funding stated"),
    Requirement.LINKS: gettext_lazy("Links to other approved databases"),
}

VERDICTS: Mapping[Verdict, Text] = {
    Verdict.MET: gettext_lazy("met"),
    Verdict.NOT_MET: gettext_lazy("not met"),
    Verdict.UNKNOWN: gettext_lazy("unknown"),
}
