"""Handing in through the page: each thing sent gets its outcome, and only those who may hand in."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import Settings

from articles.models import Article, Delivery, Receipt
from articles.uploads import PartCounter

pytestmark = pytest.mark.django_db
NEW = "/articles/new/"
TEXT = b"Rain in Niamey\n\nNIAMEY, Aug 3, 2023 - Rain fell on Niamey on Thursday.\n\nIt stopped.\n"


@pytest.fixture
def editor(client: Client) -> Client:
    user = User.objects.create_user("editor")
    user.user_permissions.add(Permission.objects.get(codename="file_dispatch"))
    client.force_login(user)
    return client


def file(name: str, raw: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, raw)


def receipts(client: Client, **form: Any) -> list[Receipt]:
    response = client.post(NEW, form)
    assert response.status_code == 302, response.content.decode()
    delivery = Delivery.objects.latest("pk")
    assert response["Location"] == f"/articles/deliveries/{delivery.pk}/"
    assert delivery.via == "page"
    assert delivery.received_from == User.objects.get(username="editor")
    return list(delivery.receipts.order_by("position"))


def test_each_file_gets_its_outcome_and_none_keeps_another_back(
    editor: Client, settings: Settings
) -> None:
    settings.MAX_DISPATCH_BYTES = 1000
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 500
    found = receipts(
        editor,
        files=[
            file("empty.txt", b""),
            file("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(100)),
            file("large.txt", b"words " * 50_000),
            file("rain.txt", TEXT),
            file("again.txt", TEXT),
            file("utf16.txt", TEXT.decode().replace("Niamey", "Zinder").encode("utf-16")),
            file("cp1252.txt", "Pâtés and crêpes “sold” in Lomé.\n\nLomé, again.".encode("cp1252")),
        ],
    )
    assert [receipt.outcome for receipt in found] == [
        "failed", "failed", "failed", "filed", "duplicate", "filed", "filed",
    ]  # fmt: skip
    assert "too large" in found[2].reason
    assert found[2].size == 300_000
    assert found[4].article == found[3].article
    assert Article.objects.count() == 3


def test_a_pasted_text_is_filed_with_what_the_sender_knows(editor: Client) -> None:
    (receipt,) = receipts(
        editor,
        text="Rain fell on Niamey.\r\n\r\nIt stopped.",
        headline="Rain",
        source="Sahel Wire",
        published="2023-08-03",
    )
    article = receipt.article
    assert article is not None
    assert article.current_version is not None
    assert article.source is not None
    assert (str(article), article.source.name) == ("Rain", "Sahel Wire")
    assert article.current_version.published_precision == "day"
    assert article.current_version.paragraphs.count() == 2


def test_the_date_given_is_that_of_every_dispatch_that_tells_none(editor: Client) -> None:
    dated = b"ZINDER, Sept. 27, 2023 (Harmattan Press) - The market reopened after a week.\n\nIt was full."
    found = receipts(
        editor,
        files=[file("dated.txt", dated), file("undated.txt", TEXT)],
        text="Another story altogether, with no word of when it was written.",
        published="2023-08-03",
    )
    days = [
        receipt.article.current_version.published_at.date().isoformat()  # type: ignore[union-attr]
        for receipt in found
    ]
    assert days == ["2023-09-27", "2023-08-03", "2023-08-03"]


def test_files_and_a_pasted_text_can_come_together(editor: Client) -> None:
    found = receipts(editor, files=[file("rain.txt", TEXT)], text="Another story altogether.")
    assert [receipt.name for receipt in found] == ["rain.txt", "pasted text"]


def test_nothing_at_all_is_told_and_leaves_no_trace(editor: Client) -> None:
    response = editor.post(NEW, {"text": "", "headline": "Kept"})
    assert response.status_code == 200
    html = response.content.decode()
    assert "Choose at least one file" in html
    assert 'value="Kept"' in html
    assert not Delivery.objects.exists()


def test_with_htmx_the_browser_is_led_on(editor: Client) -> None:
    response = editor.post(NEW, {"files": [file("rain.txt", TEXT)]}, headers={"HX-Request": "true"})
    assert response["HX-Redirect"] == Delivery.objects.get().get_absolute_url()


def raw_form(*parts: tuple[str, bytes]) -> dict[str, Any]:
    """A form sent by a program that does not ask Django how: `(headers' end, content)`."""
    body = b"".join(
        b"--XX\r\nContent-Disposition: form-data; " + head.encode() + b"\r\n\r\n" + raw + b"\r\n"
        for head, raw in parts
    )
    return {"data": body + b"--XX--\r\n", "content_type": "multipart/form-data; boundary=XX"}


@pytest.mark.parametrize("name", ["", ".", "..", "a/", "\\", "\u200b"])
def test_a_file_that_django_drops_for_its_name_is_told(editor: Client, name: str) -> None:
    sent = raw_form(
        (f'name="files"; filename="{name}"', TEXT), ('name="files"; filename="rain.txt"', TEXT)
    )
    assert editor.post(NEW, **sent).status_code == 302
    found = list(Receipt.objects.order_by("position"))
    assert [receipt.outcome for receipt in found] == ["filed", "failed"]
    assert "name" in found[1].reason


def test_a_browser_that_sends_no_file_sends_none(editor: Client) -> None:
    sent = raw_form(('name="files"; filename=""', b""), ('name="text"', b"Rain fell on Niamey."))
    assert editor.post(NEW, **sent).status_code == 302
    assert [receipt.name for receipt in Receipt.objects.all()] == ["pasted text"]


def test_only_a_nameless_file_is_a_delivery_that_failed(editor: Client) -> None:
    assert editor.post(NEW, **raw_form(('name="files"; filename=""', TEXT))).status_code == 302
    assert Receipt.objects.get().outcome == "failed"


def test_a_file_in_another_field_is_told(editor: Client) -> None:
    (receipt,) = receipts(editor, attachment=[file("rain.txt", TEXT)])
    assert receipt.outcome == "failed"
    assert "“attachment”" in receipt.reason


def test_more_files_than_may_come_at_once_are_told(editor: Client, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2
    response = editor.post(NEW, {"files": [file(f"{n}.txt", TEXT) for n in range(3)]})
    assert response.status_code == 400
    assert "2 files" in response.content.decode()
    assert not Delivery.objects.exists()


def test_a_form_of_another_site_is_refused() -> None:
    strict = Client(enforce_csrf_checks=True)
    user = User.objects.create_user("editor")
    user.user_permissions.add(Permission.objects.get(codename="file_dispatch"))
    strict.force_login(user)
    response = strict.post(NEW, {"text": "Rain fell."})
    assert response.status_code == 403
    assert "could not be trusted" in response.content.decode()
    assert not Delivery.objects.exists()
    # The page's own form goes through.
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', strict.get(NEW).content.decode())
    assert token
    sent = {"text": "Rain fell.", "csrfmiddlewaretoken": token[1]}
    assert strict.post(NEW, sent).status_code == 302


def test_who_may_not_file_reads_why(client: Client) -> None:
    client.force_login(User.objects.create_user("reader"))
    for response in (client.get(NEW), client.post(NEW, {"text": "Rain."})):
        assert response.status_code == 403
        assert "Filing dispatches is for editors" in response.content.decode()
    assert client.get("/articles/deliveries/").status_code == 403
    assert not Delivery.objects.exists()


def test_deliveries_are_listed_with_what_became_of_them(editor: Client) -> None:
    receipts(editor, files=[file("rain.txt", TEXT), file("again.txt", TEXT), file("e.txt", b"")])
    response = editor.get("/articles/deliveries/")
    row = re.search(r"<tbody>(.*?)</tbody>", response.content.decode(), re.DOTALL)
    assert row
    cells = re.findall(r'<td class="n">(.*?)</td>', row[1])
    assert cells == ["3", "1", "1", "<b>1</b>"]


@pytest.mark.parametrize("size", [1, 3, 7, 64, 100_000])
def test_parts_are_counted_however_the_stream_is_cut(size: int) -> None:
    sent = raw_form(
        ('name="files"; filename=""', b""),
        ('name="files"; filename="a.txt"\r\nContent-Type: text/plain', b""),
        ('name="files"; filename=".."', b"--X\r\n\r\n--XY\r\nContent-Disposition: filename=no"),
        ('name="text"', b"words"),
        ('name="files"; filename="b.txt"', b"x" * 9000),
    )["data"]

    class Stream:
        at = 0

        def read(self, *args: Any) -> bytes:
            chunk: bytes = sent[self.at : self.at + size]
            self.at += size
            return chunk

    counter = PartCounter(Stream(), b"XX")
    passed = b""
    while chunk := counter.read(size):
        passed += chunk
    assert passed == sent
    assert counter.count == 3
