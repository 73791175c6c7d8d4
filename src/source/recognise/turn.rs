//! How a line says who speaks, or who did what.

/// A line that opens with a name or a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opening {
    /// Where the name ends.
    pub name: usize,
    /// Where what is said begins: between lie a sign that divides them, and spaces.
    pub words: usize,
}

/// Words in names that are not capitalised.
const PARTICLES: [&str; 21] = [
    "of", "the", "de", "del", "della", "di", "da", "dos", "van", "von", "der", "den", "la", "le", "and", "und", "et",
    "y", "i", "и", "&",
];

/// "Name: words", "THE CHAIRMAN. Words", "Q. Words".
#[must_use]
pub fn speaker(line: &str) -> Option<Opening> {
    let colon = line.char_indices().take(60).find(|(_, c)| *c == ':').map(|(at, _)| at);
    if let Some(at) = colon
        && is_name(&line[..at])
        && followed(line, at + 1)
    {
        return Some(Opening { name: line[..at].trim_end().len(), words: words_after(line, at + 1) });
    }
    let mut stops = line.char_indices().take(40).filter(|(_, c)| *c == '.').map(|(at, _)| at);
    let stop = stops.find(|&at| !abbreviates(&line[..at]))?;
    let name = &line[..stop];
    // "Q." and names in capitals keep their stop.
    let capitals = name.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    let question = matches!(name.trim(), "Q" | "A");
    let spoken = capitals && name.chars().filter(|c| c.is_alphabetic()).count() > 2 && is_name(name);
    ((question || spoken) && line[stop + 1..].starts_with(' '))
        .then(|| Opening { name: stop + usize::from(question), words: words_after(line, stop + 1) })
}

/// Whether the stop behind these words is that of a title or an initial in a name: "MR. BELL", "J. MILL".
fn abbreviates(words: &str) -> bool {
    const TITLES: [&str; 16] =
        ["MR", "MRS", "MS", "DR", "ST", "PROF", "REV", "HON", "CAPT", "COL", "GEN", "MAJ", "LT", "SGT", "MME", "MLLE"];
    let last = words.rsplit([' ', '.']).next().unwrap_or_default();
    let initial = last.chars().count() == 1 && last.chars().all(char::is_uppercase) && !matches!(words, "Q" | "A");
    initial || TITLES.contains(&last)
}

/// "Director: name", "Directed by name", "Camera – name".
#[must_use]
pub fn role(line: &str) -> Option<Opening> {
    let words = |text: &str| text.split_whitespace().count();
    if let Some(at) = line.find(':')
        && (1..=5).contains(&words(&line[..at]))
        && followed(line, at + 1)
    {
        return Some(Opening { name: line[..at].trim_end().len(), words: words_after(line, at + 1) });
    }
    if let Some(at) = line.find(" by ")
        && (1..=5).contains(&words(&line[..at]))
        && done(&line[..at])
    {
        let name = at + " by".len();
        return Some(Opening { name, words: words_after(line, name) });
    }
    let dash = [" – ", " — ", " - "].into_iter().filter_map(|dash| line.find(dash).map(|at| (at, dash.len()))).min()?;
    (1..=3)
        .contains(&words(&line[..dash.0]))
        .then(|| Opening { name: dash.0, words: words_after(line, dash.0 + dash.1) })
}

/// Whether words may stand before "by": "Filmed and narrated", "Music".
fn done(words: &str) -> bool {
    const DONE: [&str; 30] = [
        "written",
        "sung",
        "shot",
        "cut",
        "told",
        "read",
        "made",
        "drawn",
        "built",
        "led",
        "spoken",
        "taken",
        "music",
        "words",
        "lyrics",
        "photography",
        "script",
        "screenplay",
        "story",
        "film",
        "video",
        "camera",
        "editing",
        "directing",
        "lighting",
        "sound",
        "design",
        "direction",
        "production",
        "translation",
    ];
    let last = words.split_whitespace().next_back().unwrap_or_default().to_lowercase();
    words.starts_with(char::is_uppercase) && (last.ends_with("ed") || DONE.contains(&last.as_str()))
}

/// Whether a line's beginning can be who speaks.
#[must_use]
pub fn is_name(text: &str) -> bool {
    // What is done with the words stands in brackets: "Anna (laughing)".
    let bare = text.split(['(', '[']).next().unwrap_or_default().trim();
    if bare.is_empty() || bare.chars().count() > 40 {
        return false;
    }
    let mut count = 0;
    for word in bare.split_whitespace() {
        count += 1;
        let named = word.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || c == '@');
        let proper = word.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '’' | '\'' | '@' | '_' | '&'));
        if !proper || !(named || count > 1 && PARTICLES.contains(&word)) {
            return false;
        }
    }
    count <= 5 && bare.chars().any(char::is_alphabetic)
}

/// Whether what follows byte `at` is set off from what stands before it.
fn followed(line: &str, at: usize) -> bool {
    line[at..].is_empty() || line[at..].starts_with(char::is_whitespace)
}

fn words_after(line: &str, at: usize) -> usize {
    line.len() - line[at..].trim_start().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(line: &str, read: fn(&str) -> Option<Opening>) -> Option<(&str, &str)> {
        read(line).map(|opening| (&line[..opening.name], &line[opening.words..]))
    }

    #[test]
    fn who_speaks() {
        for (line, name, words) in [
            ("Anna: Who is there?", "Anna", "Who is there?"),
            ("Maria de la Cruz (laughing):  Yes.", "Maria de la Cruz (laughing)", "Yes."),
            ("THE CHAIRMAN. Order!", "THE CHAIRMAN", "Order!"),
            ("Q. Where were you?", "Q.", "Where were you?"),
            ("A: At home.", "A", "At home."),
            ("2nd Voice:", "2nd Voice", ""),
        ] {
            assert_eq!(parts(line, speaker), Some((name, words)), "{line}");
        }
        // Capitals before a stop are taken for who speaks: nothing in the line says otherwise.
        assert_eq!(parts("USA. A land.", speaker), Some(("USA", "A land.")));
        for line in ["He said: no.", "At 10:30 we left.", "The reason is plain: money.", "I. Origins", ": no"] {
            assert_eq!(parts(line, speaker), None, "{line}");
        }
    }

    #[test]
    fn who_did_what() {
        for (line, term, name) in [
            ("Director: Ada Byron", "Director", "Ada Byron"),
            ("Filmed and narrated by Ada Byron", "Filmed and narrated by", "Ada Byron"),
            ("Music by the Band", "Music by", "the Band"),
            ("Camera and editing by Ada Byron", "Camera and editing by", "Ada Byron"),
            ("Camera – A. Lens", "Camera", "A. Lens"),
        ] {
            assert_eq!(parts(line, role), Some((term, name)), "{line}");
        }
        for line in ["A film of the Harbour Union", "Walked slowly, by the sea", "stand by me", "One by one"] {
            assert_eq!(parts(line, role), None, "{line}");
        }
    }
}
