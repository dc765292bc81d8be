/* Starts Loket: lets the Python that lies beside this program run the kiosk in this very process.

   One source, two programs: kiosk.exe has a console and passes its arguments on; Loket.exe, made
   with COUNTER, has none, opens the counter, and says in a message box why that failed.

   Nothing is loaded from the current folder or from PATH. Whoever installs an update asks a running
   program to end by the event CLOSE_EVENT, which only administrators may set: it then ends as it
   would on Ctrl+C, and loses nothing. As long as the event is set no program starts, so that its
   files can be exchanged. */

#include <windows.h>
#include <sddl.h>
#include <signal.h>
#include <stdio.h>

#define PYTHON_DLL L"python311.dll"
#define CLOSE_EVENT L"Global\\Loket.Close"
#define ADMINISTRATORS_SET_ALL_WAIT L"D:(A;;GA;;;SY)(A;;GA;;;BA)(A;;0x00100000;;;WD)"
#define LONGEST_PATH 1024
#define CANNOT_START 69 /* EX_UNAVAILABLE of sysexits.h: none of the kiosk's own */
#define WAIT_MS 50
#define AGAIN_MS 20000 /* more than ending in order takes, a third of what the setup waits */

typedef int (*py_main_function)(int, wchar_t **);
typedef int (*py_question)(void);
typedef int (*py_interrupt)(int);

static wchar_t program_path[LONGEST_PATH];
static wchar_t program_folder[LONGEST_PATH];
static HMODULE python;

#ifdef COUNTER

#define MOST_WORDS 1500
static wchar_t words_file[LONGEST_PATH];
static int window_was_seen;
static int python_came_back;
static HHOOK window_hook;

/* What was written to standard error, its end if it is long. */
static void read_words(wchar_t *words, int size)
{
    char bytes[MOST_WORDS];
    DWORD length = 0;
    HANDLE file = CreateFileW(words_file, GENERIC_READ,
                              FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL,
                              OPEN_EXISTING, 0, NULL);
    words[0] = 0;
    if (file == INVALID_HANDLE_VALUE)
        return;
    if (GetFileSize(file, NULL) > sizeof bytes)
        SetFilePointer(file, -(LONG)sizeof bytes, NULL, FILE_END);
    if (ReadFile(file, bytes, sizeof bytes, &length, NULL) && length > 0)
        words[MultiByteToWideChar(CP_UTF8, 0, bytes, (int)length, words, size - 1)] = 0;
    CloseHandle(file);
}

static void tell(const wchar_t *reason)
{
    static wchar_t message[LONGEST_PATH + 2 * MOST_WORDS];
    _snwprintf(message, sizeof message / sizeof *message - 1,
               L"Loket tidak dapat dibuka. Panggil petugas komputer.\n"
               L"Loket cannot be opened. Call your IT person.\n\n%ls\n\n\"%ls\\kiosk.exe\" doctor",
               reason, program_folder);
    MessageBoxW(NULL, message, L"Loket", MB_OK | MB_ICONERROR | MB_SETFOREGROUND);
}

static LRESULT CALLBACK see_window(int code, WPARAM window, LPARAM data)
{
    if (code == HCBT_ACTIVATE)
        window_was_seen = 1;
    return CallNextHookEx(window_hook, code, window, data);
}

/* Said once, when Python ended or took the process with it, if nobody saw a window till then. */
static void tell_unless_seen(int status)
{
    wchar_t words[MOST_WORDS + 1], reason[MOST_WORDS + 40];
    read_words(words, MOST_WORDS + 1);
    if (status == 0 || window_was_seen)
        return;
    UnhookWindowsHookEx(window_hook);
    _snwprintf(reason, sizeof reason / sizeof *reason, L"%ls\n(%d)", words, status);
    reason[sizeof reason / sizeof *reason - 1] = 0;
    tell(reason);
}

static void python_took_the_process(void)
{
    if (!python_came_back)
        tell_unless_seen(CANNOT_START);
}

/* Without a console Python has no standard error: give it a file, in the C library that it uses. */
static void listen_to_python(void)
{
    HMODULE library = GetModuleHandleW(L"ucrtbase.dll");
    FILE *(*stream)(unsigned) = (void *)GetProcAddress(library, "__acrt_iob_func");
    FILE *(*reopen)(const wchar_t *, const wchar_t *, FILE *) =
        (void *)GetProcAddress(library, "_wfreopen");
    int (*at_exit)(void (*)(void)) = (void *)GetProcAddress(library, "_crt_atexit");
    wchar_t folder[LONGEST_PATH];
    if (stream == NULL || reopen == NULL || at_exit == NULL)
        return;
    GetTempPathW(LONGEST_PATH, folder);
    _snwprintf(words_file, LONGEST_PATH - 1, L"%lsLoket-%lu.txt", folder, GetCurrentProcessId());
    reopen(words_file, L"wD", stream(2)); /* D: the file goes when the process does */
    at_exit(python_took_the_process);
    window_hook = SetWindowsHookExW(WH_CBT, see_window, NULL, GetCurrentThreadId());
}

#else

static void tell(const wchar_t *reason)
{
    fwprintf(stderr, L"kiosk: %ls\n", reason);
}

#endif

static void find_program(void)
{
    DWORD length = GetModuleFileNameW(NULL, program_path, LONGEST_PATH);
    while (length > 0 && program_path[length - 1] != L'\\')
        length--;
    lstrcpynW(program_folder, program_path, (int)length);
}

static int load_python(void)
{
    wchar_t path[LONGEST_PATH + 40], reason[2 * LONGEST_PATH];
    SetDefaultDllDirectories(LOAD_LIBRARY_SEARCH_DEFAULT_DIRS);
    _snwprintf(path, LONGEST_PATH + 39, L"%ls\\" PYTHON_DLL, program_folder);
    path[LONGEST_PATH + 39] = 0;
    python = LoadLibraryExW(
        path, NULL, LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR | LOAD_LIBRARY_SEARCH_SYSTEM32);
    if (python != NULL)
        return 1;
    _snwprintf(reason, 2 * LONGEST_PATH - 1, L"%ls (%lu)", path, GetLastError());
    reason[2 * LONGEST_PATH - 1] = 0;
    tell(reason);
    return 0;
}

static DWORD WINAPI wait_for_close(void *event)
{
    py_question is_running = (void *)GetProcAddress(python, "Py_IsInitialized");
    py_interrupt interrupt = (void *)GetProcAddress(python, "PyErr_SetInterruptEx");
    while (WaitForSingleObject(event, INFINITE) == WAIT_OBJECT_0) {
        while (!is_running())
            Sleep(WAIT_MS);
        interrupt(SIGINT);
        Sleep(AGAIN_MS); /* a program that is still starting may have missed it */
    }
    return 0;
}

/* Another user's Loket, or the setup, may have made the event; everybody may wait for it. */
static HANDLE close_event(void)
{
    SECURITY_ATTRIBUTES access = {sizeof access, NULL, FALSE};
    HANDLE event;
    ConvertStringSecurityDescriptorToSecurityDescriptorW(
        ADMINISTRATORS_SET_ALL_WAIT, SDDL_REVISION_1, &access.lpSecurityDescriptor, NULL);
    event = CreateEventW(&access, TRUE, FALSE, CLOSE_EVENT);
    LocalFree(access.lpSecurityDescriptor);
    return event != NULL ? event : OpenEventW(SYNCHRONIZE, FALSE, CLOSE_EVENT);
}

static int run_kiosk(int count, wchar_t **arguments)
{
    static const wchar_t *const before[] = {
        L"-I", L"-X", L"utf8", L"-m", L"kiosk",
#ifdef COUNTER
        L"run",
#endif
    };
    enum { BEFORE = sizeof before / sizeof *before };
    py_main_function py_main = (void *)GetProcAddress(python, "Py_Main");
    wchar_t **all = calloc((size_t)count + BEFORE + 1, sizeof *all);
    if (all == NULL || py_main == NULL)
        return CANNOT_START;
    all[0] = program_path;
    memcpy(all + 1, before, sizeof before);
    memcpy(all + 1 + BEFORE, arguments + 1, (size_t)(count - 1) * sizeof *all);
    return py_main(count + BEFORE, all);
}

int wmain(int count, wchar_t **arguments)
{
    int status;
    HANDLE event = close_event();
    if (WaitForSingleObject(event, 0) == WAIT_OBJECT_0)
        return CANNOT_START;
    find_program();
    if (!load_python())
        return CANNOT_START;
    if (event != NULL)
        CloseHandle(CreateThread(NULL, 0, wait_for_close, event, 0, NULL));
#ifdef COUNTER
    listen_to_python();
    status = run_kiosk(count, arguments);
    python_came_back = 1;
    tell_unless_seen(status);
#else
    status = run_kiosk(count, arguments);
#endif
    return status;
}
