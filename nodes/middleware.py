"""Who acts, for the history that the database keeps of each row."""

import pghistory.middleware


class HistoryMiddleware(pghistory.middleware.HistoryMiddleware):
    """Keeps the acting user with each change. The address of the page is not kept: the user and the time are enough."""

    def get_context(self, request):
        user = getattr(request, "user", None)
        return {"user": user.pk if user and user.is_authenticated else None}
