"""The project's one signal: it announces a fact, and the layer above decides what follows."""

from django.dispatch import Signal

# Sent by articles.intake inside the filing transaction, with `article` (an Article whose
# current_version is set). A receiver that raises undoes the filing.
article_filed = Signal()
