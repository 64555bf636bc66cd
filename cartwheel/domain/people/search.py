"""By which words a family is found, and what a typed text asks for.

Both sides cut text the same way, so whatever is typed as it stands in the record finds it: words
without accents and case, from their beginning; an email address from its beginning; a telephone
number in any format, from its beginning, from the area code on, or by its last seven or four
digits.
"""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import phonenumbers

from cartwheel.kernel.text import folded

LONGEST = 120  # characters kept of a term
APOSTROPHES = str.maketrans("", "", "'’‘ʼ`´")
PHONE_MARKS = frozenset("+()-–./ ")
WHOLE_NUMBER = 7  # from so many digits on, groups are one number: 555 0177
LAST = "\U0010ffff"  # stands after every character, in the order of bytes too


def words_of(text: str) -> list[str]:
    """The words of ``text``, folded. A chunk without letters (an emoji) is a word of its own."""
    found = []
    for chunk in _plain(text).translate(APOSTROPHES).split():
        found += _cut(chunk) or [_visible(chunk)]
    return [word[:LONGEST] for word in found if word]


def _plain(text: str) -> str:
    """As a typed text is composed. Folding can uncover a capital (ℂ): it is folded twice."""
    return folded(folded(unicodedata.normalize("NFKC", text)))


def _cut(chunk: str) -> list[str]:
    """Runs of letters, digits and marks: vowel signs of Indic scripts are marks."""
    runs = "".join(c if unicodedata.category(c)[0] in "LNM" else " " for c in chunk).split()
    return [run for run in runs if any(c.isalnum() for c in run)]


def _visible(chunk: str) -> str:
    return "".join(c for c in chunk if unicodedata.category(c)[0] != "C")


# What a record offers


@lru_cache(maxsize=8192)  # the names of a country come back again and again
def name_terms(name: str) -> frozenset[str]:
    """O'Brien is found as obrien and as brien; Anne-Marie as anne, as marie and as annemarie.

    So is de la Cruz as delacruz. A fox before a name (🦊Ann) is found by the fox, too.
    """
    words = words_of(name)
    terms = {*words, "".join(words)}
    for chunk in _plain(name).split():
        parts = _cut(chunk)
        terms |= {*parts, "".join(parts)}
        if not chunk[0].isalnum():
            terms.add(_visible(chunk.translate(APOSTROPHES)))
    return frozenset(term[:LONGEST] for term in terms if term)


def email_terms(address: str) -> set[str]:
    """The whole address, and the words of it."""
    return {address.lower()[:LONGEST], *words_of(address)}


def phone_terms(number: str) -> set[str]:
    """The digits of an E.164 number with and without the country, the last seven, the last four."""
    full = phonenumbers.normalize_digits_only(number)
    national = full
    terms = {full}
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        pass  # kept as it was typed
    else:
        national = phonenumbers.national_significant_number(parsed)
        at_home = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
        terms |= {national, phonenumbers.normalize_digits_only(at_home)}
    return {term for term in {*terms, national[-7:], national[-4:]} if term}


# What a text asks for


def asked_for(text: str, country: str) -> list[tuple[str, ...]]:
    """What must all be found, each as the beginning of a term; alternatives are in one tuple.

    Empty for a text that asks for nothing.
    """
    needles: list[tuple[str, ...]] = []
    for chunk, is_number in _chunks(text):
        if is_number:
            needles.append(_numbers(chunk, country))
        elif "@" in chunk.strip("@"):
            needles.append((chunk.lower()[:LONGEST],))
        else:
            needles += [(word,) for word in words_of(chunk)]
    return list(dict.fromkeys(needles))


def _chunks(text: str) -> Iterator[tuple[str, bool]]:
    """The chunks between spaces; neighbors that make up a telephone number are one chunk."""
    run: list[str] = []
    for chunk in unicodedata.normalize("NFKC", text.replace("\0", " ")).split():
        if _is_numeric(chunk):
            run.append(chunk)
            continue
        yield from _joined(run)
        run = []
        yield chunk, False
    yield from _joined(run)


def _joined(run: list[str]) -> Iterator[tuple[str, bool]]:
    if len(_digits("".join(run))) >= WHOLE_NUMBER:
        yield " ".join(run), True
    else:
        yield from ((chunk, True) for chunk in run if _digits(chunk))


def _is_numeric(chunk: str) -> bool:
    return all(c.isdecimal() or c in PHONE_MARKS for c in chunk) and chunk.strip("-–") != ""


def _digits(text: str) -> str:
    return str(phonenumbers.normalize_digits_only(text))


def _numbers(text: str, country: str) -> tuple[str, ...]:
    """The digits as typed and, where they are a whole number, those of the number they mean.

    ``512.5`` may also be how an email address begins.
    """
    typed = _digits(text.replace("(0)", ""))
    found = [typed] if " " in text or "(" in text else [typed, text]
    try:
        parsed = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        parsed = None
    if parsed is not None and phonenumbers.is_valid_number(parsed):
        e164 = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164)
        found.append(_digits(e164))
    elif typed.startswith("00"):
        found.append(typed[2:])
    return tuple(dict.fromkeys(number[:LONGEST] for number in found if number))
