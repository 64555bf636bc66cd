"""Files as they really are, read without a database."""

import io
import zipfile
from datetime import date

import pytest

from cartwheel.domain.upkeep.importing import files, headers, values
from cartwheel.domain.upkeep.importing.dates import doubtful, order_of, read
from cartwheel.domain.upkeep.importing.guessing import guess, program_of
from cartwheel.domain.upkeep.importing.limits import Unreadable
from cartwheel.domain.upkeep.importing.plans import Plan, mapped
from cartwheel.domain.upkeep.importing.reading import Reader
from cartwheel.domain.upkeep.tests.files import students_csv, workbook

TODAY = date(2026, 11, 23)


def table(content):
    file = io.BytesIO(content)
    layout = files.look_at(file, len(content))
    rows = list(files.all_rows(file, layout))
    cells = [row for _number, row in rows]
    return layout, rows, headers.find_header(cells), cells


def families_of(content, columns=None, **options):
    _layout, rows, at, cells = table(content)
    names = headers.tidied(cells[at - 1], max(map(len, cells)))
    columns = columns or guess(names, cells[at:])
    plan = Plan(names, columns, "US", "mdy", TODAY, **options)
    below = [(number, row) for number, row in rows if number > at]
    return list(Reader(plan, list(mapped(below, columns))).families())


PLAIN = "Parent First,Parent Last,Email,Child,DOB\r\nZoë,Müller,zoe@example.com,Ælla,3/7/2020\r\n"


@pytest.mark.parametrize(
    ("encoding", "seen"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
    ],
)
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_any_encoding_and_separator_reads_alike(encoding, seen, separator):
    layout, _rows, _at, _cells = table(PLAIN.replace(",", separator).encode(encoding))
    [family] = families_of(PLAIN.replace(",", separator).encode(encoding))

    assert (layout.encoding, layout.separator) == (seen, separator)
    assert (family.name, family.guardians[0].first_name) == ("Müller", "Zoë")
    assert [(s.first_name, s.born_on) for s in family.students] == [("Ælla", date(2020, 3, 7))]


def test_headers_are_found_below_a_title_and_named_where_they_are_empty_or_repeated():
    _layout, _rows, at, cells = table(
        b"Families,,\n\nas of 11/23/2026,,\nEmail,,Email\na@b.co,x,\n"
    )

    assert at == 4
    assert headers.tidied(cells[at - 1], 3) == ["Email", "Column B", "Email (2)"]


def test_a_table_without_headers_is_matched_by_its_content():
    content = b"ann@example.com,512 555 0177,3/7/2020\nbob@example.com,512 555 0178,4/8/2021\n"
    _layout, _rows, at, cells = table(content)
    names = headers.tidied([], 3)

    assert at == 0
    assert names == ["Column A", "Column B", "Column C"]
    assert guess(names, cells) == ["guardian1.email", "guardian1.phone", "student1.born_on"]


@pytest.mark.parametrize(
    ("names", "program", "columns"),
    [
        (
            "Family ID,Guardian 1 First Name,Guardian 2 Email,Student 2 Birth Date",
            "iClassPro",
            "family.external_id guardian1.first_name guardian2.email student2.born_on",
        ),
        (
            "Family,Contact 1 First Name,Contact 1 Type,Contact 2 Cell Phone,Student,Balance",
            "Jackrabbit",
            "family.name guardian1.first_name guardian1.relationship guardian2.mobile "
            "student1.full_name family.balance",
        ),
        (
            "Customer ID,First Name,Last Name,Mobile Phone,Child Name,Child Birthday",
            "Party Center Software",
            "family.external_id guardian1.first_name guardian1.last_name guardian1.mobile "
            "student1.full_name student1.born_on",
        ),
        (
            "First Name,Last Name,Birthdate,Parent Name,E-mail,Email 2,Student #",
            "",
            "student1.first_name student1.last_name student1.born_on guardian1.full_name "
            "guardian1.email guardian1.email2 student1.external_id",
        ),
        (
            "p1_first,p1Email,s1_dob,Student2DOB,Mother's Cell,Emergency Phone,Zip/Postal Code",
            "",
            "guardian1.first_name guardian1.email student1.born_on student2.born_on "
            "guardian1.mobile emergency1.phone address.postal_code",
        ),
    ],
)
def test_columns_are_matched_by_what_their_headers_say(names, program, columns):
    assert program_of(names.split(",")) == program
    assert guess(names.split(","), []) == columns.split()


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("3/7/2020", "mdy", date(2020, 3, 7)),
        ("3/7/2020", "dmy", date(2020, 7, 3)),
        ("20/3/7", "ymd", date(2020, 3, 7)),
        ("2020-03-07T00:00:00", "dmy", date(2020, 3, 7)),
        ("07.03.20", "dmy", date(2020, 3, 7)),
        ("7-Mar-98", "mdy", date(1998, 3, 7)),
        ("March 7th, 2020", "dmy", date(2020, 3, 7)),
        ("43897", "mdy", date(2020, 3, 7)),
        ("43897.0", "dmy", date(2020, 3, 7)),
        ("20200307", "mdy", date(2020, 3, 7)),
        ("31/02/2020", "dmy", None),
        ("soon", "mdy", None),
        ("1", "mdy", None),
    ],
)
def test_a_day_is_read_however_it_is_written(text, order, day):
    assert read(text, order, today=TODAY) == day


def test_the_order_of_day_and_month_is_seen_from_the_whole_column():
    assert order_of(["3/7/2020", "25/7/2020"], usual="mdy", today=TODAY) == "dmy"
    assert order_of(["3/7/2020", "7/25/2020"], usual="dmy", today=TODAY) == "mdy"
    assert order_of(["3/7/2020", "4/7/2020"], usual="dmy", today=TODAY) == "dmy"
    assert order_of(["12/1/2026", "2/3/2020"], usual="mdy", today=TODAY) == "dmy"  # not born yet


def test_a_column_that_can_be_read_in_two_ways_is_in_doubt():
    texts = ["5/5/2020", "3/4/2018", ""]
    march, april = date(2018, 3, 4), date(2018, 4, 3)
    assert doubtful(texts, "mdy", today=TODAY) == ("3/4/2018", march, april)
    assert doubtful(texts, "dmy", today=TODAY) == ("3/4/2018", april, march)
    assert doubtful([*texts, "3/25/2020"], "mdy", today=TODAY) is None
    assert doubtful(["5/5/2020"], "mdy", today=TODAY) is None
    assert doubtful(["2020-03-04"], "mdy", today=TODAY) is None


@pytest.mark.parametrize(
    ("text", "country", "code"),
    [
        ("2138", "US", "02138"),
        ("501", "US", "00501"),
        ("78704", "US", "78704"),
        ("2138-1000", "US", "2138-1000"),
        ("1010", "AT", "1010"),
    ],
)
def test_excel_has_taken_the_zeros_off_zip_codes(text, country, code):
    assert values.postal_code(text, country) == code


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("5125550177.0", [("5125550177", "")]),
        ("5.125550177E9", [("5125550177", "")]),
        ("(512) 555-0177 ext. 12", [("(512) 555-0177", "12")]),
        ("512 555 0177; 737-555-0188", [("512 555 0177", ""), ("737-555-0188", "")]),
        ("n/a", []),
    ],
)
def test_phones_are_freed_of_what_spreadsheets_did_to_them(text, numbers):
    assert values.phones_in(text) == numbers


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("$1,234.50", 123450),
        ("1.234,50", 123450),
        ("(25.00)", -2500),
        ("25.00 CR", -2500),
        ("-3", -300),
        ("0", 0),
        ("12,5", 1250),
        ("1,234", 123400),
        ("later", None),
    ],
)
def test_money_is_read_however_it_is_written(text, amount):
    assert values.minor_units(text) == amount


def test_rows_of_one_family_come_together_however_its_people_are_spelled():
    content = (
        "Child First,Child Last,DOB,Parent First,Parent Last,Parent Email,Parent Cell\n"
        "Anika,Banerjee,3/7/2019,Priya,Banerjee,priya@example.com,5125550177.0\n"
        "Rohan,BANERJEE,4/8/2015,Pria,Banerjee,Priya@Example.com ,\n"
        "Tara,Banerjee,5/9/2023,P.,Banerjee,,(512) 555-0177\n"
        "Mia,O'Brien,1/2/2018,Dana,OBrien,dana@example.com,512-555-0188\n"
    )
    banerjee, other = families_of(content.encode())

    assert [s.first_name for s in banerjee.students] == ["Anika", "Rohan", "Tara"]
    assert [(g.first_name, list(g.emails), list(g.phones)) for g in banerjee.guardians] == [
        ("Priya", ["priya@example.com"], ["+15125550177"])
    ]
    assert (banerjee.rows, other.rows) == ([2, 3, 4], [5])


def test_one_row_may_hold_a_whole_family():
    content = (
        "Family ID,Guardian 1 Name,Guardian 2 Name,Guardian 1 Email,Student 1 First Name,"
        "Student 1 Birth Date,Student 2 First Name,Student 2 Birth Date,Keywords\n"
        'F1,"Banerjee, Priya",Arun Banerjee,priya@example.com,Anika,2019-03-07,Rohan,,"VIP; swim"\n'
    )
    [family] = families_of(content.encode())

    assert (family.external_id, family.name, family.keywords) == ("F1", "Banerjee", ["VIP", "swim"])
    assert [str(g.first_name) for g in family.guardians] == ["Priya", "Arun"]
    assert [(s.first_name, s.last_name) for s in family.students] == [
        ("Anika", "Banerjee"),
        ("Rohan", "Banerjee"),
    ]


def test_what_cannot_be_read_is_told_by_row_and_column():
    content = (
        "Parent Name,Email,Phone,Child,DOB\n"
        "Ann Lee,ann@,5.12555E+09,Bo,31/31/2020\n"
        ",,,Cy,1/1/2090\n"
    )
    ann, cy = families_of(content.encode())

    assert [(p.row, p.column, p.value) for p in ann.problems] == [
        (2, "Email", "ann@"),
        (2, "Phone", "5.12555E+09"),
        (2, "DOB", "31/31/2020"),
    ]
    assert [p.text for p in cy.problems] == ["A birth date cannot lie in the future."]
    assert (ann.fails, cy.fails) == (True, True)

    ann, _cy = families_of(content.encode(), unreadable_to_notes=True)
    assert not ann.fails
    assert ann.notes == ["Email: ann@", "Phone: 5.12555E+09", "DOB: 31/31/2020"]


def test_a_workbook_is_read_from_the_sheet_that_has_a_table():
    content = workbook(
        [
            ["Parent Name", "Phone", "Child", "DOB", "Balance"],
            ["Ann Lee", 5125550177.0, "Bo", date(2020, 3, 7), "=1+1"],
            ["Ann Lee", "5125550177", "Cy", 43897, "#N/A"],
        ]
    )
    layout, _rows, _at, _cells = table(content)
    [family] = families_of(content)

    assert (layout.kind, layout.sheet, layout.sheets) == (
        "xlsx",
        "Customers",
        ["Notes", "Customers"],
    )
    assert list(family.guardians[0].phones) == ["+15125550177"]
    assert [s.born_on for s in family.students] == [date(2020, 3, 7), date(2020, 3, 7)]
    assert family.balance is None  # a formula that was never worked out says nothing


def test_the_messy_file_is_read_whole():
    families = families_of(students_csv(1000))

    assert len(families) == 1000 + 20
    assert sum(family.fails for family in families) == 20
    assert {len(family.guardians) for family in families if not family.fails} == {1}
    assert sum(len(f.students) for f in families) == sum(len(f.rows) for f in families) - 20


def bomb():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(700):
                sheet.write(b"0" * 1024 * 1024)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel file"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04 broken", "damaged"),
        (b'Name,Email\n"never closed,x@y.zz\n' + b"a,b\n" * 60_000, "never closed"),
        (b"a,b\n" * 200_001, "more than 200000 rows"),
        (b",".join([b"x"] * 401), "more than 400 columns"),
    ],
)
def test_what_is_no_list_of_customers_is_refused_in_a_sentence(content, sentence):
    with pytest.raises(Unreadable, match=sentence):
        table(content)


def test_a_zip_bomb_is_not_unpacked():
    with pytest.raises(Unreadable, match="unpacks to far more"):
        table(bomb())
