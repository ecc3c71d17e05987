# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""What ends a run, said to the person who started it."""


class Trouble(Exception):
    """Something is missing, does not start or answers wrongly."""
