//! Builds CSL-JSON items: the one form in which hayagriva is fed.
//!
//! What CSL-JSON cannot say goes through as signs: noncharacters of Unicode (U+FDD0–FDEF), which no text
//! may hold, come out of hayagriva as they went in and are resolved by [`super::render`].

use std::collections::BTreeMap;

use hayagriva::citationberg::json::{DateValue, Item, LiteralName, NameItem, NameValue, Value, VecDate, VecDateRange};

use crate::metadata::{Date, Moment, Season, opens_family};

/// Emphasis begins or ends.
pub(super) const EMPHASIS: char = '\u{FDD0}';
/// Bold begins or ends.
pub(super) const STRONG: char = '\u{FDD1}';
/// Small capitals begin or end.
pub(super) const SMALL_CAPS: char = '\u{FDD2}';
/// Raised letters begin or end.
pub(super) const RAISED: char = '\u{FDD3}';
/// Lowered letters begin or end.
pub(super) const LOWERED: char = '\u{FDD4}';
/// The style begins a quotation, in marks the language chooses.
pub(super) const OPEN: char = '\u{FDD8}';
/// It ends it.
pub(super) const CLOSE: char = '\u{FDD9}';
/// A quotation inside one begins.
pub(super) const OPEN_INNER: char = '\u{FDDA}';
/// It ends.
pub(super) const CLOSE_INNER: char = '\u{FDDB}';
/// A text begins a quotation, in marks the language chooses. Were these the style's signs, hayagriva would
/// take the end of a quotation at the end of a title for its own.
pub(super) const OPEN_TYPED: char = '\u{FDDE}';
/// It ends it.
pub(super) const CLOSE_TYPED: char = '\u{FDDF}';
/// A space in a family's name, which hayagriva would take for the end of a particle ("Ó Súilleabháin"). Like a
/// space it comes before all letters.
pub(super) const NAME_SPACE: char = '\u{1}';
/// "and", in the book's language.
pub(super) const AND: char = '\u{FDDC}';
/// The last of several names: "and others", which is *et al.* in the style's words.
pub(super) const OTHERS: char = '\u{FDDD}';

/// Whether `c` is one of the signs, or one that may become so.
pub(super) const fn is_sign(c: char) -> bool {
    matches!(c, '\u{FDD0}'..='\u{FDEF}')
}

/// Years from here on stand for dates that CSL has no words for ([`Dates`]).
const FIRST_SIGN: i16 = 20_000;

/// When something was, as a bibliography may say it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum When {
    /// A date.
    Date(Date),
    /// Words: "7th century".
    Words(String),
}

impl When {
    /// The year in which it was, or began; of a work of the Julian calendar its own.
    pub(super) fn year(&self) -> Option<i32> {
        match self {
            Self::Date(date) => date.julian.as_deref().unwrap_or(date).year(),
            Self::Words(_) => None,
        }
    }
}

/// Dates that are no plain day, month, season or year: approximate, uncertain, intervals, Julian ones, words.
#[derive(Clone, Debug, Default)]
pub(super) struct Dates(Vec<When>);

impl Dates {
    /// The date `year` stands for.
    pub(super) fn get(&self, year: &str) -> Option<&When> {
        let year: i16 = year.parse().ok()?;
        self.0.get(usize::try_from(year.checked_sub(FIRST_SIGN)?).ok()?)
    }

    fn keep(&mut self, date: When) -> Option<i16> {
        let at = self.0.iter().position(|known| *known == date).unwrap_or(self.0.len());
        let sign = FIRST_SIGN.checked_add(i16::try_from(at).ok()?)?;
        if at == self.0.len() {
            self.0.push(date);
        }
        Some(sign)
    }
}

/// An item in the making.
#[derive(Debug)]
pub(super) struct Work(BTreeMap<String, Value>);

impl Work {
    /// An item of the CSL type `kind`. Its language is "und": hayagriva then leaves titles as typed.
    pub(super) fn new(key: &str, kind: &str) -> Self {
        let mut work = Self(BTreeMap::new());
        work.text("id", key);
        work.text("type", kind);
        work.text("language", "und");
        work
    }

    /// Sets a variable, unless `value` is blank.
    pub(super) fn text(&mut self, variable: &str, value: impl AsRef<str>) {
        let value = value.as_ref().trim();
        if !value.is_empty() {
            self.0.insert(variable.to_owned(), Value::String(value.to_owned()));
        }
    }

    /// Sets a variable if it has no value yet.
    pub(super) fn text_if_none(&mut self, variable: &str, value: impl AsRef<str>) {
        if !self.has(variable) {
            self.text(variable, value);
        }
    }

    /// Adds names to a variable.
    pub(super) fn names(&mut self, variable: &str, names: impl IntoIterator<Item = NameValue>) {
        let mut names: Vec<NameValue> = names.into_iter().map(whole).collect();
        if names.is_empty() {
            return;
        }
        match self.0.get_mut(variable) {
            Some(Value::Names(known)) => known.append(&mut names),
            _ => {
                self.0.insert(variable.to_owned(), Value::Names(names));
            }
        }
    }

    /// Sets a date; one that is no plain day, month or year is kept in `dates`.
    pub(super) fn date(&mut self, variable: &str, date: &Date, dates: &mut Dates) {
        self.when(variable, When::Date(date.clone()), dates);
    }

    /// As [`Self::date`], for what may be no date.
    pub(super) fn when(&mut self, variable: &str, when: When, dates: &mut Dates) {
        let start = if let When::Date(Date { start: Some(start), .. }) = &when { Some(start.clone()) } else { None };
        let plain = matches!(&when, When::Date(date) if is_plain(date));
        let circa = matches!(&when, When::Date(date) if guessed(date).is_some());
        let season =
            start.as_ref().filter(|_| plain).and_then(|start| start.season.map(|season| number(season).to_string()));
        let parts = match start {
            Some(start) if plain => parts(&start),
            // With month and day it is known later whether the style asked for more than the year.
            start => dates.keep(when).map(|sign| {
                let finer = start.filter(|start| start.month.is_some());
                finer.and_then(|start| parts(&Moment { year: sign.into(), ..start })).unwrap_or_else(|| vec![sign])
            }),
        };
        if let Some(parts) = parts {
            let date_parts = VecDateRange(vec![VecDate(parts)]);
            let value = DateValue::DateParts { date_parts, literal: None, season, circa };
            self.0.insert(variable.to_owned(), Value::Date(value));
        }
    }

    /// The CSL type.
    pub(super) fn kind(&self) -> Option<&str> {
        match self.0.get("type") {
            Some(Value::String(kind)) => Some(kind),
            _ => None,
        }
    }

    /// Whether the variable has a value.
    pub(super) fn has(&self, variable: &str) -> bool {
        self.0.contains_key(variable)
    }

    /// The item. Of unsigned entries of reference works hayagriva makes a jumble, since styles put the work's title for
    /// the author: they go as parts of a book, unless an address says where they are.
    pub(super) fn item(mut self) -> Item {
        let entry = self.kind().is_some_and(|kind| kind.starts_with("entry"));
        if entry && !["author", "DOI", "URL"].iter().any(|variable| self.has(variable)) {
            self.text("type", "chapter");
        }
        Item(self.0)
    }
}

/// Whether a day, month, season or year is all of `date`.
fn is_plain(date: &Date) -> bool {
    match date {
        Date { start: Some(moment), end: None, julian: None } => {
            !moment.uncertain && !moment.approximate && i16::try_from(moment.year).is_ok_and(|year| year < FIRST_SIGN)
        }
        _ => false,
    }
}

/// A season as CSL counts them.
const fn number(season: Season) -> u8 {
    match season {
        Season::Spring => 1,
        Season::Summer => 2,
        Season::Autumn => 3,
        Season::Winter => 4,
    }
}

/// The moment that is all of `date`, if it may be another: `1814?`. Styles have their own marks for such.
pub(super) fn guessed(date: &Date) -> Option<&Moment> {
    match date {
        Date { start: Some(moment), end: None, julian: None } if moment.uncertain && !moment.approximate => {
            Some(moment)
        }
        _ => None,
    }
}

fn parts(moment: &Moment) -> Option<Vec<i16>> {
    let mut parts = vec![i16::try_from(moment.year).ok()?];
    parts.extend(moment.month.map(i16::from));
    parts.extend(moment.day.filter(|_| moment.month.is_some()).map(i16::from));
    Some(parts)
}

/// A name whose family keeps its words together. Only a small letter makes a particle, as in citeproc-js.
fn whole(name: NameValue) -> NameValue {
    match name {
        NameValue::Item(item) if !item.family.starts_with(char::is_lowercase) => {
            NameValue::Item(NameItem { family: item.family.replace(' ', &NAME_SPACE.to_string()), ..item })
        }
        name => name,
    }
}

/// A name that is printed and sorted as it stands.
pub(super) fn literal(name: &str) -> NameValue {
    let name = name.trim();
    let literal = if name == "others" { OTHERS.to_string() } else { name.to_owned() };
    NameValue::Literal(LiteralName { literal })
}

/// Whether `printed`, the beginning of a citation, begins with the particle of a name: "van Gogh".
pub(super) fn opens_with_particle(item: &Item, printed: &str) -> bool {
    let particles = |name: &NameItem| {
        let own = name.non_dropping_particle.iter().chain(&name.dropping_particle).cloned();
        let family =
            name.family.split([' ', NAME_SPACE, '’', '\'']).next().filter(|first| first.len() < name.family.len());
        own.chain(family.map(str::to_owned)).collect::<Vec<_>>()
    };
    let names = item.0.values().filter_map(|value| match value {
        Value::Names(names) => names.first(),
        _ => None,
    });
    names.filter_map(|name| if let NameValue::Item(name) = name { Some(particles(name)) } else { None }).flatten().any(
        |particle| {
            let rest = printed.strip_prefix(particle.as_str());
            particle.starts_with(char::is_lowercase) && rest.is_some_and(|rest| rest.starts_with([' ', '’']))
        },
    )
}

/// A name of parts; `particle` is the "van" of "Ludwig van Beethoven".
pub(super) fn person(given: &str, particle: &str, family: &str, suffix: &str) -> NameValue {
    let some = |part: &str| Some(part.trim().to_owned()).filter(|part| !part.is_empty());
    if particle.trim().is_empty()
        && let Some((first, last)) = given.trim().rsplit_once(' ')
        && opens_family(last)
    {
        return person(first, "", &format!("{last} {family}"), suffix);
    }
    if given.trim().is_empty() && particle.trim().is_empty() && suffix.trim().is_empty() {
        return literal(family);
    }
    NameValue::Item(NameItem {
        family: family.trim().to_owned(),
        given: some(given),
        non_dropping_particle: None,
        dropping_particle: some(particle),
        suffix: some(suffix),
        comma_suffix: None,
    })
}

/// A name of the manifest's: as printed, and as sorted. "Vltchek, Andre" shows which word is the family's.
pub(super) fn name(printed: &str, file_as: &str) -> NameValue {
    let Some((family, given)) = file_as.split_once(',').map(|(family, given)| (family.trim(), given.trim())) else {
        return literal(printed);
    };
    // Anything else ("October Editors, The") is a body: it cannot be taken apart as a person's name.
    let bare = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    if given == "The" || family.is_empty() || given.is_empty() || bare(printed) != bare(&format!("{given}{family}")) {
        return literal(printed);
    }
    let lower = |word: &&str| word.chars().next().is_some_and(char::is_lowercase);
    let words: Vec<&str> = given.split_whitespace().collect();
    let particles = words.iter().rev().take_while(|word| lower(word)).count().min(words.len() - 1);
    let (given, particle) = words.split_at(words.len() - particles);
    person(&given.join(" "), &particle.join(" "), family, "")
}

/// "Title: Subtitle", or "Title? Subtitle".
pub(super) fn with_subtitle(title: &str, subtitle: &str) -> String {
    match (title.trim(), subtitle.trim()) {
        (title, "") => title.to_owned(),
        ("", subtitle) => subtitle.to_owned(),
        (title, subtitle) if title.ends_with(['?', '!', ':', '—']) => format!("{title} {subtitle}"),
        (title, subtitle) => format!("{title}: {subtitle}"),
    }
}

/// `text` without the signs, which no text may hold.
pub(super) fn without_signs(text: &str) -> std::borrow::Cow<'_, str> {
    if text.contains(is_sign) { text.replace(is_sign, "").into() } else { text.into() }
}

/// `text` with typographic apostrophes, and straight quotation marks as signs that the language's marks
/// replace; TeX's doubled grave accents and apostrophes too.
pub(super) fn typographic(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    let mut last = ' ';
    while let Some(c) = chars.next() {
        let opens = last.is_whitespace() || matches!(last, '(' | '[' | '—' | '–' | '“' | '‘' | OPEN_TYPED);
        let dashes = chars.clone().take_while(|next| c == '-' && *next == '-').count();
        if dashes == 1 || dashes == 2 {
            chars.nth(dashes - 1);
            last = if dashes == 1 { '–' } else { '—' };
            out.push(last);
            continue;
        }
        let doubled = matches!(c, '`' | '\'') && chars.peek() == Some(&c);
        let set = match c {
            '`' if doubled => OPEN_TYPED,
            '\'' if doubled => CLOSE_TYPED,
            '"' if opens => OPEN_TYPED,
            '"' => CLOSE_TYPED,
            '\'' => '’',
            '`' => '‘',
            other => other,
        };
        if doubled {
            chars.next();
        }
        out.push(set);
        last = set;
    }
    out
}
