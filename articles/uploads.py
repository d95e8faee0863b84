"""Watching an upload as it comes in: files too large are not kept, and dropped ones are counted.

Django leaves out, without a word, a file whose name is empty or only dots. Nothing that was sent
may vanish, so the parts are counted in the raw stream and compared with what came through.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any, Protocol

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest

# A part's header lines are a few hundred bytes; a longer stretch between boundaries is content.
LONGEST_HEADERS = 4096


class Readable(Protocol):
    def read(self, *args: Any) -> bytes: ...


class PartCounter:
    """Passes a multipart stream on and counts the parts that carry a file with something in it.

    A part named "" and empty is what a browser sends where no file was chosen: it counts as none.
    """

    def __init__(self, stream: Readable, boundary: bytes) -> None:
        self.count = 0
        self._stream = stream
        self._kept = b""
        # The part's headers, then not at once the next boundary.
        self._head = re.compile(
            rb"--" + re.escape(boundary) + rb"\r\n((?:[^\r\n]+\r\n){1,20})\r\n", re.DOTALL
        )
        self._end = b"\r\n--" + boundary
        self._margin = LONGEST_HEADERS + len(boundary)

    def read(self, *args: Any) -> bytes:
        chunk = self._stream.read(*args)
        self._scan(self._kept + chunk, last=not chunk)
        return chunk

    def _scan(self, window: bytes, *, last: bool) -> None:
        done = 0
        for part in self._head.finditer(window):
            following = window[part.end() : part.end() + len(self._end)]
            if len(following) < len(self._end) and not last:
                # Too near the end to tell whether the part is empty: look again with more.
                self._kept = window[part.start() :]
                return
            done = part.end()
            headers = part[1].lower()
            named = re.search(rb'filename\*?="?([^";\r\n]*)', headers)
            empty = following.startswith((self._end, self._end[2:]))
            if named is not None and (named[1] or not empty):
                self.count += 1
        self._kept = window[max(done, len(window) - self._margin) :]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


class WatchfulUploadHandler(FileUploadHandler):
    """Stands before Django's own handlers; put it there before the request's POST is read."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.counter: PartCounter | None = None
        self.sizes: dict[str, list[int]] = defaultdict(list)
        """Bytes sent for each file that came through, by the name of its field, in order."""
        self._taken = 0

    @property
    def parts_sent(self) -> int:
        return self.counter.count if self.counter else 0

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],
        content_length: int,
        # Bytes, whatever the stubs say.
        boundary: Any,
        encoding: str | None = None,
    ) -> None:
        # The parser reads through the request, which has no public place to listen at.
        if hasattr(input_data, "_stream"):
            self.counter = PartCounter(input_data._stream, boundary)
            input_data._stream = self.counter

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._taken = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Hands on no more than one chunk beyond the limit."""
        if self._taken > settings.MAX_DISPATCH_BYTES:
            return None
        self._taken += len(raw_data)
        return raw_data

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        """Notes the full size: the next handlers know only what was handed on."""
        self.sizes[str(self.field_name)].append(file_size)
        return None
