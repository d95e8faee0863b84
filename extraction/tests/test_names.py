from extraction.names import LABELS, find_names


def test_names_have_labels_scores_and_offsets_in_their_paragraph() -> None:
    texts = ["Emmanuel Macron visited Paris on Tuesday.", "", "Angela Merkel met Barack Obama."]
    found = find_names(texts)
    assert len(found) == len(texts)
    assert found[1] == []
    for text, spans in zip(texts, found, strict=True):
        for span in spans:
            assert 0 <= span.start < span.end <= len(text)
            assert span.label in LABELS
            assert 0.0 < span.score <= 1.0
    first = found[0][0]
    assert (texts[0][first.start : first.end], first.label) == ("Emmanuel Macron", "person")


def test_offsets_hold_beyond_the_first_window() -> None:
    text = "Nothing happened there at all that day. " * 100 + "Emmanuel Macron visited Paris."
    [spans] = find_names([text])
    assert "Emmanuel Macron" in [text[span.start : span.end] for span in spans]


def test_text_in_capitals_is_read_as_if_it_were_not() -> None:
    text = "PRESIDENT EMMANUEL MACRON VISITED GERMANY WITH ANGELA MERKEL ON TUESDAY."
    [spans] = find_names([text])
    assert "ANGELA MERKEL" in [text[span.start : span.end] for span in spans]


def test_no_paragraphs_have_no_names() -> None:
    assert find_names([]) == []
