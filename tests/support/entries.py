"""Organisations and texts for tests; a test changes what it is about."""

from typing import Any

from support.models import Article, Organisation


def organisation(name: str = "Open Door", **changes: Any) -> Organisation:
    """An organisation in the Emirates that helps anyone with wages; nobody has verified it."""
    facts: dict[str, Any] = {
        "country": "AE",
        "kind": "resource_centre",
        "helps_with": ["wages"],
        "website": "https://www.open-door.test/help",
    }
    return Organisation.objects.create(name=name, **facts | changes)


def article(kind: str = "lesson", slug: str = "fee-or-rate", language: str = "en", **changes: Any) -> Article:
    """A text that nobody has reviewed."""
    facts: dict[str, Any] = {"title": f"{slug} in {language}", "body": "Some *words*."}
    return Article.objects.create(kind=kind, slug=slug, language=language, **facts | changes)


def question(**changes: Any) -> dict[str, Any]:
    """A question of a quiz, whose second answer is right."""
    stated = {
        "question": "What is 1 + 1?",
        "options": ["1", "2", "3"],
        "answer": 1,
        "why": "One more than 1.",
    }
    return stated | changes


def as_sent(quiz: list[dict[str, Any]], *, first: int = 0) -> dict[str, str]:
    """A quiz as the fields in which the admin's form sends it, its questions counted from `first`."""
    sent: dict[str, str] = {}
    for place, each in enumerate(quiz, first):
        sent |= {f"quiz-{place}-{name}": each[name] for name in ("question", "why")}
        sent |= {f"quiz-{place}-option-{row}": option for row, option in enumerate(each["options"])}
        if each["answer"] is not None:
            sent[f"quiz-{place}-answer"] = str(each["answer"])
    return sent
