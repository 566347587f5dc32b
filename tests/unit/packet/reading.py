"""The words on a PDF's pages, as a reader takes them."""

import pypdfium2


def words_of(data: bytes, password: str | None = None) -> str:
    pdf = pypdfium2.PdfDocument(data, password=password)
    return "\n".join(page.get_textpage().get_text_range() for page in pdf)
