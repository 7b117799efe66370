"""The search of each language.

passages (what the search reads of a page) -> lexicon (a language's words and their
families) -> coded (a page in codes of words) -> index (Pagefind's format, the tables of
words and of titles) -> indexes (each language's, made anew where what it reads changed)
"""
