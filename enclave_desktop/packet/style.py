"""Every size, margin and face of a packet, in one place; lengths in points.

A form has type area 156 mm wide: 28 mm at the left are for the binding.
"""

from dataclasses import dataclass
from typing import Self

MM = 72 / 25.4
A4 = (210 * MM, 297 * MM)

# Faces, as `fonts` names them.
SONG = "song"
SONG_BOLD = "song-bold"
HEI = "hei"
HEI_BOLD = "hei-bold"
KAI = "kai"
FANG = "fang"

# Chinese type sizes.
ERHAO = 22.0
XIAOER = 18.0
SANHAO = 16.0
XIAOSAN = 15.0
SIHAO = 14.0
XIAOSI = 12.0
WUHAO = 10.5
XIAOWU = 9.0
LIUHAO = 7.5
SMALLEST = 7.5
"""Text never shrinks below."""


@dataclass(frozen=True, slots=True)
class Type:
    """How a piece of text is set."""

    face: str
    size: float
    leading: float
    """From baseline to baseline."""
    grey: float = 0.0
    """0 is black, 1 is white."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; (x, y) is its lower left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def top(self) -> float:
        return self.y + self.height

    def inset(self, horizontal: float, vertical: float) -> Self:
        """The box without that much at each side."""
        return type(self)(
            self.x + horizontal, self.y + vertical, self.width - 2 * horizontal, self.height - 2 * vertical
        )


LEFT, RIGHT, TOP, BOTTOM = 28 * MM, 26 * MM, 26 * MM, 23 * MM
FRAME = Box(LEFT, BOTTOM, A4[0] - LEFT - RIGHT, A4[1] - TOP - BOTTOM)
"""Where the content of an upright page may stand: 156 × 248 mm."""
TURNED_FRAME = Box(BOTTOM, 15 * MM, A4[1] - TOP - BOTTOM, A4[0] - LEFT - 15 * MM)
"""The same on a landscape page as it is read: its head lies at the left, bound, edge of the sheet."""

ATTACHED_FRAME = Box(LEFT, 20 * MM, A4[0] - LEFT - 10 * MM, A4[1] - 40 * MM)
"""Where foreign pages stand unless they are A4 themselves: the seal across the fore-edge takes 10 mm."""

HEADER_BASELINE = A4[1] - 15 * MM
HEADER_GREY = 0.5
HEADER_RULE = A4[1] - 21.5 * MM
FOOTER_BASELINE = 12 * MM

# Type by purpose.
TITLE = Type(SONG_BOLD, XIAOER, 26)
COVER_TITLE = Type(SONG_BOLD, ERHAO, 36)
HEADING = Type(HEI_BOLD, XIAOSI, 18)
SUBTITLE = Type(SONG_BOLD, SANHAO, 24)
SMALL_HEADING = Type(HEI, WUHAO, 16)
LABEL = Type(HEI, WUHAO, 14.5)
VALUE = Type(SONG, WUHAO, 14.5)
BODY = Type(SONG, XIAOSI, 21)
NOTE = Type(SONG, XIAOWU, 13, 0.25)
TABLE_HEAD = Type(HEI, XIAOWU, 12)
TABLE_CELL = Type(SONG, XIAOWU, 12)
TABLE_DENSE_CELL = Type(SONG, XIAOWU, 11)
TABLE_SMALL_HEAD = Type(HEI, 8.0, 11)
TABLE_SMALL_CELL = Type(SONG, 8.0, 11)
HEADER = Type(SONG, 8.0, 11, 0.3)
FOOTER = Type(SONG, XIAOWU, 12)
ATTACHED_LABEL = Type(HEI, WUHAO, 16)
"""附件 3-2, stamped on foreign pages."""
STAMP_PADDING = (1.5 * MM, 0.8 * MM)
"""White around what is stamped, at its sides and above and below."""
STAMP_MARGIN = 13 * MM
"""Of the label at the top right: the seal across the fore-edge takes 10 mm."""
QR_SIZE = 38 * MM
"""Of the code on the last page, its white margin included."""
LETTER_TITLE = Type(SONG_BOLD, ERHAO, 36)
LETTER = Type(FANG, SANHAO, 28)
MARK = Type(HEI, 8.0, 11, 0.3)
DRAFT = Type(HEI_BOLD, 150.0, 150, 0.9)

# Cover, contents, dividers.
COVER_LABEL = Type(HEI, XIAOSI, 18)
COVER_ITEM = Type(SONG, SIHAO, 18)
COVER_MARK = Type(HEI, XIAOSI, 16, 0.3)
CONTENTS = Type(SONG, XIAOSI, 20)
CONTENTS_SUB = Type(SONG, WUHAO, 17)
LEADER_GREY = 0.6
DIVIDER_LABEL = Type(SONG_BOLD, 30.0, 40)
DIVIDER_TITLE = Type(SONG_BOLD, XIAOER, 28)
VERDICT = Type(HEI_BOLD, WUHAO, 17)

# Grids of forms.
COLUMNS = (30 * MM, 48 * MM, 30 * MM, 48 * MM)
ROW = 9 * MM
"""The lowest a row may be."""
RULE = 0.5
OUTER_RULE = 1.0
HAIRLINE = 0.3
CELL_PADDING = 2 * MM
TABLE_PADDING = 1.2 * MM
TABLE_GREY = 0.5
"""Of the rules inside a table."""
TABLE_SHADE = 0.95
"""Behind the head of a table."""

# What hands fill in.
SEAL = 42 * MM
SEAL_CLEAR = 45 * MM
SIGNATURE = 40 * MM
OPINION = 55 * MM
"""The least height of an office's opinion."""
PHOTO = (25 * MM, 35 * MM)

# Cells of the forms' grids.
SECTION = Type(HEI_BOLD, WUHAO, 14.5)
"""The name of a section, on its own row."""
SECTION_SHADE = 0.94
HINT = Type(SONG, 8.0, 11, 0.35)
"""A few words small in a cell: for which year, until which day, at most how much."""
FORM_MARK = Type(SONG, XIAOSI, 18)
"""（参考样表） under the title."""
FORM_NOTE = Type(SONG, XIAOWU, 13)
"""单位：元, above the grid at the right."""
LABEL_PADDING = 1.5 * MM
CELL_PADDING_VERTICAL = 1.5 * MM
BOXES_GAP = 3 * MM
ONE_LINE_FROM = 9.5
"""Text in a cell is set this small if then one line holds it."""
TALLEST_TEXT = 4 * 14.5
"""Text in a cell is set smaller before it takes more than this, unless the cell is higher anyway."""
CUT = XIAOWU
"""Size of text that goes on on an addendum page."""
HAND_LINE = 10 * MM
"""From one line to sign on to the next."""
LINE_RISE = 2.5 * MM
"""Such a line above the foot of its room."""
SEAL_DATE = 13 * MM
"""The date under the middle of the seal."""
SIGNED_ROW = 11 * MM
"""A row for one signature without a seal."""
ROOMY = 30 * MM
"""A cell for a hand at least so high takes what room its page has left."""
MOST_SLACK = 2.5 * MM
"""How much a row may grow to fill its page."""
