"""The words that content files and the database use for kinds of help and kinds of text."""

from enum import StrEnum


class Kind(StrEnum):
    """What an organisation is. Public bodies are `hotline` where they take complaints, else `legal_aid`."""

    HOTLINE = "hotline"
    RESOURCE_CENTRE = "resource_centre"
    EMBASSY_LABOUR_OFFICE = "embassy_labour_office"
    LEGAL_AID = "legal_aid"
    UNION = "union"
    SHELTER = "shelter"
    COMMUNITY = "community"


class Topic(StrEnum):
    """What an organisation helps with."""

    WAGES = "wages"
    CONTRACTS = "contracts"
    DOCUMENTS = "documents"
    LEGAL = "legal"
    HEALTH = "health"
    SHELTER = "shelter"
    TRAFFICKING = "trafficking"
    DOMESTIC_WORK = "domestic_work"
    MONEY = "money"
    REPATRIATION = "repatriation"
    GENERAL = "general"


class TextKind(StrEnum):
    """What an article is, and so where it stands: /lessons/, /services/<country>/, or a page beside those."""

    LESSON = "lesson"
    SERVICES = "services"
    PAGE = "page"


class About(StrEnum):
    """What a reader reports an error in: one organisation, one text, or the page of a sending country."""

    ORGANISATION = "organisation"
    TEXT = "text"
    COUNTRY = "country"


class Wrong(StrEnum):
    """What a reader says is wrong."""

    GONE = "gone"
    CONTACT = "contact"
    CONTENT = "content"
    MONEY = "money"
    OTHER = "other"
