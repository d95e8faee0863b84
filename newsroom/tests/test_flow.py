"""From filing to entity with a real worker, a real broker and a real database; and what happens
when one of them dies."""

import os
import re
import signal
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings
from redis import Redis

from articles.models import Article
from articles.tests.factories import filed
from entities import queueing
from entities.models import Entity, ExtractionRun, Mention
from newsroom.tests.conftest import House, eventually

pytestmark = pytest.mark.django_db(transaction=True)

STORY = (
    "French troops leave Niger\n\n"
    "NIAMEY, Dec 22 - President Emmanuel Macron said the last French soldiers had left Niger.\n\n"
    "Macron spoke in Paris. The European Union (EU) ended its mission, and the EU said why.\n"
)


def state() -> str:
    return ExtractionRun.objects.order_by("-id").values_list("state", flat=True)[0]


def is_done() -> bool:
    return state() == ExtractionRun.State.DONE


def test_a_dispatch_filed_is_read_by_a_worker(house: House) -> None:
    house.worker()
    article = filed(*STORY.split("\n\n")[1:])
    eventually(is_done, what="the dispatch is read")
    macron = Entity.objects.get(name="Emmanuel Macron")
    assert macron.kind == "person"
    assert macron.mention_count == 2
    assert Entity.objects.get(name="Niger").kind == "place"
    assert article.appearances.count() >= 4
    call_command("check_mentions", stdout=StringIO())


def test_the_same_message_twice_is_read_once(house: House) -> None:
    article = filed(*STORY.split("\n\n")[1:])
    for _ in range(3):
        queueing.send(article.pk)
    house.worker()
    eventually(is_done, what="the dispatch is read")
    eventually(
        lambda: Redis.from_url(settings.REDIS_URL).llen("celery") == 0, what="the queue is empty"
    )
    run = ExtractionRun.objects.get()
    assert run.attempts == 1
    queueing.send(article.pk + 1000)  # a dispatch that is gone harms nobody
    call_command("check_mentions", stdout=StringIO())


def test_filing_goes_on_without_a_broker_and_the_sweeper_sends_it_later(
    house: House, tmp_path: Path
) -> None:
    (tmp_path / "story.txt").write_text(STORY)
    done = subprocess.run(
        [sys.executable, "manage.py", "import_dispatches", str(tmp_path / "story.txt")],
        cwd=settings.BASE_DIR,
        env=house.environment | {"REDIS_URL": "redis://127.0.0.1:1/0"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "1 filed, 0 duplicate, 0 failed." in done.stdout
    run = ExtractionRun.objects.get()
    assert run.state == "queued"
    assert run.sent_at is None
    house.worker()
    assert queueing.sweep() == 1
    eventually(is_done, what="the dispatch is read")


def test_a_message_lost_by_the_broker_is_sent_again_and_one_on_its_way_is_not(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    filed()
    assert ExtractionRun.objects.get().sent_at is not None
    assert queueing.sweep() == 0
    monkeypatch.setattr(queueing, "RESEND_AFTER", queueing.RESEND_AFTER * 0)
    assert queueing.sweep() == 0  # it still waits in the queue
    Redis.from_url(settings.REDIS_URL).flushdb()
    assert queueing.sweep() == 1


def test_a_worker_killed_in_the_middle_loses_and_doubles_nothing(house: House) -> None:
    # Long enough that the kill comes while it is being read.
    long = " ".join(STORY.split("\n\n")[1:]) * 700
    filed(*[long[start : start + 2000] for start in range(0, len(long), 2000)])
    worker = house.worker()
    eventually(lambda: state() == ExtractionRun.State.RUNNING, what="a worker reads it")
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()
    assert state() == ExtractionRun.State.RUNNING
    assert not Mention.objects.exists()
    # The dead reader's lock goes with its connection, and then the sweeper sees it.
    eventually(queueing.requeue_orphans, what="the sweeper finds the dead reader")
    house.worker()
    queueing.sweep()
    eventually(is_done, within=120, what="another worker reads it")
    run = ExtractionRun.objects.get()
    assert run.attempts == 2
    assert run.mention_count == Mention.objects.count() > 1000
    call_command("check_mentions", stdout=StringIO())


def test_a_live_reader_is_left_alone_by_the_sweeper(house: House) -> None:
    long = " ".join(STORY.split("\n\n")[1:]) * 200
    filed(*[long[start : start + 2000] for start in range(0, len(long), 2000)])
    house.worker()
    eventually(lambda: state() == ExtractionRun.State.RUNNING, what="a worker reads it")
    assert queueing.requeue_orphans() == 0
    eventually(is_done, what="it is read")
    assert ExtractionRun.objects.get().attempts == 1


def test_a_dispatch_that_ends_its_readers_is_given_up_with_words() -> None:
    filed()
    ExtractionRun.objects.update(state=ExtractionRun.State.RUNNING, attempts=queueing.MOST_ATTEMPTS)
    assert queueing.requeue_orphans() == 1
    run = ExtractionRun.objects.get()
    assert run.state == "failed"
    assert "3 times" in run.error


def test_one_bad_story_fails_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    from entities import reading

    def breaks(*args: object, **kwargs: object) -> None:
        raise RuntimeError("no such luck")

    monkeypatch.setattr(reading.pipeline, "annotate", breaks)
    article = filed()
    assert reading.read_article(article.pk) is False
    run = ExtractionRun.objects.get()
    assert run.state == "failed"
    assert "no such luck" in run.error
    # And it can be asked for again.
    monkeypatch.undo()
    assert queueing.queue(article) is not None
    assert queueing.queue(article) is None
    assert reading.read_article(article.pk) is True


def test_beat_sweeps_by_itself(house: House) -> None:
    filed()
    Redis.from_url(settings.REDIS_URL).flushdb()
    ExtractionRun.objects.update(sent_at=None)
    house.worker()
    house.beat()
    eventually(is_done, what="beat has the lost dispatch read")


def test_importing_twice_files_nothing_twice(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "deeper").mkdir(parents=True)
    (folder / "one.txt").write_text(STORY)
    (folder / "deeper" / "two.md").write_text("# Flood in Derna\n\nTwo dams broke above Derna.\n")
    (folder / "notes.pdf").write_bytes(b"%PDF-1.7 not taken from a folder")
    out = StringIO()
    call_command("import_dispatches", str(folder), stdout=out)
    assert "2 filed, 0 duplicate, 0 failed." in out.getvalue()
    out = StringIO()
    call_command("import_dispatches", str(folder), stdout=out)
    assert out.getvalue() == "0 filed, 2 duplicate, 0 failed.\n"
    # What a duplicate tells otherwise is not lost.
    out = StringIO()
    call_command("import_dispatches", str(folder), published="2023-09-13", stdout=out)
    assert re.search(
        r"two\.md: duplicate of \d+\. It is on file with another date "
        r"\(none; here 13 September 2023\)\.",
        out.getvalue(),
    )
    assert Article.objects.count() == 2


def test_an_import_that_fails_in_part_says_so_and_ends_with_1(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(STORY)
    (tmp_path / "empty.txt").write_text("")
    out, err = StringIO(), StringIO()
    (tmp_path / "big.txt").write_text("A word. " * 1000)
    with override_settings(MAX_DISPATCH_BYTES=1000), pytest.raises(SystemExit) as ended:
        call_command(
            "import_dispatches",
            *(str(tmp_path / name) for name in ("one.txt", "empty.txt", "big.txt", "gone.txt")),
            stdout=out,
            stderr=err,
        )
    assert ended.value.code == 1
    assert "1 filed, 0 duplicate, 3 failed." in out.getvalue()
    assert "gone.txt: There is no such file" in err.getvalue()
    assert "empty" in err.getvalue()
    assert "MB" in err.getvalue()
