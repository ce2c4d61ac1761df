"""Where a module puts a text together from a message and something else: read from its syntax tree."""

import ast
import re
from collections.abc import Iterator

from tests.catalogues import GETTEXT, gettext_names

MARKUP = re.compile(r"<[^>]*>")
FIELD = re.compile(r"%(?:\(\w+\))?[a-z]|\{[^}]*\}")
# A line or a dot sets texts apart; every other separator runs them together.
SET_APART = ("\n", " · ")
NO_TEXT = {"len", "isinstance"}
JOINERS = {"format_html", "format_html_join", "format_lazy"}
LISTS = (ast.List, ast.Tuple, ast.Set)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.GeneratorExp)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
ONE, MANY = "a message", "several messages"


class Scope:
    """A module or a function: which of its names hold a message, and which a list or table of them."""

    def __init__(self, node: ast.AST, outer: "Scope | None", telling: set[str]) -> None:
        self.node, self.outer, self.telling = node, outer, telling
        self.nodes: list[ast.AST] = []
        self.held: dict[str, str | None] = {}
        if isinstance(node, FUNCTIONS):
            arguments = node.args
            for argument in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]:
                self.held[argument.arg] = None
        self._gather(node)
        before = None
        while before != self.held:
            before = dict(self.held)
            for each in self.nodes:
                self._learn(each)
        self.inner = [Scope(each, self, telling) for each in self.nodes if isinstance(each, FUNCTIONS)]

    def _gather(self, node: ast.AST) -> None:
        for child in ast.iter_child_nodes(node):
            self.nodes.append(child)
            if not isinstance(child, FUNCTIONS):
                self._gather(child)

    def _learn(self, node: ast.AST) -> None:
        """What a statement says of the names it binds."""
        if isinstance(node, ast.Assign):
            for target in node.targets:
                self._bind(target, node.value)
        elif isinstance(node, ast.AnnAssign | ast.NamedExpr | ast.AugAssign) and node.value is not None:
            self._bind(node.target, node.value)
        elif isinstance(node, ast.For | ast.comprehension) and isinstance(node.target, ast.Name):
            self._hold(node.target.id, ONE if self.kind(node.iter) == MANY else None)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            holder = node.func.value
            if node.func.attr == "append" and isinstance(holder, ast.Name) and self.kind(node.args[0]):
                self._hold(holder.id, MANY)

    def _bind(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Name):
            self._hold(target.id, self.kind(value))
        elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            for one, other in zip(target.elts, value.elts, strict=False):
                self._bind(one, other)

    def _hold(self, name: str, kind: str | None) -> None:
        self.held[name] = kind or self.held.get(name)

    def kind(self, node: ast.AST) -> str | None:
        """Whether an expression is a message, filled in or not, or a list or table of some."""
        if isinstance(node, ast.Name):
            holder: Scope | None = self
            while holder and node.id not in holder.held:
                holder = holder.outer
            return holder.held[node.id] if holder else None
        if isinstance(node, LISTS):
            return MANY if any(self.kind(each) for each in node.elts) else None
        if isinstance(node, ast.Dict):
            return MANY if any(self.kind(each) for each in node.values) else None
        if isinstance(node, COMPREHENSIONS):
            return MANY if self.kind(node.elt) else None
        if isinstance(node, ast.Subscript):
            return ONE if self.kind(node.value) == MANY else self.kind(node.value)
        if isinstance(node, ast.IfExp):
            return self.kind(node.body) or self.kind(node.orelse)
        if isinstance(node, ast.BoolOp):
            return next(filter(None, map(self.kind, node.values)), None)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
            return self.kind(node.left)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            return MANY if MANY in (self.kind(node.left), self.kind(node.right)) else None
        if isinstance(node, ast.Starred | ast.NamedExpr):
            return self.kind(node.value)
        return self._kind_of_call(node) if isinstance(node, ast.Call) else None

    def _kind_of_call(self, node: ast.Call) -> str | None:
        """A message as it is told by a function, or goes through one: `capfirst(_("seen"))`."""
        if isinstance(node.func, ast.Attribute):
            if node.func.attr in self.telling:
                return ONE
            if held := self.kind(node.func.value):
                return ONE if node.func.attr in ("get", "pop") else held
        elif isinstance(node.func, ast.Name) and node.func.id in self.telling:
            return ONE
        name = called(node)
        return self.kind(node.args[0]) if node.args and name.islower() and name not in NO_TEXT else None

    def tellers(self) -> Iterator[str]:
        """The functions that return a message."""
        for scope in self.inner:
            returned = [each.value for each in scope.nodes if isinstance(each, ast.Return) and each.value]
            if isinstance(scope.node, ast.FunctionDef) and ONE in map(scope.kind, returned):
                yield scope.node.name
            yield from scope.tellers()

    def joins(self) -> Iterator[ast.expr | ast.stmt]:
        """The expressions in which a message is joined to other text."""
        for node in self.nodes:
            if isinstance(node, ast.expr | ast.stmt) and self._is_joined(node):
                yield node
        for scope in self.inner:
            yield from scope.joins()

    def _is_joined(self, node: ast.AST) -> bool:
        if isinstance(node, ast.JoinedStr):
            values = [each.value for each in node.values if isinstance(each, ast.FormattedValue)]
            texts = [each.value for each in node.values if isinstance(each, ast.Constant)]
            return any(map(self.kind, values)) and (len(values) > 1 or has_text("".join(map(str, texts))))
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            return ONE in (self.kind(node.left), self.kind(node.right))
        if isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Add):
            return ONE in (self.kind(node.target), self.kind(node.value))
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
            return runs_on(node.left) and self.kind(node.right) is not None
        return isinstance(node, ast.Call) and self._is_joined_by_call(node)

    def _is_joined_by_call(self, node: ast.Call) -> bool:
        name, given = called(node), [*node.args, *(each.value for each in node.keywords)]
        if not given:
            return False
        if name in JOINERS:
            return runs_on(given[0]) and any(map(self.kind, given[1:]))
        if not isinstance(node.func, ast.Attribute):
            return False
        if name == "format":
            return runs_on(node.func.value) and any(map(self.kind, given))
        if name != "join" or (isinstance(given[0], LISTS) and len(given[0].elts) == 1):
            return False
        by = node.func.value
        is_apart = isinstance(by, ast.Constant) and any(mark in str(by.value) for mark in SET_APART)
        return not is_apart and self.kind(given[0]) == MANY


def called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def runs_on(node: ast.expr) -> bool:
    """Whether a format, no message itself, has text of its own or takes more than one value."""
    if not isinstance(node, ast.Constant):
        return isinstance(node, ast.JoinedStr)
    return len(FIELD.findall(str(node.value))) > 1 or has_text(FIELD.sub("", str(node.value)))


def has_text(text: str) -> bool:
    return bool(MARKUP.sub("", text).strip())


def pieces_in_python(source: str) -> list[str]:
    """Where a message is joined to other text, each as it is written."""
    if "gettext" not in source:
        return []
    tree = ast.parse(source)
    telling: set[str] = {"_", *GETTEXT, *gettext_names(tree)}
    known = 0
    while known != len(telling):
        known = len(telling)
        scope = Scope(tree, None, telling)
        telling |= set(scope.tellers())
    joins = sorted(scope.joins(), key=lambda node: node.lineno)
    return [ast.unparse(node)[:100] for node in joins]
