"""主体的记录: people, organizations, what ties them, and what is known of them."""

from huiqi.parties.models.accounts import BankAccount, BankAccountStep
from huiqi.parties.models.facts import Consent, Fact, FactCorrection
from huiqi.parties.models.mandates import Mandate, Membership
from huiqi.parties.models.organizations import Organization, OrganizationPart, Subject
from huiqi.parties.models.people import Person
from huiqi.parties.models.relations import Relation

__all__ = [
    "BankAccount",
    "BankAccountStep",
    "Consent",
    "Fact",
    "FactCorrection",
    "Mandate",
    "Membership",
    "Organization",
    "OrganizationPart",
    "Person",
    "Relation",
    "Subject",
]
