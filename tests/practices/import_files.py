"""Records and files for the tests of the import."""

import gzip
import json
from pathlib import Path
from typing import Any

BODY = (
    "## Le problème\n\nTrop de courriers.\n\n## La solution\n\nUn **bon** modèle.\n\n"
    "## Résultats\n\n40 % d'appels en moins."
)


def record(number: int = 1, **fields: Any) -> dict[str, Any]:
    """A record as the sources write them."""
    return {
        "id": f"site-{number}",
        "title": f"Courriers clairs {number}",
        "summary": "Des lettres que l'on comprend.",
        "body": BODY,
        "lang": "fr",
        "tags": ["Écologie", "Courriers"],
        "agency": "Ville de Corvanne",
        "date": "2024-03-05",
        "url": f"https://site.example/cas/{number}.html",
        "type": "produit",
        "phase": "construction",
        **fields,
    }


def write(path: Path, *lines: Any) -> Path:
    """Write records, or raw lines, to a file of JSON lines, gzipped if it says so."""
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    content = "\n".join(texts).encode("utf-8", "surrogatepass") + b"\n"
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return path
