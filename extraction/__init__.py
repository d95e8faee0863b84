"""Reads dispatches: plain text in, paragraphs and annotations out.

Plain Python: no Django, no database, no network, no clock.
`python -m extraction story.txt` shows what it finds.
"""
