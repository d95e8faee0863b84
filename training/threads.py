"""How many threads to compute with on a machine that others use too."""

from __future__ import annotations

import os
import time
from pathlib import Path

import torch

STAT = Path("/proc/stat")


class Threads:
    """Sets torch's threads from step to step, to as many cores as other programs leave.

    A step on two threads waits for the slower one; with low priority beside a busy program that
    one gets a hundredth of its core, and the step takes fifty times as long. A core counts as
    free while all other programs together take less than half of it.
    """

    def __init__(self, most: int, *, look_every: float = 2.0) -> None:
        self.most, self.look_every = most, look_every
        self._seen = self._read()
        self._at = time.monotonic()
        torch.set_num_threads(most)

    def adapt(self) -> int:
        """Look at the load at most every `look_every` seconds; return the threads now in use."""
        if self._seen is not None and time.monotonic() - self._at >= self.look_every:
            now = self._read()
            if now is not None:
                taken, total = now[0] - self._seen[0], now[1] - self._seen[1]
                cores = total and taken / total * now[2]
                free = max(1, min(self.most, int(self.most - cores + 0.5)))
                if free != torch.get_num_threads():
                    torch.set_num_threads(free)
            self._seen, self._at = now, time.monotonic()
        return torch.get_num_threads()

    def _read(self) -> tuple[int, int, int] | None:
        """Return (ticks taken by others, all ticks, cores), or None where the system cannot tell."""
        try:
            lines = STAT.read_text(encoding="ascii").split("\n")
        except OSError:
            return None
        user, nice, system, idle, wait, irq, soft, stolen = (int(x) for x in lines[0].split()[1:9])
        busy = user + nice + system + irq + soft + stolen
        cores = sum(line.startswith("cpu") for line in lines) - 1
        own = int(time.process_time() * os.sysconf("SC_CLK_TCK"))
        return busy - own, busy + idle + wait, cores
