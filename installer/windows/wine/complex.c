/* For trials under Wine alone: the C99 complex functions that its C library only names.

   Microsoft passes complex numbers as structures, where GCC has registers of its own. A long double
   is a double there. */

#include <complex.h>

typedef struct { double re, im; } wide;
typedef struct { float re, im; } narrow;

#define WIDE(z) ((z).re + (z).im * I)

#define COMPLEX(name) \
    wide ms_##name(wide z) { double complex r = name(WIDE(z)); return (wide){creal(r), cimag(r)}; } \
    wide ms_##name##l(wide z) { return ms_##name(z); } \
    narrow ms_##name##f(narrow z) \
    { \
        double complex r = name(WIDE(z)); \
        return (narrow){(float)creal(r), (float)cimag(r)}; \
    }

#define REAL(name) \
    double ms_##name(wide z) { return name(WIDE(z)); } \
    double ms_##name##l(wide z) { return ms_##name(z); } \
    float ms_##name##f(narrow z) { return (float)name(WIDE(z)); }

COMPLEX(ccos)
COMPLEX(ccosh)
COMPLEX(cexp)
COMPLEX(csin)
COMPLEX(csinh)
COMPLEX(ctan)
COMPLEX(ctanh)
REAL(cabs)
REAL(carg)
REAL(cimag)
REAL(creal)

wide ms_cpow(wide x, wide y)
{
    double complex r = cpow(WIDE(x), WIDE(y));
    return (wide){creal(r), cimag(r)};
}

wide ms_cpowl(wide x, wide y) { return ms_cpow(x, y); }

narrow ms_cpowf(narrow x, narrow y)
{
    double complex r = cpow(WIDE(x), WIDE(y));
    return (narrow){(float)creal(r), (float)cimag(r)};
}
