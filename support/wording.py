"""What each code of support is called on a page, in the reader's language."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy

from corridors.wording import Text
from support.codes import Kind, Topic, Wrong

# In the order in which they are listed: first who answers at once.
KINDS: Mapping[Kind, Text] = {
    Kind.HOTLINE: gettext_lazy("Complaints and advice by telephone"),
    Kind.RESOURCE_CENTRE: gettext_lazy("Migrant resource centres"),
    Kind.EMBASSY_LABOUR_OFFICE: gettext_lazy("Embassies’ labour offices"),
    Kind.LEGAL_AID: gettext_lazy("Legal aid"),
    Kind.UNION: gettext_lazy("Unions"),
    Kind.SHELTER: gettext_lazy("Shelters"),
    Kind.COMMUNITY: gettext_lazy("Migrants’ own organisations"),
}

# They complete "Helps with: …".
TOPICS: Mapping[Topic, Text] = {
    Topic.WAGES: gettext_lazy("wages"),
    Topic.CONTRACTS: gettext_lazy("contracts and agencies"),
    Topic.DOCUMENTS: gettext_lazy("passport and papers"),
    Topic.LEGAL: gettext_lazy("the law and courts"),
    Topic.HEALTH: gettext_lazy("health"),
    Topic.SHELTER: gettext_lazy("a safe place to stay"),
    Topic.TRAFFICKING: gettext_lazy("trafficking and forced work"),
    Topic.DOMESTIC_WORK: gettext_lazy("domestic work"),
    Topic.MONEY: gettext_lazy("money and debt"),
    Topic.REPATRIATION: gettext_lazy("going home"),
    Topic.GENERAL: gettext_lazy("other questions"),
}

# They answer "What is wrong?".
WRONGS: Mapping[Wrong, Text] = {
    Wrong.GONE: gettext_lazy("It does not exist any more"),
    Wrong.CONTACT: gettext_lazy("The website or telephone number is wrong"),
    Wrong.CONTENT: gettext_lazy("What the page says is wrong"),
    Wrong.MONEY: gettext_lazy("Somebody asked for money"),
    Wrong.OTHER: gettext_lazy("Something else"),
}
