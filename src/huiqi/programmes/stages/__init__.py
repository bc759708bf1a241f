"""环节: one file for each kind of the closed list, and what all of them share.

``running`` begins, pauses and ends stages and says what becomes of the application. Each kind
registers in ``kinds`` what happens when it opens.
"""
