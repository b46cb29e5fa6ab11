"""Cells: how each sort of cell is read and checked, whatever its column.
In: the text of a cell that is not empty. Out: its value, or BadCell with a reason for the person who has the file.
Next: columns.py says which column is of which sort.
"""

import datetime
import re
import unicodedata
from collections.abc import Callable
from typing import Any, TypeAlias

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from directory.languages import LANGUAGE_CODES
from directory.models.organisations import OLDEST_AGE
from directory.models.standing import phone_number
from directory.web_addresses import only_http

Clean: TypeAlias = Callable[[str], Any]
SEPARATOR = "|"
# The oldest institutions that still work were founded before the year 1000.
FIRST_YEAR = 500
LONGEST_ADDRESS = 500
LONGEST_CONTACT = 254

_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_WHOLE_NUMBER = re.compile(r"[0-9]+")
_BARE_DOMAIN = re.compile(r"[^\s:/@?#]+\.[^\s:/@?#]+([/?#]\S*)?")
_LANGUAGE_AND_NAME = re.compile(r"(?P<code>[A-Za-z]{2,3}):(?P<gap>\s*)(?P<name>.*)")
_email = EmailValidator()


class BadCell(Exception):  # noqa: N818 - an answer to the person, not an error of the program
    """What a cell says cannot be taken; the message says why."""


def plain(cell: str) -> str:
    """Return a cell's text on one line: a formula is text like any other."""
    return unicodedata.normalize("NFC", " ".join(cell.split()))


def text(longest: int) -> Clean:
    """Return the reader of a text of at most `longest` characters."""

    def clean(cell: str) -> str:
        if len(cell) > longest:
            raise BadCell(f"has {len(cell)} characters, {longest} are allowed")
        return cell

    return clean


def texts(longest: int) -> Clean:
    """Return the reader of several texts, each at most `longest` characters."""
    one = text(longest)
    return lambda cell: tuple(one(part) for part in parts(cell))


def parts(cell: str) -> list[str]:
    """Return what a cell lists, each once."""
    return list(dict.fromkeys(filter(None, (part.strip() for part in cell.split(SEPARATOR)))))


def coordinate(limit: int) -> Clean:
    """Return the reader of degrees between -limit and limit."""

    def clean(cell: str) -> float:
        if not _NUMBER.fullmatch(cell):
            raise BadCell(f"{shown(cell)} is not a number of degrees, such as -36.8")
        degrees = float(cell)
        if not -limit <= degrees <= limit:
            raise BadCell(f"{shown(cell)} is not between -{limit} and {limit}")
        return degrees

    return clean


def year(cell: str) -> int:
    """Read the year in which an organisation was founded."""
    return _whole_number(cell, FIRST_YEAR, datetime.datetime.now(tz=datetime.UTC).year, "a year")


def age(cell: str) -> int:
    """Read an age in years."""
    return _whole_number(cell, 0, OLDEST_AGE, "an age")


def web_address(cell: str) -> str:
    """Read an address on the web: http or https, and https where a bare domain was written."""
    address = f"https://{cell}" if _BARE_DOMAIN.fullmatch(cell) else cell
    try:
        only_http(address)
    except ValidationError:
        raise BadCell(f"{shown(cell)} is not an address that begins with http:// or https://") from None
    return str(text(LONGEST_ADDRESS)(address))


def email(cell: str) -> str:
    """Read an e-mail address."""
    try:
        _email(cell)
    except ValidationError:
        raise BadCell(f"{shown(cell)} is not an e-mail address") from None
    return str(text(LONGEST_CONTACT)(cell))


def phone(cell: str) -> str:
    """Read a phone number."""
    try:
        phone_number(cell)
    except ValidationError:
        raise BadCell(f"{shown(cell)} is not a phone number (digits, spaces and +)") from None
    return cell


def languages(cell: str) -> tuple[str, ...]:
    """Read a list of language codes."""
    codes = [part.lower() for part in parts(cell)]
    for code in codes:
        if code not in LANGUAGE_CODES:
            raise BadCell(f"{shown(code)} is not a language's ISO 639 code, such as fr")
    return tuple(dict.fromkeys(codes))


def names_with_language(longest: int) -> Clean:
    """Return the reader of `language:name|…`; `:name`, or a name alone, is one in no language that is known."""
    limited = text(longest)

    def clean(cell: str) -> tuple[tuple[str, str], ...]:
        names = [_language_and_name(part) for part in parts(cell)]
        return tuple(dict.fromkeys((language, str(limited(name))) for language, name in names if name))

    return clean


def shown(cell: str) -> str:
    """Return a cell as a report quotes it: short, and visible where it is not printable."""
    longest = 60
    visible = "".join(each if each.isprintable() else repr(each)[1:-1] for each in cell[:longest])
    return f'"{visible}{"…" if len(cell) > longest else ""}"'


def _language_and_name(part: str) -> tuple[str, str]:
    tagged = _LANGUAGE_AND_NAME.fullmatch(part)
    if tagged is None:
        return "", part.removeprefix(":").strip()
    code, gap = tagged["code"], tagged["gap"]
    if code.lower() in LANGUAGE_CODES and (not gap or code.islower()):
        return code.lower(), tagged["name"]
    if code.islower() and not gap:
        # A mistyped code must not end up in a name that the public reads.
        raise BadCell(
            f"{shown(code)} is not a language's ISO 639 code; if it is a part of the name, "
            f"put a colon before it: {shown(':' + part)}"
        )
    return "", part


def _whole_number(cell: str, least: int, greatest: int, what: str) -> int:
    # Five digits are more than any bound here, and int() refuses thousands of them with a sentence of its own.
    if not _WHOLE_NUMBER.fullmatch(cell) or len(cell) > len(str(greatest)) + 1:
        raise BadCell(f"{shown(cell)} is not {what} between {least} and {greatest}")
    number = int(cell)
    if not least <= number <= greatest:
        raise BadCell(f"{shown(cell)} is not {what} between {least} and {greatest}")
    return number
