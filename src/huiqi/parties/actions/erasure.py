"""去名: a person who is erased keeps a number, so that history stays whole without a name."""

from __future__ import annotations

from django.db import transaction

from huiqi.parties.models import Person


@transaction.atomic
def make_nameless(*, person: Person) -> Person:
    """去名: name, e-mail and password go; nobody signs in with this account again."""
    found = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    found.username = f"erased-{found.pk}"
    found.name = f"已注销人员{found.pk}"
    found.email = ""
    found.is_active = False
    found.set_unusable_password()
    found.save()
    return found
