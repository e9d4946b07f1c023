"""In which language the pages speak: the Indonesian sentences are the message ids, English is their translation."""

from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path

from flask import Flask, g, has_request_context, request

COOKIE, FIRST = "bahasa", "id"
LANGUAGES = {"id": "Bahasa Indonesia", "en": "English"}
"""Indonesian needs no catalogue: what is written in the code is what is said."""
FOLDER = Path(__file__).parent.parent / "translations"


def language() -> str:
    """The code of the language of whoever asks; Indonesian outside of a request. Looked up once a request."""
    if not has_request_context():
        return FIRST
    if "language" not in g:
        chosen = request.cookies.get(COOKIE, FIRST)
        g.language = chosen if chosen in LANGUAGES else FIRST
    return str(g.language)


def stay_indonesian() -> None:
    """From here on this request speaks Indonesian: papers and messages for officials do, whoever prints them."""
    g.language = FIRST


def _(sentence: str) -> str:
    """The sentence in the language of whoever asks; the sentence itself when nobody has translated it."""
    return _catalogue(language()).gettext(sentence) if sentence else ""


def later(sentence: str) -> str:
    """A sentence in a table: the catalogue gets it, whoever shows it translates it."""
    return sentence


def many(one: str, more: str, number: int) -> str:
    """The sentence for that number of things: Indonesian has one form, English two."""
    return _catalogue(language()).ngettext(one, more, number)


@cache
def _catalogue(code: str) -> NullTranslations:
    return translation("messages", FOLDER, [code], fallback=True)


def speak(app: Flask) -> None:
    """Templates of the app say `_("...")`; a value goes in as `%(name)s`, so that a per cent sign is written twice."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(_, many, newstyle=True)  # type: ignore[attr-defined]  # from the extension
    app.jinja_env.globals.update(language=language, languages=LANGUAGES)
