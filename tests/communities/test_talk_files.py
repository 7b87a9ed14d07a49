"""Files in comments: what is taken, what is kept of it, and who gets it."""

import datetime
import os
import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from accounts.models import User
from communities.models import Attachment, Comment, CommunityPage, Thread
from communities.talk import files
from tests.communities.pages import a_case
from tests.communities.people import agent, client_of, outside_guest

pytestmark = pytest.mark.django_db
Make = Callable[..., CommunityPage]
Person = Callable[..., User]


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 30), **kept: Any) -> bytes:
    written = BytesIO()
    Image.new("RGB", size, "teal").save(written, kind, **kept)
    return written.getvalue()


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def comment_on_page(author: User | None = None, **fields: Any) -> Comment:
    thread, _new = Thread.objects.get_or_create(kind="page", page=a_case())
    return Comment.objects.create(
        thread=thread, author=author or agent(), text="Look", **fields
    )


def attached(comment: Comment, name: str = "plan.pdf") -> Attachment:
    return files.attach(comment, [files.read_one(upload(name, b"%PDF"), "A plan")])[0]


def test_pictures_are_made_anew_without_what_the_camera_wrote() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Secret camera"
    exif[0x0112] = 6
    sent = upload("photo.jpg", picture(exif=exif.tobytes(), comment=b"Secret note"))
    found = files.read_one(sent, " A  teal\nfield ")
    content = found.content.read()
    assert (found.alt, found.width, found.height) == ("A teal field", 30, 40)
    assert b"Secret" not in content
    with Image.open(BytesIO(content)) as image:
        assert image.format == "WEBP"
        assert not image.getexif()


def test_large_pictures_are_made_smaller() -> None:
    found = files.read_one(upload("a.png", picture("PNG", (4000, 1000))), "Wide")
    assert (found.width, found.height) == (1600, 400)


@pytest.mark.parametrize(
    ("name", "content", "alt", "code"),
    [
        ("a.exe", b"MZ", "", "kind"),
        ("a.svg", b"<svg onload=alert(1)>", "x", "kind"),
        ("noending", b"x", "", "kind"),
        ("a.pdf", b"", "", "empty"),
        ("a.pdf", b"x" * (files.MAX_BYTES + 1), "", "bytes"),
        ("a.jpg", picture(), "", "alt"),
        ("a.jpg", picture(), "\0 ", "alt"),
        ("a.jpg", picture(), "x" * 201, "long"),
        ("a.jpg", b"<script>", "x", "broken"),
        ("a.png", picture("PNG")[:60], "x", "broken"),
        ("a.jpg", picture("GIF"), "x", "broken"),
    ],
)
def test_what_cannot_be_taken_is_told_in_a_sentence(
    name: str, content: bytes, alt: str, code: str
) -> None:
    with pytest.raises(ValidationError) as told:
        files.read_one(upload(name, content), alt)
    assert told.value.code == code
    assert told.value.messages[0].endswith(".") or code == "kind"


def test_a_picture_of_too_many_points_is_not_decoded() -> None:
    sent = upload("a.png", picture("PNG", (7000, 6000)))
    with pytest.raises(ValidationError) as told:
        files.read_one(sent, "Huge")
    assert told.value.code == "pixels"


def test_all_mistakes_of_a_form_are_told_at_once() -> None:
    sent = {"file-1": upload("a.exe", b"x"), "file-3": upload("b.jpg", picture())}
    with pytest.raises(ValidationError) as told:
        files.read(sent, {"alt-1": "x"})
    assert len(told.value.messages) == 2
    kept = files.read({"file-2": upload("c.pdf", b"%PDF")}, {})
    assert [each.name for each in kept] == ["c.pdf"]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ('a"b\r\nSet-Cookie: x.pdf', "a b Set-Cookie x.pdf"),
        ("é" * 300 + ".pdf", "é" * 108 + ".pdf"),
        (".pdf", "pdf"),
    ],
)
def test_names_are_taken_without_what_a_header_trips_over(name: str, kept: str) -> None:
    assert files._clean_name(upload(name, b"x").name or "") == kept


def test_a_file_lies_under_a_name_that_nobody_guesses() -> None:
    row = attached(comment_on_page())
    assert row.name == "plan.pdf"
    assert row.file.name.startswith("talk/")
    assert len(row.file.name) > 30
    assert client_of(None).get(f"/media/{row.file.name}").status_code == 404


def test_a_file_is_sent_to_download_and_runs_nothing() -> None:
    comment = comment_on_page()
    row = attached(comment, "page.html")
    response = client_of(agent()).get(f"/talk/files/{row.pk}/")
    assert response.status_code == 200
    assert response["Content-Disposition"] == 'attachment; filename="page.html"'
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]
    assert b"".join(response.streaming_content) == b"%PDF"  # type: ignore[attr-defined]


def test_a_picture_is_shown_as_the_picture_that_was_made() -> None:
    sent = files.read_one(upload("a.jpg", picture()), "Teal")
    row = files.attach(comment_on_page(), [sent])[0]
    response = client_of(agent()).get(f"/talk/files/{row.pk}/")
    assert response["Content-Type"] == "image/webp"
    assert "attachment" not in response.get("Content-Disposition", "")
    assert "sandbox" in response["Content-Security-Policy"]
    response.close()


def test_strangers_and_guests_get_no_file_from_a_page_for_agents() -> None:
    row = attached(comment_on_page())
    assert client_of(outside_guest()).get(f"/talk/files/{row.pk}/").status_code == 404
    assert client_of(None).get(f"/talk/files/{row.pk}/").status_code == 404
    assert client_of(agent()).get("/talk/files/999999/").status_code == 404


@pytest.mark.parametrize("state", ["hidden", "removed", "waiting"])
def test_a_file_goes_with_its_comment(state: str) -> None:
    author = agent()
    row = attached(comment_on_page(author, state=state))
    assert client_of(agent()).get(f"/talk/files/{row.pk}/").status_code == 404
    response = client_of(author).get(f"/talk/files/{row.pk}/")
    assert response.status_code == 200
    response.close()


def test_a_file_of_a_community_is_for_who_reads_it(
    community: Make, member: Person, outsider: User
) -> None:
    page = community("confidential")
    inside = member(page)
    thread = Thread.objects.create(kind="talk", community=page, title="Plan")
    comment = Comment.objects.create(thread=thread, author=inside, is_opening=True)
    address = f"/talk/files/{attached(comment).pk}/"
    response = client_of(inside).get(address)
    assert response.status_code == 200
    # Reading to the end closes the file, and not the connection.
    assert b"".join(response)
    missing = client_of(outsider).get("/talk/files/999999/")
    told = client_of(outsider).get(address)
    assert told.status_code == 404
    assert _comparable(told) == _comparable(missing)


def test_a_form_with_a_wrong_file_keeps_all_that_was_typed() -> None:
    page, client = a_case(), client_of(agent())
    sent = {
        "text": "Look at this",
        "file-1": upload("a.exe", b"MZ"),
        "alt-1": "What I typed",
        "file-2": upload("plan.pdf", b"%PDF"),
    }
    answer = client.post(f"/talk/{page.pk}/comments/", sent)
    assert answer.status_code == 400
    text = answer.content.decode()
    for words in ("Look at this", "What I typed", "“a.exe” cannot be added."):
        assert words in text
    assert not Comment.objects.exists()
    sent["file-1"] = upload("a.jpg", picture())
    sent["file-2"] = upload("plan.pdf", b"%PDF")
    assert client.post(f"/talk/{page.pk}/comments/", sent).status_code == 302
    rows = Attachment.objects.order_by("pk")
    assert [(row.name, row.alt) for row in rows] == [
        ("a.jpg", "What I typed"),
        ("plan.pdf", ""),
    ]
    shown = client.get(page.url).content.decode()
    assert f'src="/talk/files/{rows[0].pk}/" alt="What I typed"' in shown


def test_a_file_goes_when_its_row_goes(
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    comment = comment_on_page()
    name = attached(comment).file.name
    assert default_storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        files.forget(comment)
    assert not default_storage.exists(name)
    name = attached(comment).file.name
    with django_capture_on_commit_callbacks(execute=True):
        comment.thread.page.delete()
    assert not default_storage.exists(name)


def test_nothing_stays_behind_when_a_file_cannot_be_kept() -> None:
    comment = comment_on_page()
    before = set(default_storage.listdir("talk")[1]) if _has_folder() else set()
    good = files.Upload("a.pdf", ContentFile(b"x"))
    broken = files.Upload("a.pdf", ContentFile(b"x"), alt="x" * 300)
    object.__setattr__(broken, "content", None)
    with pytest.raises(AttributeError):
        files.attach(comment, [good, broken])
    assert set(default_storage.listdir("talk")[1]) == before


def test_files_that_no_row_knows_are_swept_after_a_day() -> None:
    kept = attached(comment_on_page()).file.name
    old = default_storage.save("talk/old.pdf", ContentFile(b"x"))
    new = default_storage.save("talk/new.pdf", ContentFile(b"x"))
    past = (timezone.now() - datetime.timedelta(days=2)).timestamp()
    for name in (kept, old):
        os.utime(default_storage.path(name), (past, past))
    assert files.sweep() >= 1
    assert default_storage.exists(kept)
    assert default_storage.exists(new)
    assert not default_storage.exists(old)


def _has_folder() -> bool:
    return default_storage.exists("talk")


def _comparable(answer: Any) -> str:
    """A page without its address and the secrets of its forms."""
    text = re.sub(r"/talk/files/\d+/", "", answer.content.decode())
    return re.sub(r'(csrfmiddlewaretoken" value=")\w+', "", text)
