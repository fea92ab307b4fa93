"""The way out for SMS. A gateway is a class with `send(to=…, text=…)`, named in `VIDA_SMS_GATEWAY`."""

import logging
from typing import Protocol

logger = logging.getLogger(__name__)


class Gateway(Protocol):
    """What a way out can do."""

    def send(self, *, to: str, text: str) -> None:
        """Send one message; raise where it could not be handed over."""


class ConsoleGateway:
    """Says that a message would have gone, and never to whom or what it said."""

    def send(self, *, to: str, text: str) -> None:
        logger.info("SMS of %d characters handed to the console gateway", len(text))
