"""Gazette: a Discord bot that serves verbatim news summaries and attributed quotations."""

__version__ = "0.1.0"
