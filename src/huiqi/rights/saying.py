"""事实的说法: as the page of a firm's rights tells them; said in one place for all apps."""

from huiqi.parties.saying import entry_texts, label_of, value_text, written

__all__ = ["entry_texts", "label_of", "value_text", "written"]
