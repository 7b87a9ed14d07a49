"""Small words that say nothing about a subject, by language.

Written without accents, as folded text has them. Words that also name something
agents look for (French "sans", Dutch "zonder", "niet", negations) stay searchable
only where they carry meaning, so these lists are short.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


STOP_WORDS: dict[str, frozenset[str]] = {
    "fr": _words(
        """
        a ai ainsi alors apres as au aucun aucune aussi autre autres aux avec avez avoir
        avons ayant c ca car ce ceci cela celle celles celui ces cet cette ceux chaque
        chez d dans de depuis des deux donc dont du elle elles en encore entre es est et
        etaient etait etant ete etes etre eu eux fait faites font furent fut hors il ils
        j je jusqu jusque l la le les leur leurs lors lorsqu lorsque lui m ma mais me
        meme memes mes moi moins mon n ne ni non nos notre nous on ont or ou par parce
        pas pendant peu peut peuvent plus pour pourquoi pourra pourrait puis puisqu
        puisque qu quand que quel quelle quelles quels qui quoi s sa sans sauf se sera
        serait seront ses si sien soi soient soit sommes son sont sous suis sur t ta te
        tes toi ton tous tout toute toutes tres tu un une vers via vos votre vous y
        """
    ),
    "nl": _words(
        """
        aan al alle als altijd ander andere anders ben bent bij binnen daar daarbij
        daardoor
        dan dat de deze die dit doch doen door dus een eens elk elke en enkele er ervan
        etc ge geen geweest haar had hadden heb hebben hebt heeft hem het hier hij hoe
        hun ik in is ja je jij jou jouw jullie kan konden kunnen kunt kon maar mag me
        meer men met mij mijn moet moeten mogen na naar niet nog nu of om omdat ons onze
        ook op over s t te tegen toch toen tot tussen u uit uw van vanuit veel via voor
        waar wanneer want waren was wat we wel welk welke werd werden wie wij wil willen
        wilt word worden wordt zal ze zelf zich zij zijn zo zoals zonder zou zouden
        zullen
        """
    ),
    "en": _words(
        """
        a about after all also am an and any are as at be because been before being both
        but by can could did do does doing down during each either else etc ever every
        few for from further get got had has have having he her here hers him his how i
        if in into is it its itself just may me might more most must my no nor not now
        of off on once only or other our ours out over own s same shall she should so
        some such t than that the their theirs them then there these they this those
        through to too under until up upon us very was we were what when where whether
        which while who whom whose why will with within without would you your yours
        """
    ),
    "de": _words(
        """
        ab aber alle allem allen aller alles als also am an ander andere anderen anderer
        auch auf aus bei beim bin bis bist bzw da dabei dadurch dafur damit dann daran
        darauf daruber das dass dasselbe dein dem den denn der deren des dessen dich die
        dies diese diesem diesen dieser dieses dir doch dort du durch ein eine einem
        einen einer eines er es etwa etwas euch euer fur gegen gibt hab habe haben hat
        hatte hatten hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in
        indem ins ist jede jedem jeden jeder jedes jene jener jetzt kann kein keine
        keinem keinen keiner konnen konnte man manche mein meine mich mir mit muss
        mussen nach nicht noch nun nur ob oder ohne sehr sein seine seinem seinen seiner
        seit sich sie sind so sobald soll sollen sollte solche sondern sonst soweit
        sowie
        uber um und uns unser unsere unter usw vom von vor wahrend war waren was wegen
        weil weiter welche welchem welchen welcher welches wenn wer werde werden wie
        wieder will wir wird wirst wo wollen wurde wurden zu zum zur zwar zwischen
        """
    ),
}

# How questions begin; they say that something is asked, not what. Taken out of
# queries only, unless nothing is left.
QUESTION_WORDS: dict[str, frozenset[str]] = {
    "fr": _words("combien comment dois doit doivent est faire faut que"),
    "nl": _words("hoelang hoeveel krijg krijgt waarom waarvoor waarmee"),
    "en": _words("does many much need want should"),
    "de": _words("darf warum weshalb wieso wieviel wo wofur womit"),
}
