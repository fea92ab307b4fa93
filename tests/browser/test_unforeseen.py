"""What nobody foresees: a worker dies in the middle of a round, the database in the middle of a confirmation.

And the round of a whole programme, held up in its last node so that one can see how far it has come.
"""

from __future__ import annotations

from datetime import timedelta

from tests.browser.holding import rows, session, until, until_gone, who_waits_for
from tests.browser.lost import SINGERS

COORDINATOR = ("Föreningssamordnare", "Jonas Wallin")
LAST_ROUND = "SELECT id, state, attempts FROM matching_matchinground WHERE purpose = 'offers' ORDER BY id DESC LIMIT 1"
WRITTEN = """SELECT (SELECT count(*) FROM matching_proposal WHERE round_id = %s),
                    (SELECT count(*) FROM matching_roundactivity WHERE round_id = %s)"""
PROGRAMME_ROUND = "SELECT figures, finished_at - asked_at FROM matching_programmeround ORDER BY id DESC LIMIT 1"
NODES = """SELECT sum((figures->>'people')::int), sum((figures->>'matched')::int) FROM matching_matchinground
           WHERE programme_round_id = (SELECT max(id) FROM matching_programmeround)"""
LAST_NODES_FORMS = """SELECT id FROM participants_interestform
                      WHERE node_id = (SELECT max(id) FROM nodes_node) FOR UPDATE"""
BEAT = 150  # seconds: a worker that starts on a busy machine, and the minute of its beat


def test_a_worker_is_killed_in_the_middle_of_a_round(person, site):
    """Nothing of it is saved, the page says that it is not done, and another worker finishes it by itself."""
    coordinator = person().logs_in_as(*COORDINATOR).opens("/vast/matchning/omgangar/ny/").ticks(whom_for="nod")
    with session(site) as held:
        held.execute("LOCK TABLE matching_roundactivity IN SHARE MODE")  # what is written last
        coordinator.clicks("Räkna fram förslag")
        half_way = who_waits_for(held)
        coordinator.reads("Räknar fram förslag för")
        site.kill_worker()
    until_gone(site, half_way)
    ((key, *stands),) = rows(site, LAST_ROUND)
    assert stands == ["queued", 1]
    assert rows(site, WRITTEN, key, key) == [(0, 0)]
    coordinator.reads("Det tar oftast några sekunder").does_not_read("får förslag")
    site.manage("shell", "-c", "from tests.browser.lost import minutes_pass; minutes_pass()")
    site.start_worker()
    until(lambda: rows(site, LAST_ROUND) == [(key, "proposed", 2)], BEAT)
    coordinator.reads("får förslag").looks()
    ((people, activities),) = rows(site, WRITTEN, key, key)
    assert people
    assert activities
    coordinator.clicks("Lägg åt sidan").clicks("Lägg åt sidan").reads("är lagd åt sidan")


def test_the_database_loses_a_confirmation_in_the_middle(person, site):
    """All offers are written and none of them saved; pressed once more they are made."""
    site.manage("shell", "-c", "from tests.browser.lost import have_two_sing; have_two_sing()")
    ((key, _state, _attempts),) = rows(site, LAST_ROUND)
    given = (
        "SELECT count(*) FROM matching_offer o JOIN matching_proposal p ON p.form_id = o.form_id WHERE round_id = %s"
    )
    held_seats = "SELECT sum(seats_offered) FROM associations_activity"
    before = rows(site, held_seats)
    coordinator = person().logs_in_as(*COORDINATOR).opens(f"/vast/matchning/omgangar/{key}/erbjud/")
    with session(site) as held:
        held.execute(
            "SELECT id FROM matching_proposal WHERE round_id = %s FOR UPDATE", [key]
        )  # written after the offers
        coordinator.page.get_by_role("button", name="Gör erbjudandena").click(no_wait_after=True)
        confirming = who_waits_for(held)
        held.execute("SELECT pg_terminate_backend(%s)", [confirming])
        coordinator.reads("Något gick fel hos oss")
    until_gone(site, confirming)
    assert rows(site, LAST_ROUND) == [(key, "proposed", 0)]
    assert rows(site, given, key) == [(0,)]
    assert rows(site, held_seats) == before
    coordinator.complaints.clear()  # the browser's, about the page that went wrong
    coordinator.opens(f"/vast/matchning/omgangar/{key}/erbjud/").clicks("Gör erbjudandena")
    coordinator.reads(f"{len(SINGERS)} erbjudanden är gjorda.")
    assert rows(site, given, key) == [(len(SINGERS),)]


def test_a_round_in_every_node_from_the_button_to_the_sums(person, site):
    """A task for each node, and one that sums them up: the process lead sees how far it has come, and then the sums."""
    lead = person().logs_in_as("Processledare").opens("/program/matchning/")
    with session(site) as held:
        held.execute(LAST_NODES_FORMS)
        lead.clicks("Gör en matchning i varje nod").reads(
            "2 av 3 noder är klara", "Förslag att gå igenom", "Räknas fram"
        )
        lead.looks().does_not_read("personer väntade")
        assert lead.page.locator("#nodes").count() == 1
        who_waits_for(held)
    lead.reads("personer väntade", "får förslag").looks().does_not_read("noder är klara")
    ((figures, took),) = rows(site, PROGRAMME_ROUND)
    assert took < timedelta(minutes=2)  # by the last node's task, not by the clock that looks for what was lost
    assert rows(site, NODES) == [(figures["people"], figures["matched"])]
    assert figures["people"]
    lead.reads(f"personer väntade {figures['people']}")
    lead.opens("/program/matchning/").reads("3 av 3 klara", f"{figures['matched']} av {figures['people']}")
