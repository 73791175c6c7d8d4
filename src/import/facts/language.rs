//! What language a text is in, by its script and the words that are commonest in it.
//!
//! Each passage is judged for itself: half-translated pages, and prose between commands and names, are told apart.
//! Where no language has most of the words none is guessed: a wrong one would divide every word wrongly.

use crate::metadata::Language;

/// The language of most of a text, and the others in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::import) struct Found {
    /// What most of it is in, if one language has most of it.
    pub(in crate::import) most: Option<Language>,
    /// What else parts of it are in.
    pub(in crate::import) also: Vec<&'static str>,
}

impl Found {
    /// How it is told.
    pub(in crate::import) fn told(&self) -> Option<String> {
        let also = self.also.join(", ");
        match &self.most {
            Some(most) if also.is_empty() => Some(format!("the language, {most}, by the words")),
            Some(most) => Some(format!("the language, {most}, by most of the words; parts are in {also}")),
            None if self.also.len() > 1 => Some(format!("no language: parts are in {also}, and none has most of it")),
            None => None,
        }
    }
}

/// The commonest words of languages, their articles and small words first.
const COMMON: [(&str, &str); 21] = [
    ("en", "the of and to in was that with is his it for as are this be not you from which"),
    ("de", "der die und das nicht ist mit den ein sich des dem auf für eine im werden wird oder als"),
    ("fr", "de à le la les et des est dans une qui pas un du pour que sur par en au ce avec"),
    ("es", "el los las que una por con del se pero la de y en es un para su al lo"),
    ("it", "e in il che di una per non sono della gli con è la un le del si nel dei alla i"),
    ("pt", "de a que uma os para não com do da mais em o é um as no na dos ao por se"),
    ("ca", "el els les i que una per amb del és la de un en no als dels va aquest són"),
    ("nl", "de het een van en in is dat op te niet zijn met voor die aan er ook als door"),
    ("sv", "och att det som en är på av för med den till inte har ett om jag var han de"),
    ("da", "og at det en er på af for med den til ikke har et der som de jeg var han"),
    ("nb", "og det en er på av for med den til ikke har et som å jeg var han ble i"),
    ("fi", "ja on ei se että oli hän ovat joka mutta kun niin myös tai olen ole sen siitä hänen sekä"),
    ("pl", "i w nie na się że z do to jest jak o ale od po tak co za przez był"),
    ("cs", "a v se na že je to s z do o jsem ale jako by k po si jeho byl"),
    ("hu", "a az és hogy nem is egy ez meg volt csak mint ha már de van azt még el sem"),
    ("ro", "și în de la cu nu care este o un pe că din a mai se pentru sau sunt ce"),
    ("tr", "ve bir bu da de için ile çok ne olarak daha gibi o kadar ama sonra var olan en ki"),
    ("la", "et in est non ad cum ut quod sed qui ex per si quae ab esse enim atque autem nec"),
    ("ru", "и в не на что с он как но из это по к у за же так от она бы"),
    ("uk", "і в не на що з він як але із це до та у за ж від вона би є"),
    ("bg", "и в не на че с той като но от това по за се да са със към е беше"),
];

/// So many words make a passage that can be judged.
const PASSAGE: usize = 20;

/// The languages of a text, by its paragraphs in order.
pub(in crate::import) fn languages<S: AsRef<str>>(paragraphs: impl IntoIterator<Item = S>) -> Found {
    /// So many words are read.
    const MOST: usize = 2000;
    let mut tally: Vec<(&'static str, usize)> = Vec::new();
    let mut vote = |passage: &[String]| {
        let Some(tag) = language_of(passage) else { return };
        match tally.iter_mut().find(|(known, _)| *known == tag) {
            Some((_, words)) => *words += passage.len(),
            None => tally.push((tag, passage.len())),
        }
    };
    let (mut passage, mut read) = (Vec::new(), 0);
    for paragraph in paragraphs {
        let paragraph = paragraph.as_ref();
        let letters = |c: char| !c.is_alphabetic() && !is_mark(c);
        // Where no spaces divide words a character counts for one.
        let before = passage.len();
        for word in paragraph.split(letters).filter(|word| !word.is_empty()).take(MOST) {
            if word.chars().next().is_some_and(is_undivided) {
                passage.extend(word.chars().map(String::from));
            } else {
                passage.push(word.to_lowercase());
            }
        }
        read += passage.len() - before;
        if passage.len() >= PASSAGE {
            vote(&passage);
            passage.clear();
        }
        if read >= MOST {
            break;
        }
    }
    // What is left over is judged where nothing else was.
    if read < 3 * PASSAGE && passage.len() >= PASSAGE / 2 && read >= PASSAGE {
        vote(&passage);
    }
    tally.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let whole: usize = tally.iter().map(|(_, words)| words).sum();
    let most = tally.first().filter(|(_, words)| words * 5 >= whole * 3).and_then(|(tag, _)| Language::parse(tag));
    let others = tally.iter().skip(usize::from(most.is_some()));
    let also = others.filter(|(_, words)| words * 7 >= whole).map(|(tag, _)| *tag).collect();
    Found { most, also }
}

/// Signs inside words of scripts that write vowels beside letters.
const fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{591}'..='\u{5C7}' | '\u{64B}'..='\u{65F}' | '\u{900}'..='\u{DFF}' | '\u{E31}'..='\u{E4E}')
}

/// Characters of scripts that put no spaces between words.
const fn is_undivided(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{E7F}' | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}')
}

/// The language of one passage, its words in small letters.
fn language_of(passage: &[String]) -> Option<&'static str> {
    let letters = || passage.iter().flat_map(|word| word.chars());
    let whole = letters().count();
    let share = |test: fn(char) -> bool| letters().filter(|c| test(*c)).count();
    let most = |test: fn(char) -> bool| share(test) * 2 > whole;
    if most(|c| matches!(c, '\u{590}'..='\u{5FF}')) {
        let yiddish =
            passage.iter().filter(|word| matches!(word.as_str(), "און" | "די" | "איז" | "פֿון" | "פון")).count();
        return Some(if yiddish * 12 >= passage.len() { "yi" } else { "he" });
    }
    if most(|c| matches!(c, '\u{600}'..='\u{6FF}')) {
        let persian = share(|c| matches!(c, 'پ' | 'چ' | 'ژ' | 'گ' | 'ی' | 'ک'));
        return Some(if persian * 20 >= whole { "fa" } else { "ar" });
    }
    // Japanese is known by its own signs, whatever names of other scripts are among them.
    let kana = share(|c| matches!(c, '\u{3040}'..='\u{30FF}'));
    let han = share(|c| matches!(c, '\u{3400}'..='\u{9FFF}'));
    if (kana + han) * 3 > whole {
        return Some(if kana * 6 >= kana + han { "ja" } else { "zh" });
    }
    for (tag, first, last) in [
        ("el", '\u{370}', '\u{3FF}'),
        ("ko", '\u{AC00}', '\u{D7A3}'),
        ("th", '\u{E00}', '\u{E7F}'),
        ("hy", '\u{530}', '\u{58F}'),
        ("ka", '\u{10A0}', '\u{10FF}'),
        ("hi", '\u{900}', '\u{97F}'),
    ] {
        if letters().filter(|c| (first..=last).contains(c)).count() * 2 > whole {
            return Some(tag);
        }
    }
    let mut counts: Vec<(usize, &str)> = COMMON
        .iter()
        .map(|(tag, common)| {
            let count = passage.iter().filter(|word| common.split(' ').any(|known| known == *word)).count();
            (count, *tag)
        })
        .collect();
    counts.sort_unstable_by(|a, b| b.cmp(a));
    let [(best, tag), (next, _), ..] = counts.as_slice() else { return None };
    (best * 8 >= passage.len() && best * 4 > next * 5).then_some(*tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENGLISH: &str =
        "The keeper of the lamp was a man of few words, and he went up the stairs to the light in the evening.";
    const FRENCH: &str =
        "Le gardien de la lampe était un homme de peu de mots, et il montait les marches vers la lumière dans la nuit.";

    fn of(paragraphs: &[&str]) -> (Option<String>, Vec<&'static str>) {
        let found = languages(paragraphs);
        (found.most.map(|tag| tag.to_string()), found.also)
    }

    #[test]
    fn languages_of_one() {
        for (tag, words) in [
            ("en", ENGLISH),
            ("fr", FRENCH),
            (
                "he",
                "שומר המגדלור היה איש של מילים מעטות והוא עלה במדרגות אל האור בערב כל יום ויום לפני שהשמש שקעה בים הגדול",
            ),
            ("ja", "灯台守は言葉の少ない人で、夕方になると階段を上って灯りをともした。"),
            (
                "uk",
                "Доглядач маяка був чоловік небагатослівний, і він щовечора сходив на вежу до ліхтаря, та не казав, що з ним і як це було.",
            ),
            (
                "it",
                "Il guardiano del faro era un uomo di poche parole, e la sera saliva le scale che portano alla luce con una lampada.",
            ),
            (
                "sv",
                "Fyrvaktaren var en man av få ord, och han gick upp för trappan till ljuset på kvällen när det var mörkt.",
            ),
        ] {
            assert_eq!(of(&[words]), (Some(tag.to_owned()), Vec::new()), "{words}");
        }
        assert_eq!(of(&["Lorem ipsum"]), (None, Vec::new()));
        assert_eq!(
            of(&["ls cp mv rm cat grep sed awk tar gzip find xargs sort uniq head tail cut tr wc tee"]),
            (None, Vec::new())
        );
    }

    #[test]
    fn languages_of_a_page_half_translated() {
        assert_eq!(of(&[FRENCH, FRENCH, FRENCH, ENGLISH]), (Some("fr".to_owned()), vec!["en"]));
        assert_eq!(of(&[FRENCH, ENGLISH]), (None, vec!["en", "fr"]));
        assert!(languages([FRENCH, ENGLISH]).told().is_some_and(|told| told.contains("en, fr")));
    }
}
