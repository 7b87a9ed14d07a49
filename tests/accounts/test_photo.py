"""Photos of people: made anew, small, shown to agents; and what is no photo."""

import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image, ImageOps

from accounts import photos
from accounts.models import Profile, User
from tests.accounts.people import make_person, signed_in
from tests.accounts.profile_form import filled


def picture(
    size: tuple[int, int] = (900, 600), kind: str = "JPEG", mode: str = "RGB"
) -> bytes:
    image = Image.new(mode, size, "red" if mode == "RGB" else 0)
    exif = Image.Exif()
    # Turned a quarter, with the name of a camera.
    exif[0x0112], exif[0x0110] = 6, "Secret camera"
    written = BytesIO()
    image.save(written, kind, exif=exif)
    return written.getvalue()


def upload(content: bytes, name: str = "me.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def many_pixels() -> bytes:
    """A small file that claims to be a picture of 100 million pixels."""
    head = struct.pack(">IIBBBBB", 10_000, 10_000, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b"")]
    chunks = b"".join(
        struct.pack(">I", len(data))
        + name
        + data
        + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + chunks


@pytest.fixture
def imke(agent: User) -> User:
    return make_person("Imke", "Saarlo", agent.agency, shows=False)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_photo_is_made_anew_upright_small_and_without_its_past(kind: str) -> None:
    made = photos.read(upload(picture(kind=kind), "x.bin"))
    content = made.read()
    image = Image.open(BytesIO(content))
    assert (image.format, image.size) == ("WEBP", (512, 512))
    assert not image.getexif()
    assert b"Secret" not in content


def test_a_large_photo_is_made_small_before_anything_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each further step costs four bytes for a pixel, several times over."""
    sizes = []
    turn = ImageOps.exif_transpose
    monkeypatch.setattr(
        ImageOps,
        "exif_transpose",
        lambda image: sizes.append(image.size) or turn(image),
    )
    made = photos.read(upload(picture((4000, 3000), "PNG")))
    assert sizes == [(2048, 1536)]
    assert Image.open(made).size == (512, 512)


@pytest.mark.parametrize("mode", ["L", "P", "RGBA", "LA", "I;16", "CMYK"])
def test_photos_in_other_colours_are_taken(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    made = photos.read(upload(picture((40, 30), kind, mode)))
    assert Image.open(made).size == (30, 30)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (many_pixels(), "more than 40 million pixels"),
        (picture()[:2000], "not a whole photo"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a whole photo"),
        (b"%PDF-1.7 ...", "not a whole photo"),
        (b"", "empty"),
        (picture(kind="GIF"), "not a whole photo"),
        (b"\0" * (photos.MAX_BYTES + 1), "larger than 5 MB"),
    ],
    ids=["pixels", "cut off", "svg", "pdf", "empty", "gif", "bytes"],
)
def test_what_is_no_photo_is_told_in_a_sentence_and_nothing_is_lost(
    imke: User, content: bytes, sentence: str
) -> None:
    form = filled(town="Oosterveen", upload=upload(content))
    answer = signed_in(imke).post("/people/me/edit/", form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert 'href="#id_upload"' in page
    assert 'value="Oosterveen"' in page
    assert not Profile.objects.get(user=imke).photo


def test_agents_see_the_photo_of_whoever_shows_it(imke: User, agent: User) -> None:
    own, other = signed_in(imke), signed_in(agent)
    own.post("/people/me/edit/", filled(upload=upload(picture())))
    address = f"/people/{imke.pk}/photo/"
    assert b"".join(own.get(address)).startswith(b"RIFF")
    assert other.get(address).status_code == 404
    own.post("/people/me/edit/", filled(shows_photo="on"))
    answer = other.get(address)
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "private" in answer.headers["Cache-Control"]
    assert b"".join(answer).startswith(b"RIFF")
    assert Client().get(address).status_code == 302
    guest = make_person("Gast", "Gast", agent.agency, account={"is_guest": True})
    assert signed_in(guest).get(address).status_code == 404
    stored = Profile.objects.get(user=imke).photo.name
    assert other.get(f"/media/{stored}").status_code == 404


def test_old_files_go_when_the_change_is_committed(
    imke: User, django_capture_on_commit_callbacks
) -> None:
    def files() -> list[str]:
        folder = Path(settings.MEDIA_ROOT) / photos.FOLDER
        return sorted(file.name for file in folder.glob("*"))

    before = files()
    client = signed_in(imke)
    seen = []
    for form in (
        filled(upload=upload(picture())),
        filled(upload=upload(picture())),
        filled(no_photo="on"),
        filled(upload=upload(picture())),
    ):
        with django_capture_on_commit_callbacks(execute=True):
            client.post("/people/me/edit/", form)
        seen.append([name for name in files() if name not in before])
    assert [len(names) for names in seen] == [1, 1, 0, 1]
    assert seen[0] != seen[1]
    with django_capture_on_commit_callbacks(execute=True):
        User.objects.get(pk=imke.pk).delete()
    assert files() == before


def test_a_good_photo_is_kept_when_something_else_is_wrong(imke: User) -> None:
    form = filled(upload=upload(picture()), other_languages="xx")
    answer = signed_in(imke).post("/people/me/edit/", form)
    assert answer.status_code == 422
    assert "Your new photo is saved" in answer.content.decode()
    assert Profile.objects.get(user=imke).photo


def test_a_lost_file_is_a_missing_page(imke: User, agent: User) -> None:
    client = signed_in(imke)
    client.post("/people/me/edit/", filled(upload=upload(picture())))
    Path(Profile.objects.get(user=imke).photo.path).unlink()
    assert client.get(f"/people/{imke.pk}/photo/").status_code == 404
