"""Graphs in the DOT language. What comes from rules is data: no text of theirs can end a string or start an escape."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from advisor.report.page.clean import clean
from advisor.report.page.fold import fold
from advisor.rulebase.model import RuleBase
from advisor.verify.showing.graph import Around, Neighbourhood, OptionGraph
from advisor.verify.showing.links import How
from advisor.verify.showing.things import THING_NAMES, Key

_COLOURS = ("#cfe2f3", "#fde0b2", "#d5e8d4", "#e6d4ee", "#fff2b3", "#f4cccc")
"""Fills on which black text is easy to read; the option's name stands beside every one of them."""
_NEITHER_COLOUR = "#e0e0e0"
_LABEL_WIDTH = 24
"""Columns after which the text of a node is folded."""
_ID_WIDTH = 36
_LEGEND_WIDTH = 60
_HEAD = ('graph [fontname="sans-serif", fontsize=12, labelloc="b", labeljust="l"];',
         'node [fontname="sans-serif", fontsize=11, shape="box", style="rounded", margin="0.12,0.06"];',
         'edge [fontname="sans-serif", fontsize=10, arrowsize=0.6];')
_HOW: Mapping[How, str] = {"rules_out": "rules out", "speaks_for": "speaks for", "form": "is a form of"}


def escaped(lines: Iterable[str]) -> str:
    r"""The inside of a quoted DOT string that shows these lines just as they are, in ASCII.

    Graphviz reads such a string three times: for its closing quote, for the entities of HTML, and for escapes that
    start with a backslash (`\N` is the node's name).
    """
    shown = [clean(line).replace("&", "&amp;").replace("\\", "\\\\").replace('"', "&quot;") for line in lines]
    return "\\n".join("".join(char if char.isascii() else f"&#{ord(char)};" for char in line) for line in shown)


def option_graph_dot(base: RuleBase, graph: OptionGraph) -> str:
    """The option's diagram, each level of it one question, with a legend."""
    lines = ['rankdir="TB";']
    for node in graph.nodes:
        question = base.questions[node.question]
        lines.append(_node(f"n{node.number}", _titled(question.label, question.id), tooltip=question.ask))
    leaf = {option: f"o{place}" for place, option in enumerate(graph.options, 1)}
    lines += [_leaf(base, name, option) for option, name in leaf.items()]
    for way in graph.ways:
        end = f"n{way.end}" if isinstance(way.end, int) else leaf[way.end]
        lines.append(f'n{way.start} -> {end} [label="{escaped(fold(", ".join(way.values), _LABEL_WIDTH))}"];')
    for question_id in dict.fromkeys(node.question for node in graph.nodes):
        same = " ".join(f"n{node.number};" for node in graph.nodes if node.question == question_id)
        lines.append(f'{{ rank="same"; {same} }}')
    if leaf:
        lines.append(f'{{ rank="sink"; {" ".join(f"{name};" for name in leaf.values())} }}')
    return _graph(lines, _option_legend(base, graph))


def _option_legend(base: RuleBase, graph: OptionGraph) -> list[str]:
    """What the picture shows: a paragraph each."""
    found = [f"{base.title}: how the option follows from known answers. {_nodes(len(graph.nodes), 'node')} that ask, "
             f"{_nodes(len(graph.options), 'option')} at the end.",
             "A rounded box asks a question; an arrow is labelled with the answers that lead on, by their ids. A "
             "coloured box is the option advised. A question that makes no difference on a way is left out of it."]
    for name in graph.left_open:
        question = base.questions[name]
        assumed = question.when_open
        told = f'"{question.value(assumed.assume).text}" is assumed' if assumed else "rules that ask it wait"
        found.append(f"Not asked here, since it is about the world: {question.label} ({name}); {told}.")
    return found


def neighbourhood_dot(base: RuleBase, graph: Neighbourhood) -> str:
    """Other questions, rules and effects from left to right around one question."""
    lines = ['rankdir="LR";', 'ranksep="1.2";', 'nodesep="0.12";']
    name = {node.key: f"n{place}" for place, node in enumerate(graph.nodes, 1)}
    lines += [_around(base, name[node.key], node) for node in graph.nodes]
    for link in graph.links:
        if link.how == "asks":  # drawn from left to right: a question bears on a rule
            style = "" if link.target.id == graph.question else ' [style="dashed", color="#aaaaaa"]'
            lines.append(f"{name[link.target]} -> {name[link.source]}{style};")
        else:
            lines.append(f'{name[link.source]} -> {name[link.target]} [label="{escaped([_HOW[link.how]])}"];')
    for role in ("rule", "effect"):
        same = " ".join(f"{name[node.key]};" for node in graph.nodes if node.role == role)
        lines += [f'{{ rank="same"; {same} }}'] if same else []
    return _graph(lines, _neighbourhood_legend(base, graph))


def _neighbourhood_legend(base: RuleBase, graph: Neighbourhood) -> list[str]:
    """What the picture shows: a paragraph each."""
    rules = sum(node.role == "rule" for node in graph.nodes)
    others = sum(node.role == "other" for node in graph.nodes)
    return [f"{base.title}: around the question {base.questions[graph.question].label} ({graph.question}). "
            f"{_nodes(rules, 'rule')} that ask it, {_nodes(others, 'other question')} that those rules ask too; "
            f"{_nodes(len(graph.nodes), 'node')} in all.",
            "Rounded boxes are questions, the bold one is this; plain boxes are rules, coloured boxes what they act "
            "on. A dashed arrow comes from another question. Warnings and steps are shown themselves."]


def _around(base: RuleBase, name: str, node: Around) -> str:
    kind, thing = node.key
    if kind == "question":
        question = base.questions[thing]
        return _node(name, _titled(question.label, thing), tooltip=question.ask,
                     more='style="rounded,bold", penwidth=2' if node.role == "question" else "")
    if kind == "option":
        return _leaf(base, name, thing)
    if kind == "item":
        title = next(form.name for form in base.forms.values() if form.item == thing)
        return _node(name, [*_titled(title, thing), THING_NAMES[kind]], more='style="filled", fillcolor="#eeeeee"')
    label = [part for word in thing.partition("/") if word != "/" for part in fold(word, _ID_WIDTH) if part]
    return _node(name, [*label, THING_NAMES[kind]], tooltip=_text(base, node.key),
                 more='style="solid"')


def _text(base: RuleBase, key: Key) -> str:
    if key.kind == "constraint":
        return base.constraints[key.id].text
    if key.kind == "evidence":
        return base.evidence[key.id].text
    if key.kind == "set_up":
        return base.forms[key.id].text
    return base.warnings[key.id].text if key.kind == "warning" else base.steps[key.id].text


def _leaf(base: RuleBase, name: str, option: str) -> str:
    place = list(base.options).index(option) if option in base.options else -1
    colour = _COLOURS[place % len(_COLOURS)] if place >= 0 else _NEITHER_COLOUR
    return _node(name, _titled(base.option(option).name, option), tooltip=base.option(option).headline,
                 more=f'style="filled,bold", fillcolor="{colour}"')


def _titled(title: str, thing: str) -> list[str]:
    """A title, and the id below it where that is another word."""
    return [*fold(title, _LABEL_WIDTH), *([f"({thing})"] if title.lower() != thing.lower() else [])]


def _node(name: str, label: Iterable[str], *, tooltip: str = "", more: str = "") -> str:
    label = list(label)
    # How often Graphviz looks for escapes in a tooltip depends on its version: where one might be, there is none.
    safe = tooltip and "\\" not in clean(tooltip)
    tip = f', tooltip="{escaped([tooltip])}"' if safe else ""
    return f'{name} [label="{escaped(label)}"{tip}{f", {more}" if more else ""}];'


def _nodes(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"


def _graph(lines: Iterable[str], legend: Iterable[str]) -> str:
    # \l ends a line and sets it to the left
    text = "".join(f"{escaped([line])}\\l" for paragraph in legend for line in fold(paragraph, _LEGEND_WIDTH))
    body = [*_HEAD, f'label="{text}";', *lines]
    return "digraph advisor {\n" + "".join(f"  {line}\n" for line in body) + "}\n"
