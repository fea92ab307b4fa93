from nodes.models.audit import ReadLog, ScopeUse
from nodes.models.interests import InterestArea
from nodes.models.outbox import OutboxMessage
from nodes.models.people import Invitation, Membership, User
from nodes.models.places import County, Municipality
from nodes.models.programmes import (
    Node,
    NodeMunicipality,
    Organisation,
    OrganisationKind,
    Partner,
    Programme,
    ProgrammeTerms,
    ServiceUnit,
)

__all__ = [
    "County",
    "InterestArea",
    "Invitation",
    "Membership",
    "Municipality",
    "Node",
    "NodeMunicipality",
    "Organisation",
    "OrganisationKind",
    "OutboxMessage",
    "Partner",
    "Programme",
    "ProgrammeTerms",
    "ReadLog",
    "ScopeUse",
    "ServiceUnit",
    "User",
]
