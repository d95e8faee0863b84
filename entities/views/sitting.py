"""What somebody answered since they sat down to a queue, so that they can go back and take back."""

from __future__ import annotations

import time

from django.http import HttpRequest

from entities.models import Decision

# After a pause as long as this, in seconds, the count begins anew.
PAUSE = 4 * 3600
# Answers one can go back to.
KEPT = 300


class Sitting:
    """The answers of one person to one queue in this session, oldest first.

    The ledger holds the decisions themselves; here stands only which question each answered. What
    was undone elsewhere is no answer any more.
    """

    def __init__(self, request: HttpRequest, queue: str) -> None:
        self._session, self._name = request.session, f"answered-{queue}"
        stored = self._session.get(self._name) or {}
        fresh = time.time() - stored.get("at", 0) < PAUSE
        answers: list[tuple[str, int]] = [tuple(a) for a in stored.get("answers", []) if fresh]
        undone = set(
            Decision.objects.filter(
                pk__in=[decision for _, decision in answers], undone_by__isnull=False
            ).values_list("pk", flat=True)
        )
        self.answers = [answer for answer in answers if answer[1] not in undone]

    def remember(self, question: str, decision: Decision) -> None:
        """Notes an answer; a later one to the same question takes the place of the earlier."""
        kept = [answer for answer in self.answers if answer[0] != question]
        self._keep([*kept, (question, decision.pk)][-KEPT:])

    def forget(self, question: str) -> None:
        self._keep([answer for answer in self.answers if answer[0] != question])

    def answer_to(self, question: str) -> int | None:
        """The decision that answered a question in this sitting."""
        return next((decision for asked, decision in self.answers if asked == question), None)

    @property
    def questions(self) -> list[str]:
        return [question for question, _ in self.answers]

    def _keep(self, answers: list[tuple[str, int]]) -> None:
        self.answers = answers
        self._session[self._name] = {"at": time.time(), "answers": answers}
