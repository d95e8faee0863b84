"""Captions and credits: who took the picture and who wrote the lines is kept, and is not the story."""

import re

from extraction import datelines

_MAKERS = (
    r"(?:[Ff]ile )?[Pp]hoto(?:graph)?s?|PHOTOS?|FILE PHOTO|[Ii]mages?|[Pp]ictures?|[Pp]ic|[Ff]oto|"
    r"[Ii]llustration|[Vv]ideo|[Gg]raphic"
)
_AGENCIES = (
    r"AFP|AP|Reuters|REUTERS|EPA|EFE|ANSA|dpa|DPA|Getty(?: Images)?|Xinhua|Anadolu(?: Agency)?|AA|PTI|Bloomberg|"
    r"Shutterstock|Profimedia|Alamy|NurPhoto|Sipa|TASS|Kyodo|Yonhap|iStock|Unsplash|Wikimedia(?: Commons)?|Twitter|X"
)
# At the end of a paragraph, as in "... at Niamey airport (Niger)Photo: Stanislas Poyet / AFP / Profimedia".
_INLINE = re.compile(
    rf"(?:^|(?<=[\s.!?)\]”\"'’\w]))[(\[]?(?:"
    rf"(?:{_MAKERS})(?: [Cc]redits?| [Cc]ourtesy(?: of)?| by)?\s*[:©]\s*[^\s].{{0,140}}"
    rf"|(?:{_MAKERS}) (?:by|courtesy of) [A-Z@][^.]{{0,100}}?"
    rf"|(?:[Cc]redits?|CREDIT)\s*:\s*[^\s].{{0,120}}"
    rf"|©\s*.{{2,100}}"
    rf"|(?:{_AGENCIES})(?: [Pp]hoto)?\s*/\s*[A-Z][\w .'’-]{{2,60}}"
    rf"|(?:[A-Z][\w.'’-]+ ){{1,4}}?[/|]\s*(?:{_AGENCIES})(?:\s*/\s*[\w .]{{2,40}}| [Pp]hoto)*"
    rf")[)\]]?\.?$"
)
_SIGNED = re.compile(
    r"\s*[(\[](?:Additional |With )?(?:reporting|writing|editing|translat\w+|compil\w+|written|edited|graphics?)"
    r"(?: and (?:writing|editing))? (?:from|by)\b[^()]{2,400}[)\]]\.?$",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"(?:\(?(?:Additional )?(?:reporting|writing|editing|translation|compiled|written|edited)"
    r"(?: and (?:writing|editing))? by\b.{2,300}$"
    r"|(?:Source|Sources|Via|Agency|Agencies)\s*:\s*.{2,60}$"
    r"|(?:Copyright|©|\(c\))\s.{2,200}$"
    r"|.{0,60}\ball rights reserved\b.{0,120}$"
    r"|.{2,200}\bcontributed to this (?:report|story|article)\.?$"
    r"|Follow .{2,80} on (?:Twitter|X|Facebook|Instagram)\b.{0,120}$"
    r"|Our Standards: .{2,120}$)",
    re.IGNORECASE | re.DOTALL,
)
_CAPTION = re.compile(
    r"(?:FILE(?: PHOTO)?\s*[-–—:]|(?:Photo |Image |Picture )?[Cc]aption\s*:|"
    r"Pictured(?: above)?\s*:|In this (?:file )?photo\b|"
    r"In this (?:file )?image\b)"
)
_LONGEST_CAPTION = 400
_LONGEST_CREDITED = 2000
"""A longer paragraph with a slash and a name at its end is a story and not a caption."""


def split_off(paragraph: str) -> tuple[str, str, str]:
    """A paragraph's own words, their kind, and the credit at its end: one of the two may be "".

    "Soldiers at the airportPhoto: Ann Lee / AFP" -> ("Soldiers at the airport", "caption", "Photo: Ann Lee / AFP")
    """
    if _WHOLE.match(paragraph):
        return "", "body", paragraph
    signed = _SIGNED.search(paragraph, max(0, len(paragraph) - 420))
    if signed:
        return paragraph[: signed.start()].rstrip(), "body", paragraph[signed.start() :].strip()
    caption = is_caption(paragraph)
    start = 12 if caption else max(0, len(paragraph) - 180)
    inline = _INLINE.search(paragraph, start) if len(paragraph) < _LONGEST_CREDITED else None
    if inline is None:
        return paragraph, "caption" if caption else "body", ""
    words = paragraph[: inline.start()].rstrip(" |-–—")
    short = len(words) <= _LONGEST_CAPTION and datelines.parse(words) is None
    return words, "caption" if short else "body", paragraph[inline.start() :].strip()


def is_caption(paragraph: str) -> bool:
    """Whether a paragraph says itself that it stands under a picture."""
    return bool(_CAPTION.match(paragraph)) and len(paragraph) <= _LONGEST_CAPTION


def source_named(credit: str) -> str:
    """The source that a closing credit names: "Source: AFP" -> "AFP", else ""."""
    match = re.match(r"(?:source|via|agency)\s*:\s*([^.;|]{2,40})", credit, re.IGNORECASE)
    return match[1].strip() if match else ""
