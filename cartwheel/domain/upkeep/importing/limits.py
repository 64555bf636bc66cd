"""How much of a file is read, and how it is refused."""

from cartwheel.kernel.refusals import Refused

MEGABYTE = 1024 * 1024
LARGEST_FILE = 60 * MEGABYTE
LARGEST_UNPACKED = 600 * MEGABYTE  # of a workbook, which is a zip
LARGEST_STRINGS = 120 * MEGABYTE  # its shared strings, which are held in memory
MOST_ENTRIES = 2000
MOST_ROWS = 200_000
MOST_COLUMNS = 400
LONGEST_CELL = 20_000
EMPTY_ROWS_AT_END = 2000  # so many in a row, and a sheet is taken to have ended


class Unreadable(Refused):
    """The file cannot be read as a table; the text says why and what to do."""

    field = "file"
