"""How allauth behaves here: nobody signs up, an invitation lets in."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """allauth's own ways, but for signing up."""

    def is_open_for_signup(self, request) -> bool:
        """Never: accounts come from invitations (`nodes.services.invitations`)."""
        return False
