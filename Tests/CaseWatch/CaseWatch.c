#include "CaseWatch.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

static char text[512];
static volatile sig_atomic_t length;

static const int fatal[] = {SIGSEGV, SIGILL, SIGTRAP, SIGBUS, SIGABRT, SIGFPE, SIGALRM};
enum { fatal_count = sizeof fatal / sizeof *fatal };
static struct sigaction before[fatal_count];

static void tell(int number) {
    if (length > 0) {
        static const char ended[] = "\nended at: ", hung[] = "\nhangs at: ";
        ssize_t written = number == SIGALRM ? write(2, hung, sizeof hung - 1) : write(2, ended, sizeof ended - 1);
        written = write(2, text, (size_t)length);
        (void)written;
    }
    for (int place = 0; place < fatal_count; place++) {
        if (fatal[place] == number) sigaction(number, &before[place], NULL);
    }
    raise(number);
}

void watch_case(const char *description, unsigned seconds) {
    static int listens;
    if (!listens) {
        struct sigaction action;
        memset(&action, 0, sizeof action);
        action.sa_handler = tell;
        for (int place = 0; place < fatal_count; place++) sigaction(fatal[place], &action, &before[place]);
        listens = 1;
    }
    length = 0;
    if (description != NULL) {
        size_t count = strnlen(description, sizeof text - 2);
        memcpy(text, description, count);
        text[count] = '\n';
        length = (sig_atomic_t)(count + 1);
    }
    alarm(seconds);
}
