// What the system offers to C alone.
#pragma once

// Lets two paths of one file system change places in one step.
//
// Returns 0, or the system's error number: EINVAL or ENOSYS where the file system or the system has no such step.
int exchange_paths(const char *first, const char *second);
