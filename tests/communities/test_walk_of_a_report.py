"""From a report to the answer to an appeal, by links and forms alone."""

from collections.abc import Callable

from django.urls import reverse

from accounts.models import User
from communities.models import CommunityPage
from tests.communities.hands import Hands
from tests.communities.talking import address, comment, question

Person = Callable[..., User]


def test_report_hide_appeal_and_answer_need_no_script(
    circle: CommunityPage, member: Person, moderator: Person
) -> None:
    author, reader = member(circle, "ann"), member(circle, "ben")
    judge, other = moderator(circle, "joe"), moderator(circle, "sue")
    thread = question(member(circle), circle)
    said = comment(author, thread, "Mister Smith forgot it again.")

    reporting = Hands(reader)
    reporting.go(address(thread))
    reporting.press("Report the comment by Ann Example")
    reporting.send("Why do you report this?", reason="person", note="A real name.")
    assert reporting.sees("Thank you: the moderators look at it.")

    deciding = Hands(judge)
    deciding.go(reverse("notices"))
    assert deciding.sees("1 comment was reported in")
    deciding.press(circle.title, inside="/notices/")
    assert deciding.url == reverse("communities:queue", args=[circle.slug])
    assert deciding.sees("A real name.")
    deciding.send("I take this", take="1")
    assert deciding.sees("Joe Example looks at it")
    deciding.press("Assigned to me")
    deciding.send("What happens to it?", verb="hide", reason="It names somebody.")
    assert deciding.sees("1 decision.")

    reporting.go(address(thread))
    assert not reporting.sees("Mister Smith")
    assert reporting.sees("It names somebody.")

    appealing = Hands(author)
    appealing.go(reverse("notices"))
    assert appealing.sees("Your comment was hidden in")
    appealing.press(thread.title, inside="/notices/")
    assert appealing.sees("Mister Smith forgot it again.")
    appealing.send("Why should it be looked at again?", text="It is his pen name.")
    assert appealing.sees("Another moderator looks at it. We tell you.")

    # Who decided first is not asked again.
    deciding.go(reverse("communities:queue", args=[circle.slug]))
    assert deciding.sees("Somebody else decides")
    deciding.press("Hidden: It names somebody.")
    assert not deciding.sees("Your decision")

    answering = Hands(other)
    answering.go(reverse("notices"))
    assert answering.sees("1 author asks you to look again in")
    answering.press(circle.title, inside="/notices/")
    answering.press("Hidden: It names somebody.")
    assert answering.sees("It is his pen name.")
    answering.send("Your decision", granted="no", text="")
    assert answering.sees("Say why the decision stands.")
    answering.send("Your decision", granted="yes", text="You are right.")
    assert answering.sees("The author is told.")

    reporting.go(f"{address(thread)}comments/{said.pk}/")
    assert reporting.sees("Mister Smith forgot it again.")
    appealing.go(reverse("notices"))
    assert appealing.sees("The decision on your comment was undone:")
