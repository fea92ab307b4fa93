"""What each figure means, in one sentence, and where that is written. Shown beside the figure wherever it stands."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Definition:
    """A figure's name, how it is counted, and the source of the rule."""

    name: Promise
    sentence: Promise
    source: Promise


DEFINITIONS = {
    "summary": Definition(
        _("Indikatorer och mål"),
        _("Perioden är kvartalet. Hittills är allt från programmets första dag till kvartalets sista."),
        _("Förordning (EU) 2021/1147, bilaga VIII"),
    ),
    "supported": Definition(
        _("O.2.3 Deltagare som fått stöd"),
        _(
            "Unika personer som har varit närvarande vid minst ett aktivitetstillfälle. Varje person räknas en "
            "gång, första gången, även om personen finns i två noder eller går i flera aktiviteter. Åldern är den "
            "som personen hade den dagen. Personen räknas från den dag då både närvaron och målgruppstillhörigheten"
            " finns."
        ),
        _("Förordning (EU) 2021/1147, bilaga VIII (O.2.3); Migrationsverket, programindikatorer mål 2"),
    ),
    "matched": Definition(
        _("Matchade personer"),
        _(
            "Unika personer som har tackat ja till minst ett erbjudande om en VIDA-aktivitet. Två aktiviteter ger "
            "inte två personer. Den som är folkbokförd utanför programmets kommuner kan matchas men räknas inte."
        ),
        _("Arbetsordningen: 450 personer ur målgruppen matchas"),
    ),
    "not_counted": Definition(
        _("Räknas inte, och varför"),
        _(
            "Personer som har fått stöd eller tackat ja men inte räknas in i indikatorn. Varje person står under "
            "det första skälet som stämmer. Den som blir styrkt senare räknas in från den dagen."
        ),
        _("Arbetsordningen; Migrationsverket, dokumentera målgruppen"),
    ),
    "chain": Definition(
        _("Kedjan från fråga till fullföljt"),
        _(
            "Unika personer som har kommit till varje steg, efter kön. Här räknas alla, även den som inte räknas in"
            " i målet."
        ),
        _("VIDA-modellen: jämställdhet och att alla kan delta"),
    ),
    "offers": Definition(
        _("Erbjudanden och svar"),
        _("Antal erbjudanden. Varje händelse räknas den dag den inträffade; ett ångrat svar räknas inte."),
        _("VIDA-modellen"),
    ),
    "clock": Definition(
        _("Erbjudande i tid"),
        _(
            "Klockan börjar den dag personen tillfrågas. En omgång är avgjord när personen får sitt första "
            "erbjudande, eller när tiden har gått ut utan något. Andelen är de omgångar där erbjudandet kom i tid, "
            "av alla som avgjordes. Kalenderdagar räknas. Mediandagar är från fråga till första erbjudande. "
            "Återtagna erbjudanden räknas inte."
        ),
        _("VIDA-modellen: erbjudande helst inom 14 dagar"),
    ),
    "attendance": Definition(
        _("Närvaro"),
        _("Markeringar i närvarolistorna, på den dag tillfället hölls. Andelen är närvarande av alla markeringar."),
        _("VIDA-modellen: närvarolista"),
    ),
    "placements": Definition(
        _("Platser: påbörjade, fullföljda och avbrutna"),
        _(
            "En plats är påbörjad när personen har varit närvarande första gången. Andelen fullföljda är av de "
            "platser som har tagit slut, med och utan inskrivning i planen. En plats som tog slut för att aktiviteten "
            "ställdes in räknas för sig: den är varken fullföljd eller avbruten av personen."
        ),
        _("VIDA-modellen"),
    ),
    "group": Definition(
        _("Kontroll av målgruppen"),
        _(
            "Handläggaren prövar rätten att delta och anger hur den styrktes; inga kopior av handlingar sparas. "
            "Varje person räknas efter sin senaste kontroll. Väntar på styrkande är alla som är med vid periodens "
            "slut utan styrkt svar."
        ),
        _("Migrationsverket, metod för att identifiera och verifiera målgruppen"),
    ),
    "budget": Definition(
        _("Budget och utfall"),
        _(
            "Hela kronor. Perioden är det som kvartalet har kostat, hittills allt till och med kvartalets sista dag. "
            "Kvar är budgeten minus det som har använts hittills."
        ),
        _("Arbetsordningen: budgetuppföljning och rapportering till AMIF"),
    ),
    "supply": Definition(
        _("Aktiviteter"),
        _(
            "Föreningarnas aktiviteter som började under tiden, och tillfällen som hölls. En aktivitet kan främja både "
            "språk, hälsa och nätverk, och räknas då i varje."
        ),
        _("Arbetsordningen; VIDA-modellen"),
    ),
}
