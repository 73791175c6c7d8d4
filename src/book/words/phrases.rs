//! Phrases made of the program's words: lists of names, and what stands before them.

use super::Words;
use crate::metadata::Role;

impl Words {
    /// "Translated by": what stands before the names of those who did this for a document; `None` for authors.
    #[must_use]
    pub fn credit(&self, role: &Role) -> Option<&str> {
        Some(match role.code() {
            "aut" | "cre" => return None,
            "trl" => &self.translated_by,
            "edt" => &self.edited_by,
            "com" => &self.compiled_by,
            "drt" => &self.directed_by,
            "pro" => &self.produced_by,
            "nrt" => &self.narrated_by,
            "spk" => &self.spoken_by,
            "ill" => &self.illustrated_by,
            "pht" => &self.photographs_by,
            "art" => &self.art_by,
            "cmp" => &self.composed_by,
            "trc" => &self.transcribed_by,
            "ann" => &self.annotated_by,
            "aui" | "win" => &self.introduction_by,
            "aft" => &self.afterword_by,
            "ivr" => &self.interview_by,
            "ive" => &self.interview_with,
            "pbl" => &self.published_by,
            "dst" => &self.distributed_by,
            _ => &self.with_part_of,
        })
    }

    /// "A", "A and B", "A, B, and C": a list as the language writes it.
    #[must_use]
    pub fn list<S: AsRef<str>>(&self, items: &[S]) -> String {
        let Some((last, first)) = items.split_last() else {
            return String::new();
        };
        let last = last.as_ref();
        let mut text = String::new();
        for (at, item) in first.iter().enumerate() {
            if at > 0 {
                text.push_str(", ");
            }
            text.push_str(item.as_ref());
        }
        if !first.is_empty() {
            if self.serial_comma && first.len() > 1 {
                text.push(',');
            }
            text.push(' ');
            text.push_str(self.and_before(last));
            text.push(' ');
        }
        text.push_str(last);
        text
    }

    /// "and" before `word`: Spanish *y* is *e* before the sound of an *i*.
    fn and_before(&self, word: &str) -> &str {
        let word = word.to_lowercase();
        let sounds_i = word.starts_with(['i', 'í']) || word.starts_with("hi") && !word.starts_with("hie");
        if self.and == "y" && sounds_i { "e" } else { &self.and }
    }
}

/// `words` with a capital in front.
#[must_use]
pub fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::Language;

    fn words(tag: &str) -> Words {
        Language::parse(tag).and_then(|l| Words::of(&l, false)).unwrap()
    }

    #[test]
    fn lists_follow_the_language() {
        assert_eq!(words("en-US").list::<&str>(&[]), "");
        assert_eq!(words("en-US").list(&["Ada"]), "Ada");
        assert_eq!(words("en-US").list(&["Ada", "Ben"]), "Ada and Ben");
        assert_eq!(words("en-US").list(&["Ada", "Ben", "Cy"]), "Ada, Ben, and Cy");
        assert_eq!(words("de").list(&["Ada", "Ben", "Cy"]), "Ada, Ben und Cy");
        assert_eq!(words("es").list(&["Ana", "Inés"]), "Ana e Inés");
        assert_eq!(words("es").list(&["agua", "hielo"]), "agua y hielo");
    }

    #[test]
    fn every_role_but_the_authors_has_a_word_of_its_own() {
        let words = words("de");
        let role = |code: &str| Role::parse(code).unwrap();
        assert_eq!(words.credit(&role("aut")), None);
        assert_eq!(words.credit(&role("trl")), Some("Übersetzt von"));
        for (code, name) in crate::metadata::ROLES {
            let other = words.credit(&role(code)) == Some(&words.with_part_of);
            assert_eq!(other, *code == "ctb", "{name}");
        }
    }
}
