/* For trials under Wine alone: chance, as Rust programs ask Windows for it. */

#include <windows.h>
#include <ntsecapi.h>

BOOL WINAPI ProcessPrng(BYTE *bytes, SIZE_T length)
{
    return RtlGenRandom(bytes, (ULONG)length);
}
