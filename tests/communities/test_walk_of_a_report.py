"""From a report to the answer to an appeal, by links and forms alone."""

from collections.abc import Callable

from django.urls import reverse

from accounts.models import User
from communities.models import CommunityPage, Thread
from tests.communities.hands import Hands
from tests.communities.talking import address, comment, question

Person = Callable[..., User]
SAID = "Mister Smith forgot it again."


def report(hands: Hands, thread: Thread) -> None:
    hands.go(address(thread))
    hands.press("Report the comment by Ann Example")
    hands.send("Why do you report this?", reason="person", note="A real name.")
    assert hands.sees("Thank you: the moderators look at it.")


def hide(hands: Hands, circle: CommunityPage) -> None:
    hands.go(reverse("notices"))
    assert hands.sees("1 comment was reported in")
    hands.press(circle.title, inside="/notices/")
    assert hands.url == reverse("communities:queue", args=[circle.slug])
    assert hands.sees("A real name.")
    hands.send("I take this", take="1")
    assert hands.sees("Joe Example looks at it")
    hands.press("Assigned to me")
    hands.send("What happens to it?", verb="hide", reason="It names somebody.")
    assert hands.sees("1 decision.")


def appeal(hands: Hands, thread: Thread) -> None:
    hands.go(reverse("notices"))
    assert hands.sees("Your comment was hidden in")
    hands.press(thread.title, inside="/notices/")
    assert hands.sees(SAID)
    hands.send("Why should it be looked at again?", text="It is his pen name.")
    assert hands.sees("Another moderator looks at it. We tell you.")


def answer(hands: Hands, circle: CommunityPage) -> None:
    hands.go(reverse("notices"))
    assert hands.sees("1 author asks you to look again in")
    hands.press(circle.title, inside="/notices/")
    hands.press("Hidden: It names somebody.")
    assert hands.sees("It is his pen name.")
    hands.send("Your decision", granted="no", text="")
    assert hands.sees("Say why the decision stands.")
    hands.send("Your decision", granted="yes", text="You are right.")
    assert hands.sees("The author is told.")


def test_report_hide_appeal_and_answer_need_no_script(
    circle: CommunityPage, member: Person, moderator: Person
) -> None:
    ann = member(circle, "ann")
    author, reader = Hands(ann), Hands(member(circle, "ben"))
    judge, other = Hands(moderator(circle, "joe")), Hands(moderator(circle, "sue"))
    thread = question(member(circle), circle)
    said = comment(ann, thread, SAID)
    report(reader, thread)
    hide(judge, circle)
    reader.go(address(thread))
    assert not reader.sees("Mister Smith")
    assert reader.sees("It names somebody.")
    appeal(author, thread)
    # Who decided first is not asked again.
    judge.go(reverse("communities:queue", args=[circle.slug]))
    assert judge.sees("Somebody else decides")
    judge.press("Hidden: It names somebody.")
    assert not judge.sees("Your decision")
    answer(other, circle)
    reader.go(f"{address(thread)}comments/{said.pk}/")
    assert reader.sees(SAID)
    author.go(reverse("notices"))
    assert author.sees("The decision on your comment was undone:")
