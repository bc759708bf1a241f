"""次序: the tests of this house see rows without an order backwards."""

from huiqi.parties.models import Person
from tests.cast import a_person


def test_rows_without_an_order_come_backwards_and_ordered_ones_do_not(db: None) -> None:
    for username in ("jia", "yi", "bing"):
        a_person(username, username)
    found = Person.objects.order_by().values_list("username", flat=True)
    assert list(found) == ["bing", "yi", "jia"]
    assert list(found.order_by("pk")) == ["jia", "yi", "bing"]
