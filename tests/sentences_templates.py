"""What a template says: its messages, values and words, with the forks between them, by Django's lexer."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.template.base import Lexer, Token, TokenType

WORDS = re.compile(r"[^\W\d_]+")
ENDED = (".", "?", "!", ":", "…")

MESSAGE = re.compile(r"""_\(\s*(?:"([^"]*)"|'([^']*)')\s*\)""")
TRANSLATE = re.compile(
    r"""trans(?:late)?\s+(?:"([^"]*)"|'([^']*)')(?:\s+context\s+(?:"[^"]*"|'[^']*'))?(?:\s+as\s+(\w+))?"""
)
BLOCK_TRANSLATE = re.compile(r"blocktrans(?:late)?\b(?:.*\basvar\s+(\w+))?")
INCLUDE = re.compile(r"""include\s+["']([^"']+)["']""")
FALLBACK = re.compile(r"""\|(?:default|default_if_none|yesno|add|join|pluralize):(?:"([^"]*)"|'([^']*)')""")
OPENING, NEXT, CLOSING = (
    ("if", "for", "ifchanged"),
    ("elif", "else", "empty"),
    ("endif", "endfor", "endifchanged"),
)
SILENT = {
    *(
        "load",
        "extends",
        "with",
        "endwith",
        "autoescape",
        "endautoescape",
        "spaceless",
        "endspaceless",
        "csrf_token",
    ),
    *("get_current_language", "get_current_language_bidi"),
}
AS_NAME = re.compile(r"\sas \w+$")
CLASSES = " width"  # the block of base.html that holds no text but a class
FIRST_MARK = 0xF0000  # letters that Unicode gives to nobody stand for what is no markup

END, VALUE, SAID, BARE = "end of a block", "value", "message", "words"
OPEN, OTHERWISE, CLOSE = "if", "else", "endif"


@dataclass(frozen=True, slots=True)
class Item:
    """A text, the end of a block, or a fork; `link` is the number of the link that a text is in, or 0."""

    kind: str
    text: str = ""
    link: int = 0

    @property
    def is_complete(self) -> bool:
        """Whether nothing need follow: it ends a sentence, or is the name of what comes next, "Source:"."""
        return self.kind == SAID and self.text.endswith(ENDED)

    @property
    def is_sentence(self) -> bool:
        """Whether it is a whole sentence, whatever stands before it."""
        return self.is_complete and self.text[0].isupper() and not self.text.endswith(":")


def tokens_of(source: str, load: Callable[[str], str]) -> Iterator[Token]:
    """The tokens of a template and of those it includes, comments left out."""
    is_comment = False
    for token in Lexer(source).tokenize():
        name = token.contents.split(" ")[0] if token.token_type is TokenType.BLOCK else ""
        if name in ("comment", "endcomment"):
            is_comment = name == "comment"
        elif is_comment or token.token_type is TokenType.COMMENT:
            continue
        elif name == "include" and (known := INCLUDE.match(token.contents)):
            yield from tokens_of(load(known[1]), load)
        else:
            yield token


class Marked:
    """A template as markup, each tag and variable of it a mark; `items` says what the marks stand for."""

    def __init__(self, source: str, load: Callable[[str], str]) -> None:
        self.items: list[Item] = []
        self.messages: dict[str, str] = {}
        self.tokens = tokens_of(source, load)
        self.markup = "".join(map(self._marked, self.tokens))

    def _marked(self, token: Token) -> str:
        if token.token_type is TokenType.TEXT:
            return token.contents
        item = self._value(token.contents) if token.token_type is TokenType.VAR else self._tag(token.contents)
        if item is None:
            return ""
        self.items.append(item)
        return chr(FIRST_MARK + len(self.items) - 1)

    def _value(self, contents: str) -> Item:
        name = contents.split("|")[0].strip()
        if name in self.messages:
            return Item(SAID, self.messages[name])
        if literal := MESSAGE.search(contents):
            return Item(SAID, literal[1] or literal[2])
        fallback = "".join(map("".join, FALLBACK.findall(contents)))
        return Item(BARE, fallback) if WORDS.search(fallback) else Item(VALUE, f"{{{{ {contents} }}}}")

    def _tag(self, contents: str) -> Item | None:
        name = contents.split()[0]
        if told := TRANSLATE.match(contents):
            return self._said(told[1] or told[2], told[3])
        if told := BLOCK_TRANSLATE.match(contents):
            return self._said(self._until_the_end(), told[1])
        for kind, names in ((OPEN, OPENING), (OTHERWISE, NEXT), (CLOSE, CLOSING)):
            if name in names:
                return Item(kind, name)
        if name in ("block", "endblock"):
            if contents.endswith(CLASSES):
                self._until_the_end()
            return Item(END)
        if name in ("with", "include"):
            self.messages |= dict(re.findall(r"""(\w+)=_\(["']([^"']*)["']\)""", contents))
        return None if name in SILENT or AS_NAME.search(contents) else Item(VALUE, f"{{% {contents} %}}")

    def _said(self, text: str, name: str | None) -> Item | None:
        if not name:
            return Item(SAID, text)
        self.messages[name] = text
        return None

    def _until_the_end(self) -> str:
        """The text of a block, all forms of it."""
        text = ""
        for token in self.tokens:
            if token.contents in ("endblocktranslate", "endblocktrans", "endblock"):
                break
            text += token.contents if token.token_type is TokenType.TEXT else f"{{{{ {token.contents} }}}}"
        return " ".join(text.split())
