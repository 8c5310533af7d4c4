"""Spreadsheets and text files of separated values: read without trusting them, written so that nothing in them runs."""
