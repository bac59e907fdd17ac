"""The transport of the client: credentials, idempotency keys and retries."""

import uuid

import httpx

from .auth import Authorization
from .clock import Clock
from .errors import TenantryConnectionError, TenantryProblem, without_request
from .retry import may_repeat, read_object, read_retry_after, wait_before

ATTEMPT_SECONDS = 35.0


class TenantryTransport(httpx.BaseTransport):
    """Sends requests until one succeeds, where that is safe, and raises what the API refuses."""

    def __init__(
        self,
        inner: httpx.BaseTransport,
        authorization: Authorization,
        retries: int,
        timeout: float,
        clock: Clock,
    ) -> None:
        self._inner, self._authorization, self._clock = inner, authorization, clock
        self._retries, self._timeout = retries, timeout

    def close(self) -> None:
        self._inner.close()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        if request.method == "POST" and not request.url.path.endswith("/v1/password"):
            request.headers.setdefault("Idempotency-Key", str(uuid.uuid4()))
        is_safe = may_repeat(request)
        deadline = self._clock.monotonic() + self._timeout
        may_be_done = is_renewed = False
        attempt = 0
        while True:
            attempt += 1
            header = self._authorization.header(deadline - self._clock.monotonic())
            request.headers["Authorization"] = header
            left = max(0.001, deadline - self._clock.monotonic())
            limits = httpx.Timeout(min(ATTEMPT_SECONDS, left))
            request.extensions["timeout"] = limits.as_dict()
            retry_after = None
            try:
                response = self._inner.handle_request(request)
                response.read()
            except httpx.RequestError as cause:
                may_be_done, repeat = True, is_safe
                error: Exception = TenantryConnectionError("no answer that can be read")
                error.__cause__ = without_request(cause)
            else:
                status = response.status_code
                if status < 300:
                    return response
                problem = read_object(response.content)
                is_undone = status < 500 or problem.get("code") == "contention"
                may_be_done = may_be_done or not is_undone
                retry_after = read_retry_after(response.headers, self._clock.now())
                request_id = response.headers.get("X-Request-Id")
                error = TenantryProblem(status, problem, request_id, retry_after, may_be_done)
                if status == 401 and not is_renewed:
                    is_renewed = True
                    self._authorization.reject(header)
                    left = deadline - self._clock.monotonic()
                    if self._authorization.header(left) != header:
                        attempt -= 1
                        continue
                is_lost = status in (502, 503, 504) and is_safe
                repeat = status == 429 or problem.get("code") == "contention" or is_lost
            wait = wait_before(attempt, retry_after, self._clock.random())
            is_late = self._clock.monotonic() + wait >= deadline
            if not repeat or attempt > self._retries or is_late:
                raise error
            self._clock.sleep(wait)
