"""When the rules of the house say no to what somebody asked for."""


class Refusal(Exception):
    """What was asked for cannot be done; str() is a Swedish sentence, `field` the form field it belongs to, if any."""

    def __init__(self, sentence: str, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field
