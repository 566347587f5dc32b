/* Converters between character sets: none is known here, so Qt uses its own. */
#define EXPORTED __declspec(dllexport)
#define UNSUPPORTED 16

static void refuse(int *error)
{
    if (error)
        *error = UNSUPPORTED;
}

EXPORTED void *ucnv_open(const char *name, int *error) { refuse(error); return 0; }
EXPORTED void ucnv_close(void *converter) { }
EXPORTED void ucnv_reset(void *converter) { }
EXPORTED signed char ucnv_getMaxCharSize(const void *converter) { return 1; }
EXPORTED const char *ucnv_getName(const void *converter, int *error) { refuse(error); return 0; }
EXPORTED void ucnv_getToUCallBack(const void *converter, void **action, const void **context) { *action = 0; *context = 0; }
EXPORTED void ucnv_getFromUCallBack(const void *converter, void **action, const void **context) { *action = 0; *context = 0; }
EXPORTED void ucnv_setToUCallBack(void *converter, void *action, const void *context, void **old, const void **old_context, int *error) { refuse(error); }
EXPORTED void ucnv_setFromUCallBack(void *converter, void *action, const void *context, void **old, const void **old_context, int *error) { refuse(error); }
EXPORTED void UCNV_FROM_U_CALLBACK_SUBSTITUTE(void) { }
EXPORTED void UCNV_TO_U_CALLBACK_SUBSTITUTE(void) { }
EXPORTED void ucnv_cbToUWriteUChars(void *arguments, const void *source, int length, int offset, int *error) { refuse(error); }
EXPORTED void ucnv_cbFromUWriteUChars(void *arguments, const void **source, const void *limit, int offset, int *error) { refuse(error); }
EXPORTED void ucnv_toUnicode(void *converter, void **target, const void *target_limit, const char **source, const char *source_limit, int *offsets, signed char flush, int *error) { refuse(error); }
EXPORTED void ucnv_fromUnicode(void *converter, char **target, const char *target_limit, const void **source, const void *source_limit, int *offsets, signed char flush, int *error) { refuse(error); }
EXPORTED int ucnv_toUCountPending(const void *converter, int *error) { refuse(error); return 0; }
EXPORTED int ucnv_fromUCountPending(const void *converter, int *error) { refuse(error); return 0; }
EXPORTED const char *ucnv_getStandardName(const char *name, const char *standard, int *error) { refuse(error); return 0; }
EXPORTED const char *ucnv_getAvailableName(int number) { return 0; }
EXPORTED int ucnv_countAvailable(void) { return 0; }
