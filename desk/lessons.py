"""How many lessons there are in each language."""

from django.db.models import Count

from support.codes import TextKind
from support.models import Article


def lessons_by_language() -> dict[str, int]:
    """Lessons that are shown, by the code of their language. One query."""
    shown = Article.objects.filter(kind=TextKind.LESSON, is_shown=True).order_by()
    return dict(shown.values_list("language").annotate(lessons=Count("id")))
