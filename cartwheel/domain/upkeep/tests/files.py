"""Files of customers as they really are, made anew for every test: always the same.

``students_csv`` writes a file with one row for each student as an old program exports it and an
office has kept it: German-style semicolons and Windows-1252, line breaks inside quotes, phones that
Excel has been at, brothers and sisters whose parents are spelled in two ways, dates with the day
first, rows that cannot be read.
"""

import csv
import io
import random
from datetime import date, timedelta

HEADERS = (
    "Family ID",
    "Student First Name",
    "Student Last Name",
    "DOB",
    "Gender",
    "Mother's First Name",
    "Mother's Last Name",
    "Mother's Email",
    "Mom Cell",
    "Home Phone",
    "Street",
    "City",
    "ST",
    "Zip Code",
    "Emergency Contact",
    "Emergency Phone",
    "Allergies",
    "Notes",
    "Balance",
    "",
    "Notes",
)
LAST = (
    "Müller", "O'Brien", "García", "Nguyen", "Smith-Jones", "Åkesson", "Łuczak", "Patel", "Kim",
    "de la Cruz", "Fernández", "Brown", "Johnson", "Weiß", "Ó Súilleabháin", "Rossi",
)  # fmt: skip
FIRST = (
    "Anika", "Rohan", "Tara", "Mia", "Leo", "Zoë", "José", "Chloé", "Björn", "Ella", "Noah",
    "Anne-Marie", "Liam", "Sofía", "Max", "Ivy",
)  # fmt: skip
ADULTS = ("Priya", "Katherine", "Renée", "Dana", "Marisol", "Jürgen", "Luis", "Anna")


def student_rows(families, seed=7):
    """Rows as lists of text, one for each student; every 50th family has something wrong."""
    chance = random.Random(seed)  # noqa: S311 - a file, not a secret
    for number in range(1, families + 1):
        last = f"{chance.choice(LAST)}{'' if number % 3 else ' ' + chr(65 + number % 26)}"
        adult = chance.choice(ADULTS)
        email = f"{number:05d}.parent@mail{number % 7}.example"
        phone = 5_120_000_000 + number * 37
        firsts = chance.sample(FIRST, chance.choice((1, 1, 2, 2, 3)))
        for child, first in enumerate(firsts):
            born = date(2012, 1, 1) + timedelta(days=number * 3 % 3600 + child * 500)
            yield [
                f"F-{number:05d}" if number % 4 else "",
                first,
                last if child == 0 else last.upper(),
                f"{born.day:02d}.{born.month:02d}.{born.year}",
                chance.choice(("F", "M", "female", "boy", "")),
                adult if child == 0 else adult[:3],
                last,
                f"  {email.upper()} " if child else email,
                _messy_phone(phone, number + child),
                "n/a" if number % 2 else f"(512) 555-{number % 10000:04d}",
                f"{number} Elm Street\nApt {number % 9}"
                if number % 5 == 0
                else f"{number} Oak Ave",
                "Austin",
                "TX",
                f"{78700 + number % 99}",
                "Grandma Rose" if number % 3 == 0 else "",
                f"+1 512 555 {number % 10000:04d}" if number % 3 == 0 else "",
                "peanuts" if number % 11 == 0 else "",
                'says "hello" twice;\nthen leaves' if number % 13 == 0 else "",
                _balance(number),
                "",
                "",
            ]
        if number % 50 == 0:
            yield ["", "", "Nobody", "31.02.2015", "", "", "", f"bad{number}@", "12", *[""] * 12]


def _messy_phone(phone, number):
    text = str(phone)
    return (
        text,
        f"{text}.0",
        f"{text[0]}.{text[1:]}E9",
        f"({text[:3]}) {text[3:6]}-{text[6:]}",
        f"{text[:3]}.{text[3:6]}.{text[6:]} x12",
        f"1-{text[:3]}-{text[3:6]}-{text[6:]}",
    )[number % 6]


def _balance(number):
    if number % 10 == 0:
        return f"$1,{number % 1000:03d}.50"
    return "(25.00)" if number % 17 == 0 else ""


def students_csv(
    families: int, encoding: str = "cp1252", separator: str = ";", title: bool = True
) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    if title:
        writer.writerow(["All students"])
        writer.writerow([])
    writer.writerow(HEADERS)
    writer.writerows(student_rows(families))
    return text.getvalue().encode(encoding, "replace")


def workbook(rows, sheets=("Notes", "Customers")):
    """An Excel workbook whose last sheet holds ``rows`` of any values."""
    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = sheets[0]
    book.active["A1"] = "Exported by hand"
    page = book.create_sheet(sheets[-1])
    for row in rows:
        page.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
