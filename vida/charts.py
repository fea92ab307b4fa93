"""Charts drawn on the server as SVG: few kinds, every value in words, the same on page and in PDF.

Colours come from the stylesheet by class; the attributes here are what is left on paper and without styles. A chart
never stands alone: its title and description say what it shows, and a table of the same numbers stands beside it.
"""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH = 400
_ROW, _BAR, _TEXT = 46, 14, 14  # heights in the units of the drawing
_PLOT_HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 180, 44, 16, 16, 30
_STROKES = ("none", "8 4", "2 4", "12 4 2 4")  # lines are told apart by their pattern, not by colour alone


class Bar(NamedTuple):
    """One bar. `value` None draws none; `words` then says why ("färre än 5"), and else replaces the bare number."""

    label: str
    value: float | None
    words: str = ""


class Line(NamedTuple):
    """One line: its name, and a value per point; None leaves a gap."""

    name: str
    values: Sequence[float | None]


def bar_chart(title: str, bars: Sequence[Bar], *, description: str = "", full: float = 0) -> SafeString:
    """Lying bars, each under its own label and number, so that long labels never collide. Values are 0 or more.

    `full` is the value of a bar from edge to edge (100 for percent); the largest value where it is not given.
    """
    longest = full or max((bar.value or 0 for bar in bars), default=0) or 1
    drawn = format_html_join("", "{}", ((_bar(bar, at * _ROW, longest),) for at, bar in enumerate(bars)))
    return _svg("bars", title, description, max(len(bars), 1) * _ROW, drawn)


def _bar(bar: Bar, top: int, longest: float) -> SafeString:
    words = bar.words or ("" if bar.value is None else number_format(bar.value))
    return format_html(
        '<text x="0" y="{y}">{label}</text><text x="{right}" y="{y}" text-anchor="end">{words}</text>'
        '<rect class="chart-track" x="0" y="{bar_top}" width="{right}" height="{bar}" fill="#e6e6e6"/>'
        '<rect class="chart-bar" x="0" y="{bar_top}" width="{length}" height="{bar}" fill="#333333"/>',
        label=bar.label,
        words=words,
        y=top + _TEXT,
        right=WIDTH,
        bar_top=top + _TEXT + 6,
        bar=_BAR,
        length=round(WIDTH * (bar.value or 0) / longest),
    )


def line_chart(title: str, points: Sequence[str], lines: Sequence[Line], *, description: str = "") -> SafeString:
    """Lines over the same `points` (quarters, say), on a scale from 0, each with its pattern and its name under it."""
    top = _round_up(max((value or 0 for line in lines for value in line.values), default=0))
    parts = [_scale(top), _point_labels(points)]
    parts += [_line(line, at, len(points), top) for at, line in enumerate(lines)]
    height = _TOP + _PLOT_HEIGHT + _BOTTOM + len(lines) * 22
    return _svg("lines", title, description, height, format_html_join("", "{}", ((part,) for part in parts)))


def _round_up(value: float) -> int:
    """The nearest 1, 2 or 5 times a power of ten that is not below `value`, and at least 2: the top of the scale."""
    step = 1
    while True:
        for factor in (1, 2, 5):
            if factor * step >= max(value, 2):
                return factor * step
        step *= 10


def _scale(top: int) -> SafeString:
    levels = [(0, _y(0, top)), (top // 2 if top % 2 == 0 else top / 2, _y(top / 2, top)), (top, _y(top, top))]
    return format_html_join(
        "",
        '<line class="chart-grid" x1="{}" x2="{}" y1="{}" y2="{}" stroke="#cccccc"/>'
        '<text x="{}" y="{}" text-anchor="end">{}</text>',
        ((_LEFT, WIDTH - _RIGHT, y, y, _LEFT - 6, y + 4, number_format(level)) for level, y in levels),
    )


def _point_labels(points: Sequence[str]) -> SafeString:
    every = -(-len(points) // 4) or 1  # at most four labels, so that they never collide
    y = _TOP + _PLOT_HEIGHT + 20
    return format_html_join(
        "",
        '<text x="{}" y="{}" text-anchor="{}">{}</text>',
        (
            (_x(at, len(points)), y, "middle" if 0 < at < len(points) - 1 else ("start", "end")[at > 0], label)
            for at, label in enumerate(points)
            if at % every == 0
        ),
    )


def _line(line: Line, at: int, points: int, top: int) -> SafeString:
    places = [None if value is None else (_x(i, points), _y(value, top)) for i, value in enumerate(line.values)]
    path, pen_is_down = [], False
    for place in places:
        if place is not None:
            path.append(f"{'L' if pen_is_down else 'M'}{place[0]} {place[1]}")
        pen_is_down = place is not None
    dots = format_html_join("", '<circle cx="{}" cy="{}" r="3"/>', (place for place in places if place))
    return format_html(
        '<g class="chart-line chart-line-{number}" stroke="#333333" fill="#333333">'
        '<path d="{path}" fill="none" stroke-width="2" stroke-dasharray="{pattern}"/>{dots}'
        '<path d="M0 {y}h40" fill="none" stroke-width="2" stroke-dasharray="{pattern}"/></g>'
        '<text x="50" y="{text_y}">{name}</text>',
        number=at + 1,
        path=" ".join(path),
        pattern=_STROKES[at % len(_STROKES)],
        dots=dots,
        y=_TOP + _PLOT_HEIGHT + _BOTTOM + 12 + at * 22,
        text_y=_TOP + _PLOT_HEIGHT + _BOTTOM + 17 + at * 22,
        name=line.name,
    )


def _x(at: int, points: int) -> int:
    return round(_LEFT + (WIDTH - _LEFT - _RIGHT) * at / max(points - 1, 1))


def _y(value: float, top: float) -> int:
    return round(_TOP + _PLOT_HEIGHT * (1 - value / top))


def _svg(kind: str, title: str, description: str, height: int, drawn: SafeString) -> SafeString:
    return format_html(
        '<svg class="chart chart-{kind}" role="img" viewBox="0 0 {width} {height}" font-size="{size}" '
        'fill="currentColor"><title>{title}</title>{description}{drawn}</svg>',
        kind=kind,
        width=WIDTH,
        height=height,
        size=_TEXT,
        title=title,
        description=format_html("<desc>{}</desc>", description) if description else "",
        drawn=drawn,
    )
