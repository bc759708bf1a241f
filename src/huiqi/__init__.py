"""惠企: how a city serves its enterprises."""

__version__ = "0.1.0"
