"""Words of the sources that the hub has its own names for.

Themes and professions carry the short names of the demo, so that a hub with both has
each once. Anything else in a record stays a tag or is left out; docs/import.md says so.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    """A theme or a profession: labels by language, and the source's words for it."""

    slug: str
    labels: tuple[str, str, str, str]
    words: tuple[str, ...]
    parent: str = ""


THEMES = (
    Term(
        "digital-services",
        (
            "Digital services",
            "Services numériques",
            "Digitale dienstverlening",
            "Digitale Dienste",
        ),
        (
            "making-software",
            "user-centred-design",
            "agile",
            "technology",
            "operations",
            "phases",
            "user-research",
            "domain-names",
            "cloud",
            "gebruikersbehoeften",
            "open-standaarden",
            "integratie",
            "open-source",
        ),
    ),
    Term(
        "accessibility",
        ("Accessibility", "Accessibilité", "Toegankelijkheid", "Barrierefreiheit"),
        ("assisted-digital", "toegankelijkheid", "inclusion numérique"),
        "digital-services",
    ),
    Term(
        "algorithms",
        (
            "Algorithms and AI",
            "Algorithmes et IA",
            "Algoritmes en AI",
            "Algorithmen und KI",
        ),
        (
            "algoritmen",
            "bias-en-non-discriminatie",
            "menselijke-controle",
            "technische-robuustheid-en-veiligheid",
            "intelligence artificielle",
        ),
        "digital-services",
    ),
    Term("data", ("Data", "Données", "Gegevens", "Daten"), ("data",)),
    Term(
        "data-protection",
        (
            "Data protection",
            "Protection des données",
            "Gegevensbescherming",
            "Datenschutz",
        ),
        ("privacy", "privacy-en-gegevensbescherming"),
        "data",
    ),
    Term(
        "open-data",
        ("Open data", "Données ouvertes", "Open data", "Offene Daten"),
        ("open data", "open-data", "open government data"),
        "data",
    ),
    Term(
        "governance",
        (
            "Steering and accountability",
            "Pilotage et transparence",
            "Sturing en verantwoording",
            "Steuerung und Rechenschaft",
        ),
        (
            "governance",
            "transparantie",
            "fundamentele-rechten",
            "grondrechten",
            "measurement",
            "démocratie",
            "transparency",
            "samenwerking",
        ),
    ),
    Term(
        "staff",
        (
            "Staff and organisation",
            "Personnel et organisation",
            "Personeel en organisatie",
            "Personal und Organisation",
        ),
        ("the-team", "administratif", "formation"),
    ),
    Term(
        "procurement",
        (
            "Procurement",
            "Achats publics",
            "Inkoop en aanbesteden",
            "Beschaffung",
        ),
        ("publieke-inkoop", "inkoop"),
    ),
    Term(
        "security",
        (
            "Information security",
            "Sécurité informatique",
            "Informatiebeveiliging",
            "Informationssicherheit",
        ),
        ("sécurité informatique", "cybersécurité", "veiligheid", "identity-assurance"),
    ),
    Term(
        "environment",
        (
            "Environment and climate",
            "Environnement et climat",
            "Milieu en klimaat",
            "Umwelt und Klima",
        ),
        (
            "écologie",
            "duurzaamheid",
            "développement durable",
            "mer",
            "forêt",
        ),
    ),
    Term(
        "benefits-care",
        (
            "Benefits and care",
            "Aides et accompagnement",
            "Uitkeringen en zorg",
            "Leistungen und Fürsorge",
        ),
        ("social", "santé", "aides"),
    ),
    Term(
        "work",
        ("Work", "Travail et emploi", "Werk", "Arbeit"),
        ("travail / emploi", "entreprises", "apprentissage"),
    ),
    Term(
        "education",
        (
            "Education and youth",
            "Éducation et jeunesse",
            "Onderwijs en jeugd",
            "Bildung und Jugend",
        ),
        ("education", "éducation", "jeunesse", "orientation scolaire"),
    ),
    Term(
        "territories",
        (
            "Towns and regions",
            "Collectivités et territoires",
            "Gemeenten en regio's",
            "Gemeinden und Regionen",
        ),
        ("territoires", "collectivités", "logement", "transports"),
    ),
    Term("justice", ("Justice", "Justice", "Justitie", "Justiz"), ("justice",)),
    Term(
        "agriculture",
        ("Agriculture", "Agriculture", "Landbouw", "Landwirtschaft"),
        ("agriculture", "phytosanitaire"),
    ),
    Term(
        "culture",
        (
            "Culture and heritage",
            "Culture et patrimoine",
            "Cultuur en erfgoed",
            "Kultur und Erbe",
        ),
        ("culture", "patrimoine", "archives", "cinéma"),
    ),
)

PROFESSIONS = (
    Term(
        "service-managers",
        (
            "Service managers",
            "Responsables de service",
            "Dienstverantwoordelijken",
            "Fachverantwortliche",
        ),
        ("service-manager", "service-managers"),
    ),
    Term(
        "project-leaders",
        ("Project leaders", "Chefs de projet", "Projectleiders", "Projektleitung"),
        ("projectleider", "delivery-managers"),
    ),
    Term(
        "policy-advisers",
        (
            "Policy advisers",
            "Conseillers en politiques publiques",
            "Beleidsadviseurs",
            "Fachreferate",
        ),
        ("beleid-en-advies",),
    ),
    Term(
        "lawyers",
        ("Lawyers", "Juristes", "Juristen", "Juristinnen und Juristen"),
        ("jurist",),
    ),
    Term(
        "designers",
        (
            "Service and content designers",
            "Concepteurs de services et de contenus",
            "Service- en contentontwerpers",
            "Service- und Inhaltsgestaltung",
        ),
        ("designers", "content-designers", "user-researchers", "researchers"),
    ),
    Term(
        "data-it",
        (
            "Data and IT specialists",
            "Spécialistes des données et de l’informatique",
            "Data- en IT-specialisten",
            "Fachleute für Daten und IT",
        ),
        (
            "ontwikkelaar",
            "developers",
            "tech-arch",
            "tech-archs",
            "web-ops",
            "qa",
            "performance-analysts",
            "chief-technology-officers",
        ),
    ),
)


# Whom a case serves, in the words of its pages.
AUDIENCES = {
    "association": "Associations",
    "collectivite-territoriale": "Collectivités territoriales",
    "entreprise": "Entreprises",
    "etablissement-scolaire": "Établissements scolaires",
    "etat": "État",
    "particulier": "Particuliers",
}


@dataclass(frozen=True)
class KnownAgency:
    """An agency of the six corpora: what its records do not say about it."""

    names: dict[str, str]
    acronym: str
    country: str
    level: str


AGENCIES = (
    KnownAgency({"en": "Government Digital Service"}, "GDS", "gb", "national"),
    KnownAgency(
        {"nl": "Ministerie van Binnenlandse Zaken en Koninkrijksrelaties"},
        "BZK",
        "nl",
        "national",
    ),
    # One agency that signs in two languages.
    KnownAgency(
        {"de": "Bundesamt für Statistik", "fr": "Office fédéral de la statistique"},
        "BFS",
        "ch",
        "national",
    ),
    KnownAgency({"en": "Open Knowledge Foundation"}, "OKF", "int", "international"),
)
# The hosts whose agencies all belong to one state.
HOSTS = {"beta.gouv.fr": ("fr", "national")}
