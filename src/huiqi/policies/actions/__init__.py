"""政策的办理: taking over the library."""

from huiqi.policies.actions.loading import Loaded, load_documents

__all__ = ["Loaded", "load_documents"]
