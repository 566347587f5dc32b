"""PDFium works for one thread at a time: whoever calls it, in whatever thread, holds this lock meanwhile."""

from threading import RLock

PDFIUM = RLock()
