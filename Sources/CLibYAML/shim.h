// The system's libyaml (YAML 1.1 parser, version 0.2.5 or later).
#include <yaml.h>
