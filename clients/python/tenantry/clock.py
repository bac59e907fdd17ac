"""The clock and the dice of the client: tests have their own."""

import random
import time
from dataclasses import dataclass
from typing import Callable


@dataclass(frozen=True)
class Clock:
    """Seconds that only go forward, the time of day, a wait, and a number from 0 up to 1."""

    monotonic: Callable[[], float] = time.monotonic
    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep
    random: Callable[[], float] = random.random
