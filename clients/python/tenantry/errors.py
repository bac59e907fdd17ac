"""The errors of the client. None of them has a secret in it."""

from typing import Any

import httpx


class TenantryProblem(Exception):
    """The API refused a request. `code` is stable, and None when a proxy answered."""

    def __init__(
        self,
        status: int,
        problem: dict[str, Any],
        request_id: str | None,
        retry_after: float | None,
        may_be_done: bool,
    ) -> None:
        self.status = status
        self.code: str | None = problem.get("code")
        self.problem = problem
        self.request_id = request_id or problem.get("instance")
        self.retry_after = retry_after
        # True when a request of the call may have been done: its answer was lost.
        self.may_be_done = may_be_done
        super().__init__(f"{status} {self.code or ''}: {problem.get('message', '')}")


class TenantryConnectionError(Exception):
    """No answer came, or none that could be read. The request may have been done."""


class TenantryTokenError(Exception):
    """The issuer gave no token."""


def without_request(error: httpx.HTTPError) -> httpx.HTTPError:
    """Returns an error of httpx without its request, whose headers have the credentials."""
    return type(error)(str(error)) if isinstance(error, httpx.RequestError) else httpx.HTTPError("")
