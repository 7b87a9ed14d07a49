"""A discussion asks the database as much with 1,000 comments as with 100."""

import gzip

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communities.models import Comment
from tests.communities.people import client_of
from tests.communities.talking import address, comment, question

MOST = 12


def filled(thread, people, number):
    """So many comments in turn, every third one a reply."""
    for start in range(number // 2):
        author = people[start % len(people)]
        top = Comment.objects.create(
            thread=thread,
            author=author,
            agency=author.agency,
            text="t",
            html="<p>t</p>",
        )
        Comment.objects.create(
            thread=thread, parent=top, author=author, text="r", html="<p>r</p>"
        )


def queries(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as counted:
        answer = client.get(url)
    assert answer.status_code == 200
    return [each["sql"] for each in counted.captured_queries], answer


@pytest.mark.parametrize("number", [100, 1000])
def test_the_page_of_a_discussion_costs_at_most_twelve_queries(
    community, member, number
):
    page = community("restricted")
    people = [member(page) for _number in range(8)]
    thread = question(people[0], page)
    comment(people[1], thread)
    filled(thread, people, number)
    client = client_of(people[2])
    found, answer = queries(client, address(thread))
    assert len(found) <= MOST, "\n".join(found)
    assert len(gzip.compress(answer.content)) <= 10_240


@pytest.mark.parametrize("number", [5, 50])
def test_the_list_costs_the_same_with_ten_times_the_discussions(
    community, member, number
):
    page = community("restricted")
    asker = member(page)
    for each in range(number):
        question(asker, page, title=f"Question {each}", text=f"Text {each}")
    url = f"/communities/{page.slug}/discussions/"
    found, answer = queries(client_of(member(page)), url)
    assert len(found) <= MOST, "\n".join(found)
    assert len(gzip.compress(answer.content)) <= 10_240
