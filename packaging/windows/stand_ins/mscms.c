/* Wine's own aborts in WcsCreateIccProfile, which Qt asks for the screen's colours: here no screen has a profile. */
#include <windows.h>

#define EXPORTED __declspec(dllexport)

EXPORTED HANDLE WINAPI OpenColorProfileW(void *profile, DWORD access, DWORD sharing, DWORD creation)
{
    SetLastError(ERROR_FILE_NOT_FOUND);
    return NULL;
}

EXPORTED HANDLE WINAPI WcsCreateIccProfile(HANDLE profile, DWORD options)
{
    SetLastError(ERROR_CALL_NOT_IMPLEMENTED);
    return NULL;
}

EXPORTED BOOL WINAPI GetColorProfileFromHandle(HANDLE profile, BYTE *data, DWORD *size)
{
    SetLastError(ERROR_INVALID_PARAMETER);
    return FALSE;
}

EXPORTED BOOL WINAPI CloseColorProfile(HANDLE profile)
{
    return TRUE;
}
