"""Django admin for correcting: every act goes through `entities.corrections`."""

from entities.admin import entities, ledger, mentions, records, statements

__all__ = ["entities", "ledger", "mentions", "records", "statements"]
