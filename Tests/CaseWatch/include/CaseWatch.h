// Says what a test was at when its process ends by a signal, or does not end at all.
#pragma once

// Notes what is being done from now on; a process that is still at it after some seconds is ended.
//
// description: a line for standard error; NULL when nothing is being done any more.
// seconds: how long it may take; 0 for as long as it likes.
void watch_case(const char *description, unsigned seconds);
