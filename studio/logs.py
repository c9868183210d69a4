"""Lines of the log: without the keys that addresses carry, and no record that could pass for several."""

import logging
import re

# Shares, invitations and tokens; and what stands in the addresses of mails and one-time links.
_KEY = re.compile(
    r"(?P<ours>sb[a-z]_)[0-9A-Za-z]{8,}|(?P<way>/(?:reset/key|confirm-email|welcome|v1/files)/)[^/\s]{8,}"
)
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")


class Line(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return _KEY.sub(lambda found: f"{found['ours'] or found['way']}…", super().format(record))

    def formatMessage(self, record: logging.LogRecord) -> str:
        """A traceback comes after this, and keeps its lines."""
        record.message = _CONTROL.sub(lambda found: ascii(found[0])[1:-1], record.message)
        return super().formatMessage(record)
