"""What a commentary claims about its figure: that it got better, or that it got worse.

Nobody can tell what a sentence speaks of, so only plain claims count: not what will, should or
did not happen, not a comparison with the target or with others, and a rise or fall only of the
figure itself.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .vocabulary import Polarity

SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n+")
#: A sentence about what is hoped for, planned or needed claims nothing.
HOPED = re.compile(
    r"\b(?:will|would|should|could|may|might|must|can|if|until|unless|once|needs?|needed|to be|"
    r"likely|expect\w*|plans?|planned|planning|aim\w*|hop(?:e|es|ed|ing)|intend\w*|forecast\w*|"
    r"anticipat\w*|predict\w*|in order to|so that)\b",
    re.IGNORECASE,
)
#: Better or worse than something else than it was.
THAN_OTHERS = re.compile(
    r"\b(?:than|against)\b[^.;,]{0,60}\b(?:target|profile|budget|averages?|national\w*|England|"
    r"region\w*|neighbours?|comparators?|benchmarks?|peers?|other|others|elsewhere|most|similar)\b",
    re.IGNORECASE,
)
NEGATED = re.compile(
    r"(?:\b(?:not|never|no|nor|neither|without|hardly|barely|little|fail\w*|yet to|lack of|"
    r"rather than|cannot)|n['’]t)\W+(?:\w+\W+){0,3}$",
    re.IGNORECASE,
)
#: So much before a claim can negate it.
REACH = 60
#: What follows a verb that has no object: "improved on", "improved again", "improved."
ENDS = (
    r"(?=\s*(?:$|[.,;:!?)–-])|\s+(?:by|on|from|to|since|again|further|slightly|significantly|"
    r"considerably|markedly|marginally|slowly|steadily|sharply|substantially|this|in|for|over|"
    r"during|compared|and|but|although|though|throughout|as|with|when|overall|quarter|year|still|"
    r"yet|against|despite|while|because|due|following|after|thanks|across|at|between)\b)"
)
BEING = r"(?:(?:has|have|had|is|are|was|were|been|also|again|then|now|still|slightly)\s+){0,3}"
BETTER = (
    rf"\bimproved{ENDS}",
    r"\b(?:is|are|was|were|been|keeps?|continues?|continued|steadily|still)\s+improving\b",
    (
        r"\b(?:shows?|showed|shown|seen|saw|continued|steady|slight|significant|marked|an?)"
        r"\s+improvement(?=\s*(?:$|[.,;:!?)])|\s+(?:on|from|since|compared|over|of)\b)"
    ),
    r"\b(?:got|getting|gets|performed|performing)\s+better\b",
    r"\bbetter\s+than\b",
    r"\bbest\s+(?:quarter|result|figure|rate|performance|level|year|ever|yet|so\s+far|since)\b",
    rf"\bperformance\s+{BEING}(?:increased|risen|rose|grown|strengthened|up)\b",
)
WORSE = (
    r"\b(?:worsened|worsening|deteriorated|deteriorating|slipped)\b",
    r"\bworse\s+than\b",
    r"\b(?:got|getting|gets|performed|performing|is|are|was|were|became|become)\s+worse\b",
    r"\bworst\s+(?:quarter|result|figure|rate|performance|level|year|ever|yet|so\s+far|since)\b",
    rf"\bperformance\s+{BEING}(?:fallen|fell|dropped|dipped|declined|decreased|weakened|down)\b",
)
OF_FIGURE = rf"\b(?:figure|rate|percentage|proportion|number|total|result|score|level)s?\s+{BEING}"
UP = (
    rf"{OF_FIGURE}(?:rose|risen|rising|increased|increasing|grew|grown|went\s+up|gone\s+up|up)\b",
    rf"^\W*(?:rising|increased|increasing|rose|up){ENDS}",
    r"^\W*an?\s+(?:\w+\s+)?(?:increase|rise)\s+(?:of|on|from|since|to)\b",
)
DOWN = (
    (
        rf"{OF_FIGURE}(?:fell|fallen|falling|dropped|dropping|decreased|decreasing|declined|"
        r"declining|dipped|went\s+down|gone\s+down|down)\b"
    ),
    rf"^\W*(?:falling|decreased|decreasing|declined|declining|fell|dropped|down){ENDS}",
    r"^\W*an?\s+(?:\w+\s+)?(?:decrease|fall|drop|reduction)\s+(?:of|on|from|since|to)\b",
)
ANY_BETTER = r"\b(?:improved|improving|better|best)\b"
ANY_WORSE = r"\b(?:worse\w*|worst|deteriorat\w*|slipped|poorer|weaker)\b"
ANY_UP = r"\b(?:ris(?:e|es|en|ing)|rose|increas\w*|gr[eo]w\w*|higher|up\s+(?:by|from|on|to|\d))"
ANY_DOWN = (
    r"\b(?:f[ae]ll(?:s|en|ing)?|drop\w*|dip\w*|declin\w*|decreas\w*|reduc\w*|lower|fewer|"
    r"down\s+(?:by|from|on|to|\d))"
)


@dataclass(frozen=True)
class Side:
    """The words of one side: those that claim it, and those that merely speak of it."""

    claims: re.Pattern[str]
    mentions: re.Pattern[str]


@dataclass(frozen=True)
class Claims:
    """The words that claim it, each blank where nothing does or the text says both."""

    better: str = ""
    worse: str = ""


def _side(claims: Iterable[str], mentions: Iterable[str]) -> Side:
    return Side(*(re.compile("|".join(each), re.IGNORECASE) for each in (claims, mentions)))


#: The words for better and for worse, by which way is good.
SIDES = {
    Polarity.MAX: (
        _side((*BETTER, *UP), (ANY_BETTER, ANY_UP)),
        _side((*WORSE, *DOWN), (ANY_WORSE, ANY_DOWN)),
    ),
    Polarity.MIN: (
        _side((*BETTER, *DOWN), (ANY_BETTER, ANY_DOWN)),
        _side((*WORSE, *UP), (ANY_WORSE, ANY_UP)),
    ),
}
EITHER_WAY = (_side(BETTER, (ANY_BETTER,)), _side(WORSE, (ANY_WORSE,)))


def claims(text: str, polarity: Polarity) -> Claims:
    """Return what a text claims, in its own words."""
    better, worse = SIDES.get(polarity, EITHER_WAY)
    sentences = SENTENCE.split(text)
    return Claims(
        better="" if worse.mentions.search(text) else _claimed(sentences, better),
        worse="" if better.mentions.search(text) else _claimed(sentences, worse),
    )


def _claimed(sentences: list[str], side: Side) -> str:
    """The first claim of a side; blank where one is denied."""
    found = []
    for sentence in sentences:
        if HOPED.search(sentence) or THAN_OTHERS.search(sentence):
            continue
        for claim in side.claims.finditer(sentence):
            if NEGATED.search(sentence[max(claim.start() - REACH, 0) : claim.start()]):
                return ""
            found.append(claim.group().strip())
    return found[0] if found else ""
