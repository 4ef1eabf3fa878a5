"""The keys of each record in `data/*.yml`."""

from __future__ import annotations

import re

from kb import schema
from kb.schema import Field, Kind

WORD = {
    "zh": Field(Kind("一段文字", "text", lambda v: isinstance(v, str))),
    "en": Field(Kind("一段文字", "text", lambda v: isinstance(v, str))),
}
TEXTS = {"claim": Field(schema.text()), "right": Field(schema.text()), "why": Field(schema.text())}
STAGE = {
    "id": Field(schema.text(schema.ID)),
    "zh": Field(schema.text()),
    "en": Field(schema.text()),
    "questions": Field(schema.texts(schema.ID)),
}
SEED = {"id": Field(schema.text(schema.SEED)), "title": Field(schema.text())}
CORRECTION = {
    "id": Field(
        schema.text(
            re.compile(r"(\d{3}-\d{2}-\d+|field-\d{2,})\Z"), "如 000-08-1 或 field-01", "like 000-08-1 or field-01"
        )
    ),
    "seed": Field(schema.text(re.compile(r"(\d{3}-\d{2}|field)\Z"), "种子题编号或 field", "a seed id or field")),
    "question": Field(schema.text(schema.ID)),
    "verdict": Field(schema.one_of("wrong", "misleading", "outdated")),
    "severity": Field(schema.number(1, 3)),
    "zh": Field(schema.MAPPING),
    "en": Field(schema.MAPPING),
    "evidence": Field(
        schema.texts(
            re.compile(r"(@[a-z0-9-]+(, .+)?|verify/\w+\.py)\Z"),
            '如 ["@key2020, §5", verify/x.py]',
            'like ["@key2020, §5", verify/x.py]',
        )
    ),
}
ERRATUM = {
    "date": Field(schema.DATE),
    "question": Field(schema.text(schema.ID)),
    "finder": Field(schema.text()),
    "check": Field(schema.text()),
    "zh": Field(schema.MAPPING),
    "en": Field(schema.MAPPING),
}
ERRATUM_TEXTS = {"was": Field(schema.text()), "now": Field(schema.text())}
SOURCE = {
    "authors": Field(schema.texts()),
    "title": Field(schema.text()),
    "venue": Field(schema.text()),
    "year": Field(schema.number(1900, 2100)),
    "arxiv": Field(
        schema.text(
            re.compile(r"(\d{4}\.\d{4,5}|[a-z-]+/\d{7})\Z"),
            '带引号的编号，如 "1910.02054"',
            'a quoted id like "1910.02054"',
        ),
        required=False,
    ),
    "doi": Field(schema.text(re.compile(r"10\.\d{4,}/\S+\Z"), "如 10.1145/…", "like 10.1145/…"), required=False),
    "url": Field(schema.text(re.compile(r"https://\S+\Z"), "https 地址", "an https address"), required=False),
    "checked": Field(schema.DATE),
    "places": Field(schema.MAPPING),
}
PLACE = {
    "how": Field(schema.one_of("paper", "copy", "quotation")),
    "date": Field(schema.DATE),
    "via": Field(schema.text(), required=False),
}
MOVED = {
    "questions": Field(schema.MAPPING),
    "anchors": Field(schema.MAPPING),
    "corrections": Field(schema.MAPPING, required=False),
}

SYNONYM = {"words": Field(schema.texts())}
