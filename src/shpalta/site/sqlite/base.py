"""The database backend; Django looks for `DatabaseWrapper` in a module of this name."""

import json
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.backends.sqlite3.operations import DatabaseOperations as SQLiteOperations


class DatabaseOperations(SQLiteOperations):
    """SQLite's operations, with readable JSON."""

    def adapt_json_value(self, value: Any, encoder: Any) -> str:
        """Write JSON without escaping letters beyond ASCII."""
        return json.dumps(value, cls=encoder, ensure_ascii=False)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to SQLite."""

    ops_class = DatabaseOperations
