# Passthrough
# SPDX-License-Identifier: Apache-2.0
"""Situations that a comparison of throughput does not show, each with its target; see scripts/scenarios."""
