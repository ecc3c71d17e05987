#!/usr/bin/env python3
# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""choose.py PROFILE MAP: names a function of every section of code that PROFILE ran, most instructions first.

PROFILE is callgrind's (names not demangled), MAP the linker's. Most files of code are one section, so one name moves
all of it. A name that several sections have is left out: the linker would move them all.
"""
import collections
import re
import sys


def executed(path):
    """Instructions by function."""
    names, cost, current, skip = {}, collections.Counter(), None, False
    for line in open(path, errors="replace"):
        if match := re.match(r"(c?)fn=\((\d+)\)(?: (\S+))?", line):
            if match[3]:
                names[match[2]] = re.sub(r"'\d+$", "", match[3])
            if not match[1]:
                current = names[match[2]]
        elif line.startswith("calls="):
            skip = True  # the next line is what the callee cost
        elif current and (match := re.match(r"[+\-*\d]\S* (\d+)$", line)):
            if not skip:
                cost[current] += int(match[1])
            skip = False
    return cost


def sections(path):
    """The section of every function of the program's code that has a name of its own."""
    found, output, section, number = {}, None, None, 0
    for line in open(path, errors="replace"):
        match = re.match(r"\s*[0-9a-f]+\s+[0-9a-f]+\s+[0-9a-f]+\s+\d+( *)(.*)$", line)
        if not match:
            continue
        depth = len(match[1])
        if depth == 1:
            output = match[2]
        elif depth == 9:
            section, number = match[2], number + 1
        elif output == ".text":
            found.setdefault(match[2], set()).add((number, section))
    return {name: places.pop() for name, places in found.items() if len(places) == 1}


def main():
    cost, place = executed(sys.argv[1]), sections(sys.argv[2])
    by_section, first = collections.Counter(), {}
    for name, count in cost.most_common():
        if name in place:
            by_section[place[name]] += count
            first.setdefault(place[name], name)
    for section, _ in by_section.most_common():
        print(first[section])


main()
