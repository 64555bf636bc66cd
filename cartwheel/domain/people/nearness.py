"""Which texts are one slip of the finger away from a word, and by which names people go.

A slip leaves out a letter, adds one, takes a wrong one, or swaps two. All that a slip can have
been meant as is written out and looked up as the beginning of a stored word, each by the index:
some hundred lookups for a name. So there is no second list of words to keep, and a word that is
not typed to its end is near as well.
"""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

SHORTEST, LONGEST = 3, 40  # of shorter words everything is near; longer ones nobody types
SHORTEST_BEGINNING = 4  # of a word that is not typed to its end
SHORTEST_NUMBER = 7
MOST_LETTERS = 100  # tried at each place of a word of mixed scripts
DIGITS = "0123456789"
LATIN = "abcdefghijklmnopqrstuvwxyz"
SIGNS_OF_ADDRESSES = ".-_@"
# A stretch of Unicode for each script whose letters are few enough to try each of them.
SCRIPTS = {
    "GREEK": (0x370, 0x400),
    "CYRILLIC": (0x400, 0x460),
    "ARMENIAN": (0x530, 0x590),
    "HEBREW": (0x590, 0x600),
    "ARABIC": (0x620, 0x650),
    "DEVANAGARI": (0x900, 0x980),
    "THAI": (0xE00, 0xE80),
    "GEORGIAN": (0x10D0, 0x1100),
    "HANGUL": (0x1100, 0x1200),
    "HIRAGANA": (0x3040, 0x30A0),
    "KATAKANA": (0x30A0, 0x3100),
}
NICKNAMES = """
abigail abby · alexander alex xander sasha · alexandra alex sandra sasha · andrew andy drew ·
anthony tony · benjamin ben benny · catherine katherine kathryn cathy kathy kate katie · charles
charlie chuck · christina christine chris tina · christopher chris kit topher · daniel dan danny ·
david dave · deborah debbie deb · edward ed eddie ted · elizabeth liz lizzie beth betty eliza ·
emily emma em · frederick fred freddie · gabriel gabe · gregory greg · guillermo memo william ·
isabella isabel bella izzy · ignacio nacho · jacob jake · james jim jimmy jamie · jennifer jen
jenny · jessica jess jessie · john jack johnny jon jonathan · jose pepe · joseph joe joey ·
joshua josh · juan juancho john · kenneth ken kenny · kimberly kim · lawrence larry · luis lucho
louis · madeline maddie · margaret maggie meg peggy greta · maria mary mia · matthew matt mateo ·
michael mike mickey miguel · mohammed muhammad mohamed mo · natalie nat · nathan nate nathaniel ·
nicholas nick nico · olivia liv livvy · pamela pam · patricia pat patty tricia · patrick pat paddy
· peter pete · philip phil · rebecca becca becky · richard rick dick ricardo · robert rob bob
bobby robbie · ronald ron · samantha sam · samuel sam sammy · stephanie steph · stephen steven
steve · susan sue susie · theodore theo ted teddy · thomas tom tommy · timothy tim · victoria
vicky tori · vincent vince vinny · william will bill billy liam · zachary zach zack
"""


@lru_cache(maxsize=1)
def _names() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for group in NICKNAMES.split("·"):
        names = set(group.split())
        for name in names:
            found.setdefault(name, set()).update(names - {name})
    return found


def also_called(word: str) -> list[str]:
    """The names that somebody of this name goes by: ``bob`` for ``robert``, and back."""
    return sorted(_names().get(word, ()))


def slips(word: str) -> list[str]:
    """Every text that one slip away from ``word`` can have been meant, ``word`` not among them.

    Empty for a word that is too short or too long to guess at. A letter added at the end is
    left out: what begins so begins with ``word``.
    """
    shortest = SHORTEST_NUMBER if word.isdigit() else SHORTEST
    if not shortest <= len(_in_script(word)) <= LONGEST:
        return []
    letters = _alphabet(word)
    halves = [(word[:n], word[n:]) for n in range(len(word))]
    found = dict.fromkeys(a + b[1:] for a, b in halves if len(word) > SHORTEST)
    found |= dict.fromkeys(a + b[1] + b[0] + b[2:] for a, b in halves if len(b) > 1)
    found |= dict.fromkeys(a + letter + b[1:] for a, b in halves for letter in letters)
    found |= dict.fromkeys(a + letter + b for a, b in halves for letter in letters)
    found.pop(word, None)
    return list(found)


def _in_script(word: str) -> str:
    """The word, or twice the word in a script that needs few signs for a name."""
    return word if word.isascii() or _alphabet(word) else word * 2


@lru_cache(maxsize=1000)
def _alphabet(word: str) -> str:
    if word.isdigit():
        return DIGITS
    if "@" in word:
        return LATIN + DIGITS + SIGNS_OF_ADDRESSES
    found = {_script_of(c) for c in word}
    digits = DIGITS if any(c.isdigit() for c in word) else ""
    return ("".join(_letters(script) for script in sorted(found)) + digits)[:MOST_LETTERS]


@lru_cache(maxsize=2000)
def _script_of(letter: str) -> str:
    return unicodedata.name(letter, "").split(" ")[0]


@lru_cache(maxsize=30)
def _letters(script: str) -> str:
    if script == "LATIN":
        return LATIN
    first, last = SCRIPTS.get(script, (0, 0))
    return "".join(filter(_is_folded_letter, map(chr, range(first, last))))


def _is_folded_letter(letter: str) -> bool:
    if unicodedata.category(letter) not in ("Lo", "Ll", "Mc"):
        return False
    return unicodedata.normalize("NFKD", letter.casefold()) == letter


def nearest(word: str, candidates: Iterable[tuple[str, str]], most: int) -> list[str]:
    """The best of ``candidates`` (what was meant, the stored word that begins so).

    Whole words before beginnings, and a first letter as typed before another: it is rarely wrong.
    """
    pairs = list(candidates)
    whole = [pair for pair in pairs if pair[0] == pair[1]]
    begun = pairs if len(_in_script(word)) >= SHORTEST_BEGINNING else []
    ranked = sorted(whole or begun, key=lambda pair: (pair[0][:1] != word[:1], pair))
    return [meant for meant, _stored in ranked[:most]]
