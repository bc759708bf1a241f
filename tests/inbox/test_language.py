"""消息语言: each person is told in their own language, in the app and by e-mail."""

from django.core import mail
from django.test import Client
from django.utils.translation import gettext, override

from huiqi.inbox.actions import Whom, choose_language
from huiqi.inbox.actions.erasure import erase_mail_of
from huiqi.inbox.models import Message, MessageLanguage
from huiqi.kernel.models import AuditEntry
from huiqi.kernel.pieces import zh_runs
from huiqi.parties.models import Organization
from huiqi.rights.actions.telling import tell
from tests.cast import NOW, Player
from tests.inbox.conftest import SignIn, a_notice, give_address, send_everything

PREFERENCES = "/inbox/preferences/"


def prefers_english(player: Player) -> None:
    choose_language(language="en", actor=player.actor, now=NOW)


def test_each_person_of_a_firm_is_told_in_their_own_language(
    lan: Player, min_: Player, chenglan: Organization
) -> None:
    prefers_english(min_)
    a_notice(
        "1",
        Whom(organization=chenglan),
        title=lambda: gettext("待办"),
        body=lambda: gettext("消息"),
    )
    told = {one.person_id: one for one in Message.objects.all()}
    of_lan, of_min = told[lan.person.pk], told[min_.person.pk]
    assert (of_lan.title, of_lan.body, of_lan.language) == ("待办", "消息", "zh-hans")
    assert (of_min.language, of_min.lang) == ("en", "en")
    with override("en"):
        assert (of_min.title, of_min.body) == (gettext("待办"), gettext("消息"))


def test_language_of_whoever_causes_a_message_does_not_matter(lan: Player) -> None:
    with override("en"):
        a_notice("1", Whom(person=lan.person), title=lambda: gettext("待办"))
    assert Message.objects.get().title == "待办"


def test_mail_is_in_the_language_of_its_message(lan: Player) -> None:
    give_address(lan)
    prefers_english(lan)
    a_notice("1", Whom(person=lan.person), title=lambda: gettext("待办"))
    choose_language(language="zh-hans", actor=lan.actor, now=NOW)
    send_everything()
    (letter,) = mail.outbox
    assert letter.subject == Message.objects.get().title
    assert not [char for char in str(letter.body) if "一" <= char <= "龥"]


def test_words_that_stand_are_in_the_language_of_the_city(lan: Player) -> None:
    prefers_english(lan)
    a_notice("1", Whom(person=lan.person), title="审计结论已出")
    assert (Message.objects.get().title, Message.objects.get().lang) == ("审计结论已出", "zh-Hans")


def test_answer_is_told_once_whatever_language_is_chosen_meanwhile(
    lan: Player, chenglan: Organization
) -> None:
    for language in ("zh-hans", "en"):
        choose_language(language=language, actor=lan.actor, now=NOW)
        tell(lan.person, chenglan, lambda: gettext("待办"), "/inbox/", NOW)
    assert [one.title for one in Message.objects.all()] == ["待办"]


def test_language_is_chosen_on_the_page_of_settings(lan: Player, sign_in: SignIn) -> None:
    client = sign_in(lan)
    page = client.get(PREFERENCES).content.decode()
    assert 'value="zh-hans" required checked' in page or 'value="zh-hans"' in page
    channels = dict.fromkeys(("deadline", "progress", "policy", "survey"), "app")
    assert client.post(PREFERENCES, channels | {"language": "en"}).status_code == 302
    assert client.post(PREFERENCES, channels).status_code == 302  # what is left out stays
    assert MessageLanguage.objects.get().language == "en"
    wrong = client.post(PREFERENCES, channels | {"language": "<script>"})
    assert wrong.status_code == 422
    assert "选中文或英文" in wrong.content.decode()


def test_whoever_switches_the_pages_switches_the_messages(lan: Player, sign_in: SignIn) -> None:
    client = sign_in(lan)
    for _twice in range(2):
        client.post("/display/", {"language": "en"})
    assert MessageLanguage.objects.get().language == "en"
    assert AuditEntry.objects.filter(verb="inbox.choose_language").count() == 1
    Client().post("/display/", {"language": "zh-hans"})  # a stranger's choice is a cookie
    assert MessageLanguage.objects.get().language == "en"


def test_who_is_erased_has_no_language(lan: Player) -> None:
    prefers_english(lan)
    erase_mail_of(person=lan.person, now=NOW)
    assert MessageLanguage.objects.count() == 0


def test_page_says_in_which_language_a_message_is(lan: Player, sign_in: SignIn) -> None:
    prefers_english(lan)
    (message,) = a_notice(
        "1",
        Whom(person=lan.person),
        title=lambda: "Met: 贷款贴息",
        body=lambda: "Basis: 深府规〔2021〕1号 第三条.",
    )
    page = sign_in(lan).get(f"/inbox/messages/{message.pk}/").content.decode()
    assert '<span lang="en">Met: <span lang="zh-Hans">贷款贴息</span></span>' in page
    assert 'lang="en"><p>Basis: <span lang="zh-Hans">深府规〔2021〕1号 第三条</span>.</p>' in page


def test_chinese_within_english_is_marked_and_nothing_else() -> None:
    marked = '<span lang="zh-Hans">贷款（贴息）</span>'
    assert zh_runs("Met: 贷款（贴息） <now>") == f"Met: {marked} &lt;now&gt;"
    assert zh_runs("Met: nothing") == "Met: nothing"
