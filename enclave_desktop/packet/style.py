"""Every size, margin and face of a packet, in one place; lengths in points.

A form has type area 156 mm wide: 28 mm at the left are for the binding.
"""

from dataclasses import dataclass, replace
from typing import Literal, Self

Side = Literal["left", "centre", "right"]
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
    spacing: float = 0.0
    """Between one character and the next, besides their own width."""


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
BACK_ASIDE = -10 * MM
"""How far a landscape page is moved on the back of a sheet, where its foot lies at the bound edge."""
LETTER_FRAME = Box(LEFT, A4[1] - (37 + 225) * MM, FRAME.width, 225 * MM)
"""Of a letter, as GB/T 9704 has it: 37 mm above, 156 × 225 mm."""

ATTACHED_FRAME = Box(LEFT, 20 * MM, A4[0] - LEFT - 10 * MM, A4[1] - 40 * MM)
"""Where foreign pages stand unless they are A4 themselves: the seal across the fore-edge takes 10 mm."""
ATTACHED_BACK_FRAME = replace(ATTACHED_FRAME, x=A4[0] - ATTACHED_FRAME.right)
"""The same on the back of a sheet, whose bound edge lies at the right."""

HEADER_BASELINE = A4[1] - 15 * MM
HEADER_GREY = 0.5
HEADER_LINES = 2
"""So many the firm's name may take."""
HEADER_RULE = A4[1] - 21.5 * MM
FOOTER_BASELINE = 12 * MM
TITLE_ROOM = 3 * MM
"""Between a sheet's title and what it is about."""
LONG_TITLE_ROOM = 6 * MM
"""The same in the contents."""
RUNNING_ROOM = 1 * MM
"""Under what a continued sheet begins with."""
PART_ROOM = 4 * MM
"""Between the parts of a sheet: its table, what is said about it, a code."""
HEADING_ROOM = (3 * MM, 1 * MM)
"""Above and below the heading of one of several tables."""
NOTE_ROOM = 1.5 * MM
"""Above a line under a table."""
ITEM_ROOM = 0.8 * MM
"""Between items that may take several lines."""
SIGNING_ROOM = 6 * MM
"""Above what is to be signed."""
HAND_DROP = 1 * MM
"""A line for a hand below the baseline of its label."""
LINE_GAP = 2 * MM
"""Between words and a line that goes on from them."""

# Type by purpose.
TITLE = Type(SONG_BOLD, ERHAO, 32)
"""Of a form, and of the contents."""
COVER_TITLE = Type(SONG_BOLD, ERHAO, 36)
HEADING = Type(HEI, SIHAO, 21)
"""First level: 黑体."""
SUBTITLE = Type(SONG_BOLD, XIAOER, 26)
"""Title of a table or list."""
SMALL_HEADING = Type(KAI, XIAOSI, 18)
"""Second level: 楷体."""
LABEL = Type(HEI, WUHAO, 14.5)
VALUE = Type(SONG, WUHAO, LABEL.leading)
BODY = Type(FANG, SANHAO, 28)
"""Running text."""
NOTE = Type(SONG, XIAOWU, 13)
TABLE_HEAD = Type(HEI, XIAOWU, 12)
TABLE_CELL = Type(SONG, XIAOWU, 12)
TABLE_DENSE_CELL = Type(SONG, XIAOWU, 11)
TABLE_SMALL_HEAD = Type(HEI, 8.0, 11)
TABLE_SMALL_CELL = Type(SONG, 8.0, 11)
HEADER = Type(SONG, 8.0, 11)
FOOTER = Type(SONG, XIAOWU, 12)
FOLIO_PLACES: dict[Side, tuple[float, Side]] = {
    "centre": (FRAME.x + FRAME.width / 2, "centre"),
    "left": (FRAME.x + SIHAO, "left"),
    "right": (FRAME.right - SIHAO, "right"),
}
"""Where a page number stands and how it is aligned: centred, or one character in from the outer edge."""
ATTACHED_LABEL = Type(HEI, WUHAO, 16)
"""附件 3-2, stamped on foreign pages."""
STAMP_PADDING = (1.5 * MM, 0.8 * MM)
"""White around what is stamped, at its sides and above and below."""
STAMP_MARGIN = 13 * MM
"""Of the label at the top right: the seal across the fore-edge takes 10 mm."""
STAMP_BACK_ASIDE = STAMP_MARGIN - LEFT
"""How far the label is moved on the back of a sheet, out of the bound edge."""
QR_SIZE = 38 * MM
"""Of the code on the last page, its white margin included."""
LETTER_LINES, LETTER_CHARACTERS = 22, 28
"""On a page, and in a line, of a letter."""
LETTER = Type(
    FANG,
    SANHAO,
    LETTER_FRAME.height / LETTER_LINES,
    spacing=LETTER_FRAME.width / LETTER_CHARACTERS - SANHAO,
)
LETTER_WIDEST = 1.0
"""The most room between characters where a line is set as wide as the others."""
LETTER_TITLE = Type(SONG_BOLD, ERHAO, 2 * LETTER.leading)
LETTER_SEAL_ROOM = 4 * MM
LETTER_SIGNED_ROOM = 4 * MM
"""Above a line for a signature."""
LETTER_DATE_INSET = 10 * MM
MARK = Type(HEI, 8.0, 11)
DRAFT = Type(HEI_BOLD, 150.0, 150, 0.9)

# Cover, contents, dividers.
COVER_LABEL = Type(HEI, SIHAO, 21)
COVER_ITEM = Type(FANG, SANHAO, 22)
COVER_MARK = Type(HEI, XIAOSI, 16)
COVER_MARK_BOX = Box(FRAME.right - 24 * MM, A4[1] - 26 * MM, 24 * MM, 8 * MM)
COVER_TOP = A4[1] - 72 * MM
"""Where the title begins."""
COVER_TITLE_ROOM = (3 * MM, 12 * MM)
"""Between title and subtitle, and between that and the items."""
COVER_ITEMS = Box(FRAME.x + 46 * MM, 36 * MM, FRAME.width - 50 * MM, 119 * MM)
"""Where the items' values stand; with long names they take room from above."""
COVER_ITEM_ROOM, COVER_LINE_ROOM = 12 * MM, 8.5 * MM
"""From one item, and from one line of an item, to the next."""
COVER_FEW_LINES = 3
"""A value of more lines is set small."""
COVER_SMALL_ITEM = Type(FANG, WUHAO, 14.5)
COVER_SMALL_LINE_ROOM = 5.5 * MM
COVER_CLOSEST = 0.86
"""So much of that is left where there is much to say."""
COVER_LABEL_GAP = 4 * MM
COVER_RULE_DROP = 1.8 * MM
COVER_NOTE = 24 * MM
"""Baseline of the note at the foot."""
CONTENTS = Type(SONG, XIAOSI, 20)
CONTENTS_SUB = Type(SONG, WUHAO, 17)
CONTENTS_PAGES = 22 * MM
"""Kept free at the right of a title."""
CONTENTS_INDENT = 8 * MM
INSTRUCTIONS_ROOM = 10 * MM
LEADER_GREY = 0.4
LEADER_RISE = 0.8
DIVIDER_TOP = 58 * MM
DIVIDER_LABEL = Type(SONG_BOLD, 30.0, 40)
DIVIDER_TITLE = Type(SONG_BOLD, XIAOER, 28)
DIVIDER_ROOM = 5 * MM
DIVIDER_RULE = 50 * MM
VERDICT = Type(HEI, XIAOSI, 18)

# Grids of forms.
COLUMNS = (30 * MM, 48 * MM, 30 * MM, 48 * MM)
ROW = 9 * MM
"""The lowest a row may be."""
RULE = 0.5
OUTER_RULE = 1.0
HAIRLINE = 0.3
CELL_PADDING = 2 * MM
TABLE_PADDING = 1.2 * MM
TABLE_ROW = 6.5 * MM
"""The least height of a row."""
TEXT_ROW, TEXT_PADDING = 8 * MM, 1.9 * MM
"""Of tables of sentences rather than figures: the least height of a row, and above and below its lines."""
DENSE_ROW, DENSE_PADDING = 16.0, 2.5
"""Of ledgers of hundreds of pages: heights in whole points keep the file small."""
SIGNING_ROW = 12 * MM
"""Of tables to sign in."""
TABLE_GREY = 0.0
"""Of the rules inside a table: a thin grey one is dots on an office's printer."""
TABLE_SHADE = 0.95
"""Behind the head of a table."""

# What hands fill in.
SEAL = 42 * MM
SEAL_CLEAR = 45 * MM
LETTER_SEAL_NAME, LETTER_SEAL_DATE = 0.66 * SEAL_CLEAR, 0.24 * SEAL_CLEAR
"""The firm's name and the date above the foot of the seal's room."""
SEAL_GREY = 0.55
SEAL_RULE = 0.7
SEAL_DASH = (3, 2)
SEAL_WORDS = Type(SONG, XIAOSI, XIAOSI, SEAL_GREY)
SIGNATURE = 40 * MM
OPINION = 55 * MM
"""The least height of an office's opinion."""
PHOTO = (25 * MM, 35 * MM)

# Cells of the forms' grids.
SECTION = Type(HEI, XIAOSI, LABEL.leading)
"""The name of a section, on its own row."""
SECTION_SHADE = 0.94
HINT = Type(SONG, 8.0, 11)
"""A few words small in a cell: for which year, until which day, at most how much."""
FORM_MARK = Type(KAI, XIAOSI, 18)
"""（参考样表） under the title."""
FORM_ROOM, FORM_NOTE_ROOM = 2 * MM, 1 * MM
"""Between the title and the grid; under what stands above it at the right."""
FORM_NOTE = Type(SONG, XIAOWU, 13)
"""单位：元, above the grid at the right."""
LABEL_PADDING = 1.5 * MM
CELL_PADDING_VERTICAL = 1.5 * MM
BOXES_GAP = 3 * MM
ONE_LINE_FROM = 9.5
"""Text in a cell is set this small if then one line holds it."""
TALLEST_TEXT = 4 * VALUE.leading
"""Text in a cell is set smaller before it takes more than this, unless the cell is higher anyway."""
CUT = XIAOWU
"""Size of text that goes on on an addendum page."""
HAND_LINE = 10 * MM
"""From one line to sign on to the next."""
LINE_RISE = 2.5 * MM
"""Such a line above the foot of its room."""
LINE_DROP = 2.5
"""And below the baseline of its label."""
TABLE_HAND_ROW, TABLE_HAND_RISE, TABLE_HAND_LABEL = 10 * MM, 2 * MM, 7 * XIAOWU
"""Under a table: from one line to sign on to the next, its baseline above the foot, room for its label."""
CODE_GAP = 4 * MM
"""Between the code on the last page and what stands beside it."""
CODE_LABEL = 20 * MM
CODE_LEADING = 1.4 * VALUE.leading
SEAL_DATE = 13 * MM
"""The date under the middle of the seal."""
SIGNED_ROW = 11 * MM
"""A row for one signature without a seal."""
ROOMY = 30 * MM
"""A cell for a hand at least so high takes what room its page has left."""
MOST_SLACK = 2.5 * MM
"""How much a row may grow to fill its page."""

# The recovery sheet of an encrypted record.
SECRET = Type(HEI, XIAOER, 24)
"""A group of the recovery code, to be typed from paper."""
SECRET_NUMBER = Type(SONG, 8.0, 11, grey=0.4)
"""Which group it is."""
SECRET_CELL = (FRAME.width / 5, 15 * MM)
"""Of one group: five stand side by side."""
SECRET_ROOM = 3 * MM
"""Between the code and its frame."""
SECRET_NUMBER_ROOM = 11.5 * MM
"""From the top of a cell to the baseline of its group."""
SHEET_LABEL = 24 * MM
"""Wide is what stands before a value."""
