"""案卷上的环节: what the page of a case shows of each kind of stage, one file a kind.

``registry.shows`` registers a kind with a function of the request and the stage that gives its
template and what that needs; the page of the case draws whatever is registered.
"""
