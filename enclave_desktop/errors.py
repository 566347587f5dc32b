"""Problems the user can act on, apart from bugs."""


class UserError(Exception):
    """A known problem: says in plain Chinese what is wrong, where, and what to do next.

    Anything else that escapes is a bug: it shows a traceback and leaves a log.
    """

    def __init__(self, message: str, *details: str) -> None:
        super().__init__(message)
        self.message = message
        self.details = details

    def __str__(self) -> str:
        return "\n".join((self.message, *self.details))
