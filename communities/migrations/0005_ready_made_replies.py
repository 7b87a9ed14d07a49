"""Eight reasons that moderators use often, in four languages."""

from django.db import migrations

# Name, then English, French, Dutch, German; readers see them, so they name nobody.
REPLIES = (
    (
        "A person is named",
        "It names or describes a person. Write it again without what identifies them.",
        "Le texte nomme ou décrit une personne. Réécrivez-le sans ce qui permet de "
        "l’identifier.",
        "De tekst noemt of beschrijft een persoon. Schrijf hem opnieuw zonder wat die "
        "persoon herkenbaar maakt.",
        "Der Text nennt oder beschreibt eine Person. Schreiben Sie ihn neu, ohne dass "
        "sie erkennbar ist.",
    ),
    (
        "File number or confidential detail",
        "It holds a file number or a detail that must stay inside your agency.",
        "Il contient un numéro de dossier ou un détail qui doit rester dans votre "
        "administration.",
        "Er staat een dossiernummer in of een detail dat binnen je organisatie moet "
        "blijven.",
        "Er enthält ein Aktenzeichen oder eine Einzelheit, die in Ihrer Behörde "
        "bleiben muss.",
    ),
    (
        "Out of date",
        "What it says was right once and is out of date. The reply below says what "
        "holds today.",
        "Ce qui est écrit était juste et ne l’est plus. La réponse ci-dessous dit ce "
        "qui vaut aujourd’hui.",
        "Wat er staat klopte vroeger en is verouderd. Het antwoord eronder zegt wat nu "
        "geldt.",
        "Was hier steht, galt früher und ist überholt. Die Antwort darunter sagt, was "
        "heute gilt.",
    ),
    (
        "Wrong and misleading",
        "It is wrong on a point on which others would rely. Write it again with its "
        "source.",
        "Il est erroné sur un point auquel d’autres se fieraient. Réécrivez-le avec sa "
        "source.",
        "Het klopt niet op een punt waarop anderen zouden vertrouwen. Schrijf het "
        "opnieuw met de bron erbij.",
        "Es ist in einem Punkt falsch, auf den sich andere verlassen würden. Schreiben "
        "Sie es mit Quelle neu.",
    ),
    (
        "Against a person",
        "It turns against a person instead of the matter. Say the same about the "
        "matter.",
        "Il vise une personne plutôt que le sujet. Dites la même chose à propos du "
        "sujet.",
        "Het richt zich tegen een persoon in plaats van op de zaak. Zeg hetzelfde over "
        "de zaak.",
        "Es richtet sich gegen eine Person statt auf die Sache. Sagen Sie dasselbe zur "
        "Sache.",
    ),
    (
        "Advertising",
        "It recommends a supplier or a product to buy. Describe what you need or what "
        "you learned instead.",
        "Il recommande un fournisseur ou un produit à acheter. Décrivez plutôt votre "
        "besoin ou votre expérience.",
        "Het beveelt een leverancier of een product aan. Beschrijf liever wat je nodig "
        "hebt of wat je hebt geleerd.",
        "Es empfiehlt einen Anbieter oder ein Produkt. Beschreiben Sie besser Ihren "
        "Bedarf oder Ihre Erfahrung.",
    ),
    (
        "Not the subject here",
        "It is not about the subject here. Ask it as a question of its own, and more "
        "people will find the answer.",
        "Il ne porte pas sur le sujet. Posez une question à part : la réponse se "
        "trouvera plus facilement.",
        "Het gaat niet over dit onderwerp. Stel er een eigen vraag over, dan vinden "
        "meer mensen het antwoord.",
        "Es gehört nicht zu diesem Thema. Stellen Sie eine eigene Frage, dann finden "
        "mehr Menschen die Antwort.",
    ),
    (
        "Said already",
        "The same is said already, a little above or in another discussion.",
        "La même chose est déjà dite, un peu plus haut ou dans une autre discussion.",
        "Hetzelfde is al gezegd, iets hoger of in een andere discussie.",
        "Dasselbe steht schon da, etwas weiter oben oder in einer anderen Diskussion.",
    ),
)


def write(apps, schema_editor):
    """Add them, for the moderators of all communities."""
    model = apps.get_model("communities", "CannedReply")
    for name, english, french, dutch, german in REPLIES:
        model.objects.create(
            name=name,
            text_en=english,
            text_fr=french,
            text_nl=dutch,
            text_de=german,
        )


class Migration(migrations.Migration):
    dependencies = [("communities", "0004_what_a_nomination_needs")]

    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
