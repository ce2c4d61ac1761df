"""Logs that say what happened, and neither who asked nor what they asked for."""

import logging.config
import re
import sys
from typing import Any, TextIO

import structlog
from gunicorn import glogging
from structlog.typing import EventDict, Processor, WrappedLogger

QUERY_STRING = re.compile(r"(?<=[/\w])\?[^\s'\"<>]+")
CLIENT_ADDRESS = re.compile(r"\bip=\S+")
MAIL_ADDRESS = re.compile(r"[^\s@<>\"'(){}\[\]:;,=/]+@[^\s@<>\"'(){}\[\]:;,=/]+\.[^\s@<>\"'(){}\[\]:;,=/.]+")


def without_personal_data(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Cut query strings (amounts, countries, keys), client and mail addresses out of every log line."""
    for key, value in event.items():
        if isinstance(value, str):
            without_question = CLIENT_ADDRESS.sub("ip=…", QUERY_STRING.sub("?…", value))
            event[key] = MAIL_ADDRESS.sub("…@…", without_question)
    return event


SHARED_PROCESSORS: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def configure(settings: dict[str, Any], stream: TextIO | None = None) -> None:
    """Send every logger, the standard library's too, through one formatter to standard error (or stream).

    Named by settings.LOGGING_CONFIG, so Django calls it with settings.LOGGING: {"level": "INFO"}.
    """
    stream = stream or sys.stderr
    on_terminal = stream.isatty()
    renderer: Processor = (
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
        if on_terminal
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    readable_exceptions = [] if on_terminal else [structlog.processors.format_exc_info]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED_PROCESSORS,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "structured": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "foreign_pre_chain": SHARED_PROCESSORS,
                    "processors": [
                        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                        *readable_exceptions,
                        without_personal_data,
                        renderer,
                    ],
                }
            },
            "handlers": {
                "stream": {"class": "logging.StreamHandler", "stream": stream, "formatter": "structured"}
            },
            "root": {"handlers": ["stream"], "level": settings["level"]},
            # Replaces Django's own handlers, which would print or mail whole requests.
            "loggers": {"django": {"handlers": []}, "django.server": {"handlers": [], "propagate": True}},
        }
    )


class GunicornLogger(glogging.Logger):
    """Gunicorn's lines through the same formatter: `--logger-class remitcompare.logs.GunicornLogger`."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        configure({"level": self.error_log.level})
        for log in (self.error_log, self.access_log):
            log.handlers.clear()
            log.propagate = True
