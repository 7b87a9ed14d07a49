"""Where the links of an imported text lead."""

import re
from urllib.parse import quote, urljoin, urlsplit

SCHEMES = frozenset({"http", "https", "mailto"})
BARE_DOMAIN = re.compile(
    r"(?:www\.[\w.-]+|[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:be|ch|com|de|eu|fr|net|nl|org|uk))"
    r"(?:/|$)",
    re.IGNORECASE,
)
# RFC 3986, with the percent sign so that what is quoted already stays as it is.
SAFE = "%/:=&?~#+!$,;'@()*[]"


def absolute_link(target: str, base: str) -> str | None:
    """Resolve a link against its record's address; None if it leads nowhere."""
    target = " ".join(target.split()).strip("<>")
    if not target or target.startswith(("#", "{", "?")):
        return None
    if BARE_DOMAIN.match(target):
        target = f"https://{target}"
    try:
        resolved = urljoin(base, target)
        parts = urlsplit(resolved)
    except ValueError:
        return None
    if parts.scheme == "mailto":
        return resolved.replace(" ", "") if "@" in parts.path else None
    if parts.scheme not in SCHEMES or "." not in parts.netloc:
        return None
    if not urlsplit(target).scheme:
        resolved = _served(resolved)
    return quote(resolved, safe=SAFE)


def link_base(url: str, record_id: str) -> str:
    """Return the folder of the source file that a record's address stands for.

    ``…/guide/`` is the file ``guide/index.md`` or ``guide.md``: relative links start
    in another folder for each, and only the record's id tells which it is.
    """
    if record_id.endswith("index"):
        return url.removesuffix("index/")
    return urljoin(url, "..") if url.endswith("/") else url


def _served(resolved: str) -> str:
    """Turn the path of a Markdown file into the address it is served at."""
    address, mark, fragment = resolved.partition("#")
    if address.endswith(".md"):
        address = address.removesuffix(".md").removesuffix("index")
        address = address if address.endswith("/") else f"{address}/"
    return address + mark + fragment
