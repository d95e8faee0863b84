"""The review queue: pairs that may be one, side by side, answered by one key each."""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from entities import corrections, judgements, pairs
from entities.absorption import survivors
from entities.access import correcting_only
from entities.corrections import Changed, Refused
from entities.models import Act, Decision, Entity, Judgement, Kind
from entities.models.entity import KIND_PLURALS
from entities.pairs import Key
from entities.views.acting import number, tell
from entities.views.sitting import Sitting

QUEUE = "review"


@correcting_only
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The pair to answer next, or kind words where there is none."""
    open_pairs = _of_kind(pairs.open_pairs(), _kind(request))
    if not open_pairs:
        return render(request, "review/pair.html", _around(request, None))
    return render(request, "review/pair.html", _page(request, open_pairs[0].key))


@correcting_only
@require_http_methods(["GET", "HEAD", "POST"])
def pair(request: HttpRequest, low: int, high: int) -> HttpResponse:
    """One pair; a POST answers it, or takes the same answer back, and goes on to the next."""
    key = Key.of(low, high)
    # No number of ours is longer than PostgreSQL's.
    if not low < high < 2**63 or Entity.objects.filter(pk__in=key).count() < 2:
        raise Http404("There is no such pair.")
    if request.method == "POST":
        return _answer(request, key)
    stand = set(survivors(key).values())
    if len(stand) == 2 and stand != set(key):
        return redirect(_address(request, Key.of(*stand)))
    return render(request, "review/pair.html", _page(request, key))


@correcting_only
@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    """Takes back the last answer of this sitting, and returns to its pair."""
    sitting = Sitting(request, QUEUE)
    if not sitting.answers:
        messages.info(request, "There is no answer of yours to take back.")
        return redirect(_address(request))
    question, decision = sitting.answers[-1]
    _undo(request, sitting, question, decision)
    low, _, high = question.partition("-")
    return redirect(_address(request, Key(int(low), int(high))))


def _answer(request: HttpRequest, key: Key) -> HttpResponse:
    verdict = request.POST.get("verdict", "")
    sitting = Sitting(request, QUEUE)
    earlier = sitting.answer_to(str(key))
    waiting = _waiting_after(request, key)
    if earlier is not None:
        given = _verdict(Decision.objects.get(pk=earlier))
        if not _undo(request, sitting, str(key), earlier, silently=given != verdict):
            return redirect(_address(request, key))
        if given == verdict:
            return redirect(_address(request, key))
    try:
        if earlier is None:
            _refuse_answered(key, number(request.POST, "seen"))
        entities = Entity.objects.in_bulk(list(key))
        decision = judgements.judge(entities[key.low], entities[key.high], verdict, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect(_address(request, key))
    sitting.remember(str(key), decision)
    tell(request, decision)
    return redirect(_next(request, waiting))


def _refuse_answered(key: Key, seen: int) -> None:
    """Nobody answers over somebody else's answer without having seen it."""
    answer = pairs.answer_to(key)
    if answer is None or (answer.decision is not None and answer.decision.pk == seen):
        return
    if answer.decision is not None:
        raise Changed(answer.decision)
    raise Refused("What people said of others meanwhile answers this pair as well.")


def _undo(
    request: HttpRequest, sitting: Sitting, question: str, pk: int, *, silently: bool = False
) -> bool:
    try:
        undone = corrections.undo(Decision.objects.get(pk=pk), by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    sitting.forget(question)
    if not silently:
        messages.info(request, _taken_back(undone))
    return True


def _taken_back(undone: Decision) -> str:
    words = "Taken back: the pair is open again."
    stayed = undone.after.get("stayed")
    if stayed:
        words += f" {stayed:,} mention{'' if stayed == 1 else 's'} corrected since stayed."
    return words


def _verdict(decision: Decision) -> str:
    if decision.act == Act.MERGE:
        return Judgement.Verdict.SAME.value
    return str(decision.after.get("verdict", ""))


def _waiting_after(request: HttpRequest, key: Key) -> list[Key]:
    """The open pairs in the order in which they will be asked: those behind this one first."""
    keys = [each.key for each in _of_kind(pairs.open_pairs(), _kind(request))]
    at = keys.index(key) + 1 if key in keys else 0
    return [*keys[at:], *keys[:at]]


def _next(request: HttpRequest, waiting: list[Key]) -> str:
    """The first of these that is still open: one answer may answer others."""
    still = {each.key for each in pairs.open_pairs()}
    stand = survivors(side for key in waiting for side in key)
    for key in waiting:
        now = Key.of(stand[key.low], stand[key.high])
        if now in still:
            return _address(request, now)
    return _address(request)


def _page(request: HttpRequest, key: Key) -> dict[str, Any]:
    page = _around(request, key)
    return page | {"pair": pairs.pair_of(key, page["suggestion_id"])}


def _around(request: HttpRequest, key: Key | None) -> dict[str, Any]:
    """The queue around a pair: how far one is, which come before and after."""
    sitting = Sitting(request, QUEUE)
    everything = pairs.open_pairs()
    counts = Counter(kind for each in everything for kind in each.kinds)
    wanted = _kind(request)
    open_pairs = _of_kind(everything, wanted)
    waiting = [str(each.key) for each in open_pairs]
    queue = [question for question in sitting.questions if question not in waiting] + waiting
    at = queue.index(str(key)) if str(key) in queue else None
    answer = pairs.answer_to(key) if key else None
    mine = sitting.answer_to(str(key))
    return {
        "pair": None,
        "key": key,
        "kinds": [
            {"kind": k.value, "label": KIND_PLURALS[k], "count": counts[k], "chosen": k == wanted}
            for k in Kind
        ],
        "kind": wanted,
        "open_count": len(open_pairs),
        "all_count": len(everything),
        "position": None if at is None else at + 1,
        "total": len(queue),
        "previous": _address(request, _key(queue[at - 1])) if at else None,
        "following": _address(request, _key(queue[at + 1]))
        if at is not None and at + 1 < len(queue)
        else None,
        "to_queue": _address(request),
        "query": urlencode({"kind": wanted}) if wanted else "",
        "answer": answer,
        "mine": mine is not None,
        "seen": answer.decision.pk if answer and answer.decision else 0,
        "verdict": answer.verdict if answer else "",
        "answered_count": len(sitting.answers),
        "suggestion_id": next((p.suggestion_id for p in open_pairs if p.key == key), None),
    }


def _of_kind(open_pairs: list[pairs.Open], kind: str) -> list[pairs.Open]:
    return [each for each in open_pairs if not kind or kind in each.kinds]


def _kind(request: HttpRequest) -> str:
    kind = request.GET.get("kind", "")
    return kind if kind in Kind.values else ""


def _key(question: str) -> Key:
    low, _, high = question.partition("-")
    return Key(int(low), int(high))


def _address(request: HttpRequest, key: Key | None = None) -> str:
    kind = _kind(request)
    query = f"?{urlencode({'kind': kind})}" if kind else ""
    return (reverse("desk:pair", args=key) if key else reverse("desk:review")) + query
