"""One SQL for each page, written by hand: what the page shows, and nothing that a framework adds."""

from typing import Any

LIST = """
    SELECT p.id, p.given_name, p.family_name, m.name, u.name, f.state, f.due_on,
           (SELECT string_agg(i.name_sv, ', ' ORDER BY c.rank) FROM participants_interestchoice c
            JOIN nodes_interestarea i ON i.id = c.area_id WHERE c.node_id = p.node_id AND c.form_id = f.id)
    FROM participants_participant p
    JOIN nodes_municipality m ON m.code = p.municipality_id
    JOIN nodes_serviceunit u ON u.id = p.service_unit_id
    {join} JOIN participants_interestform f ON f.node_id = p.node_id AND f.participant_id = p.id {state}
    WHERE p.node_id = %(node)s AND p.protection = '' AND p.withdrawn_at IS NULL {where}
    ORDER BY {order} LIMIT 25
"""
BY_NAME = {"join": "LEFT", "state": "", "where": "", "order": "p.sort_key, p.id"}
SQL = {
    "list": LIST.format(**BY_NAME),
    "municipality": LIST.format(**BY_NAME | {"where": "AND p.municipality_id = %(municipality)s"}),
    "officer": LIST.format(**BY_NAME | {"where": "AND p.service_unit_id = %(unit)s"}),
    "left": LIST.format(join="", state="AND f.state = 'waiting'", where="", order="f.due_on, f.id"),
    "search": LIST.format(**BY_NAME | {"where": "AND p.search_key LIKE %(word)s"}),
    "today": """
        SELECT f.id, f.due_on, p.given_name, p.family_name FROM participants_interestform f
        JOIN participants_participant p ON p.node_id = f.node_id AND p.id = f.participant_id
        WHERE f.node_id = %(node)s AND f.state = 'waiting' ORDER BY f.due_on, f.id LIMIT 25""",
    "participant": """
        SELECT p.*, f.state, f.due_on, o.state, q.state, a.title FROM participants_participant p
        LEFT JOIN participants_interestform f ON f.node_id = p.node_id AND f.participant_id = p.id
        LEFT JOIN matching_offer o ON o.node_id = p.node_id AND o.form_id = f.id
        LEFT JOIN placements_placement q ON q.node_id = p.node_id AND q.participant_id = p.id
        LEFT JOIN associations_activity a ON a.node_id = p.node_id AND a.id = q.activity_id
        WHERE p.node_id = %(node)s AND p.id = %(pk)s""",
    "activity": """
        SELECT a.*, s.name, p.given_name, q.state FROM associations_activity a
        JOIN associations_association s ON s.node_id = a.node_id AND s.id = a.association_id
        LEFT JOIN placements_placement q ON q.node_id = a.node_id AND q.activity_id = a.id
        LEFT JOIN participants_participant p ON p.node_id = q.node_id AND p.id = q.participant_id
        WHERE a.node_id = %(node)s AND a.id = %(pk)s""",
    "attendance": """
        SELECT p.given_name, p.family_name, o.number, t.mark FROM placements_placement q
        JOIN participants_participant p ON p.node_id = q.node_id AND p.id = q.participant_id
        JOIN associations_occasion o ON o.node_id = q.node_id AND o.activity_id = q.activity_id
        LEFT JOIN placements_attendance t ON t.node_id = q.node_id AND t.placement_id = q.id AND t.occasion_id = o.id
        WHERE q.node_id = %(node)s AND q.activity_id = %(pk)s ORDER BY p.sort_key, o.number""",
}


def by_hand(name: str, page: Any, of: Any) -> tuple[str, dict[str, Any]]:
    """The SQL and its arguments."""
    numbers = [part for part in page.ours.split("?")[0].split("/") if part.isdigit()]
    word = page.ours.partition("?q=")[2]
    return SQL[name], {
        "node": of.node.pk,
        "municipality": of.municipality,
        "unit": of.unit,
        "word": f"%{word}%",
        "pk": int(numbers[0]) if numbers else None,
    }
