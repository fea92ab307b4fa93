"""The components of `docs/components.md`: block tags around a page's own content, and pieces made from data."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BoundField
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from vida.feedback import parts
from vida.filterchips import chips
from vida.rows import rows_of

register = template.Library()

SEARCH = "q"  # the field of a filter row that searches


def _piece(template_name: str, **context: Any) -> SafeString:
    return render_to_string(f"components/{template_name}.html", context)


def _inside(context: Context, template_name: str, **piece: Any) -> SafeString:
    """A piece that needs the request: rendered in the page's own context, whose processors have run already."""
    template = context.template.engine.get_template(f"components/{template_name}.html")
    with context.push(**piece):
        return template.render(context)


def _trimmed(content: SafeString) -> SafeString:
    return mark_safe(content.strip())  # noqa: S308 - the template engine has escaped it already


# --- around a page's own content --------------------------------------------------------------------------------------


@register.simple_block_tag
def page_head(content: SafeString, title: Any, lead: Any = "", badge: Any = "") -> SafeString:
    """The page's one h1 with state badge and lead; the content is its buttons, the main one first."""
    return _piece("page_head", content=_trimmed(content), title=title, lead=lead, badge=badge)


@register.simple_block_tag
def card(
    content: SafeString, title: Any = "", url: str = "", link: Any = "", tone: str = "", level: int = 2
) -> SafeString:
    """A raised sheet. `url` and `link` put a link in its head; `tone` colours it."""
    return _piece("card", content=content, title=title, url=url, link=link, tone=tone, level=level)


@register.simple_block_tag
def alert(content: SafeString, tone: str = "info", title: Any = "") -> SafeString:
    """A message that stands on the page: info, success, warning or danger."""
    return _piece("alert", content=content, tone=tone, title=title)


@register.simple_block_tag
def empty_state(content: SafeString, title: Any, text: Any = "", icon: str = "empty") -> SafeString:
    """What to say, and offer, where there is nothing yet; the content is its buttons."""
    return _piece("empty_state", content=_trimmed(content), title=title, text=text, icon=icon)


@register.simple_block_tag
def fieldset(content: SafeString, legend: Any, help_text: Any = "") -> SafeString:
    """A group of fields that belong together, under one heading."""
    return _piece("form/fieldset", content=content, legend=legend, help_text=help_text)


@register.simple_block_tag
def chart(content: SafeString, drawing: SafeString) -> SafeString:
    """A drawing of `vida.charts` and, as the content, the table of the same numbers beside it."""
    return _piece("chart", content=content, drawing=drawing)


@register.simple_block_tag
def dialog(content: SafeString, dialog_id: str, title: Any) -> SafeString:
    """A native dialog; any element with `data-opens="<dialog_id>"` opens it."""
    return _piece("dialog", content=content, dialog_id=dialog_id, title=title)


@register.simple_block_tag
def facts(content: SafeString) -> SafeString:
    """A definition list; its content is `{% fact %}`s."""
    return _piece("facts", content=content)


@register.simple_block_tag
def fact(content: SafeString, term: Any) -> SafeString:
    """One line of `{% facts %}`; a dash where the content is empty."""
    return _piece("fact", content=_trimmed(content), term=term)


@register.simple_block_tag(takes_context=True)
def form_page(
    context: Context, content: SafeString, form: Any, submit: Any, back: str = "", action: str = ""
) -> SafeString:
    """A whole POST form. The content, where given, takes the place of `{{ form }}` (fieldsets with single fields)."""
    piece = {"form": form, "content": _trimmed(content), "submit": submit, "back": back, "action": action}
    return _inside(context, "form/page", **piece)


@register.simple_block_tag(takes_context=True)
def data_list(
    context: Context,
    content: SafeString,
    table: Any,
    filter: Any = None,  # noqa: A002 the word that pages use
    export_url: str = "",
    list_id: str = "lista",
) -> SafeString:
    """A list as users expect it: filter row, chips, number of rows, table, pages; the content when it is empty."""
    request = context["request"]
    shown = chips(filter, request) if filter is not None else []
    return _inside(
        context,
        "data_list",
        table=table,
        filter=filter,
        chips=shown,
        narrowed=any(chip.field != SEARCH for chip in shown),
        list_id=list_id,
        export_url=export_url,
        content=_trimmed(content),
    )


# --- made from data ---------------------------------------------------------------------------------------------------


@register.simple_tag
def breadcrumbs(*parts: Any) -> SafeString:
    """`{% breadcrumbs _("Deltagare") list_url participant %}`: pairs of word and address, the page itself last."""
    *pairs, here = parts
    return _piece("breadcrumbs", links=list(zip(pairs[::2], pairs[1::2], strict=True)), here=here)


@register.simple_tag
def button_link(url: str, label: Any, icon: str = "", variant: str = "primary", size: str = "") -> SafeString:
    """A link that looks like a button: it goes somewhere, it changes nothing."""
    return _piece("button_link", url=url, label=label, icon=icon, variant=variant, size=size)


@register.simple_tag(takes_context=True)
def post_button(
    context: Context,
    url: str,
    label: Any,
    icon: str = "",
    variant: str = "primary",
    size: str = "",
    tone: str = "",
    about: Any = "",
    part: str = "",
    name: str = "",
    **values: Any,
) -> SafeString:
    """One button that does something: a form of its own, with hidden `values`.

    `about` says of whom or what to who hears the page. With `part`, the id of a part of the page, htmx takes that part
    and the messages out of the page that the answer leads to; `name` is then the button's own id, so that focus stays.
    """
    piece = {"url": url, "label": label, "icon": icon, "variant": variant, "size": size, "tone": tone, "values": values}
    return _inside(context, "post_button", about=about, part=part, name=name, **piece)


@register.simple_tag
def todo(
    what: Any,
    who: Any,
    url: str,
    action: Any = "",
    action_url: str = "",
    due_on: Any = None,
    icon: str = "dot",
    tone: str = "neutral",
    note: Any = "",
) -> SafeString:
    """One line of Idag, a `<li>` for `<ul class="todo">`: what, whom, deadline, one button."""
    line = {"what": what, "who": who, "url": url, "action": action, "action_url": action_url or url}
    return _piece("todo", due_on=due_on, icon=icon, tone=tone, note=note, **line)


@register.simple_tag
def timeline(entries: Iterable[Any]) -> SafeString:
    """History, newest first: entries with `what` and `at`, and where they have them `by`, `note`, `icon`, `tone`."""
    return _piece("timeline", entries=list(entries))


@register.simple_tag
def figure(value: Any, label: Any, note: Any = "", url: str = "") -> SafeString:
    """One key number, a `<li>` for `<ul class="figures">`."""
    return _piece("figure", value=value, label=label, note=note, url=url)


@register.simple_tag
def steps(current: int, *names: Any) -> SafeString:
    """Where one is in a longer form: `{% steps 2 _("Förening") _("Aktivitet") _("Klart") %}`."""
    return _piece("steps", current=current, names=list(enumerate(names, start=1)))


@register.simple_tag
def tabs(items: Iterable[Mapping[str, Any]], label: Any) -> SafeString:
    """Views of one thing, as links: items with `url`, `label`, `current` and where they have it `count`."""
    return _piece("tabs", items=list(items), label=label)


@register.simple_tag
def progress(percent: int, words: Any, url: str = "") -> SafeString:
    """How far long work has come. With `url` htmx asks there every other second, until an answer has no `url`."""
    return _piece("progress", percent=percent, words=words, url=url)


@register.filter
def page_range(page: Page) -> list[Any]:
    """The page numbers to show around `page`, with an ellipsis where some are left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.filter
def feedback(message: Any) -> dict[str, str]:
    """The time of saving and the address for undoing that a message carries; empty where it has none."""
    return parts(message.extra_tags)


@register.filter
def counted(table: Any) -> str:
    """How many rows a table has and which are shown, in the words of its `count_words` (ngettext_lazy with %(n)s)."""
    page = getattr(table, "page", None)
    number = page.paginator.count if page else len(table.rows)
    words = getattr(table, "count_words", None) or ngettext_lazy("%(n)s rad", "%(n)s rader", "n")
    if page and page.paginator.num_pages > 1:
        more = getattr(page.paginator, "has_uncounted", False)
        shown = _("Visar %(first)s–%(last)s av fler än %(all)s") if more else _("Visar %(first)s–%(last)s av %(all)s")
        return shown % {
            "first": page.start_index(),
            "last": page.end_index(),
            "all": words % {"n": number},
        }
    return words % {"n": number}


@register.filter
def searching(filterset: Any) -> list[BoundField]:
    """The field of a filter row that always shows: its search."""
    return [field for field in filterset.form.visible_fields() if field.name == SEARCH]


@register.filter
def narrowing(filterset: Any) -> list[BoundField]:
    """The fields of a filter row that fold on a phone: all but the search."""
    return [field for field in filterset.form.visible_fields() if field.name != SEARCH]


@register.simple_tag
def table_rows(table: Any) -> SafeString:
    """The rows of a list (`vida.rows`)."""
    return rows_of(table)
