//! Laws for every text: nothing is lost but what is cut, nothing comes but what the editor wrote.

use super::*;

/// A word, with what stands at it.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each may stand there or not")]
struct Token {
    word: String,
    /// Plain, emphasised, linked.
    markup: u8,
    mark: bool,
    picture: bool,
    call: bool,
    cite: bool,
}

/// What the words stand in.
#[derive(Clone, Copy, Debug)]
enum Form {
    Paragraph,
    Lines,
    Verse,
    Table,
    Items,
    Counted,
    Quotation,
}

const FORMS: [Form; 7] =
    [Form::Paragraph, Form::Lines, Form::Verse, Form::Table, Form::Items, Form::Counted, Form::Quotation];

type Drawn = Vec<(usize, Vec<(u8, bool, bool, bool, bool)>)>;

fn drawn() -> impl Strategy<Value = Drawn> {
    let token = (0..4_u8, any::<bool>(), prop::bool::weighted(0.2), any::<bool>(), prop::bool::weighted(0.3));
    prop::collection::vec((0..FORMS.len(), prop::collection::vec(token, 1..6)), 1..5)
}

/// The text with its words numbered, so that each stands once.
fn tokens(drawn: &Drawn) -> Vec<(Form, Vec<Token>)> {
    let mut number = 0;
    let mut token = |&(markup, mark, picture, call, cite): &(u8, bool, bool, bool, bool)| {
        number += 1;
        Token { word: format!("w{number}x"), markup, mark, picture, call, cite }
    };
    drawn.iter().map(|(form, tokens)| (FORMS[*form], tokens.iter().map(&mut token).collect())).collect()
}

fn written(token: &Token) -> String {
    let Token { word, markup, mark, picture, call, cite } = token;
    let mut text = String::new();
    if *mark {
        text.extend(["<!--ix m", word, "-->"]);
    }
    if *picture {
        text.extend(["![p](p", word, ".png)"]);
    }
    let call = if *call { format!("[^{word}]") } else { String::new() };
    let cite = if *cite { format!("[@c{word}]") } else { String::new() };
    text + &match markup {
        1 => format!("*{word}{call}*{cite}"),
        2 => format!("[{word}](https://l{word}.org){call}{cite}"),
        _ => format!("{word}{call}{cite}"),
    }
}

fn markdown(blocks: &[(Form, Vec<Token>)]) -> String {
    let mut text = String::new();
    for (form, tokens) in blocks {
        let words: Vec<String> = tokens.iter().map(written).collect();
        let form = match form {
            Form::Paragraph => words.join(" "),
            Form::Lines => words.join("\\\n"),
            Form::Verse => format!("> [!verse]\n> {}", words.join("\n> ")),
            Form::Table => format!("| {} |\n{}\n| {} |", words[0], "|---|", words[1..].join(" ")),
            Form::Items => format!("- {}", words.join("\n- ")),
            Form::Counted => format!("1. {}", words.join("\n2. ")),
            Form::Quotation => format!("> {}", words.join(" ")),
        };
        text.extend([&form, "\n\n<!-- -->\n\n"]);
    }
    for token in blocks.iter().flat_map(|(_, tokens)| tokens).filter(|token| token.call) {
        text.extend(["[^", &token.word, "]: N.\n\n"]);
    }
    text
}

/// The words that are printed, and what stands at them, in order.
#[derive(Debug, Default, PartialEq, Eq)]
struct Seen {
    words: Vec<String>,
    marks: Vec<String>,
    pictures: Vec<String>,
    cites: Vec<String>,
    calls: Vec<u32>,
}

fn seen(document: &Document) -> Seen {
    let mut seen = Seen::default();
    for leaf in leaves(&document.blocks) {
        let mut text = String::new();
        pieces(&leaf.node, &mut |piece| match piece {
            Piece::Run(run) => text.push_str(&run.text),
            Piece::Gap => text.push(' '),
        });
        seen.words.extend(text.split_whitespace().filter(|word| *word != "[…]").map(str::to_owned));
    }
    walk::all_inlines(&document.blocks, &mut |inline| match inline {
        Inline::Mark(mark) => seen.marks.push(mark.path.clone()),
        Inline::Picture(picture) => seen.pictures.push(picture.key.clone()),
        Inline::Cite(cite) => seen.cites.push(cite.text.clone()),
        Inline::NoteCall(NoteId(note)) => seen.calls.push(*note),
        _ => {}
    });
    walk::blocks(&document.blocks, &mut |block| {
        if let Block::Figure(figure) = &block.node {
            seen.pictures.push(figure.picture.key.clone());
        }
    });
    for all in [&mut seen.marks, &mut seen.pictures, &mut seen.cites] {
        all.sort();
    }
    seen.calls.sort_unstable();
    seen
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// A correction changes words, and keeps every call, citation, mark and picture.
    #[test]
    fn a_correction_keeps_all_but_the_words(drawn in drawn(), picks in prop::collection::vec(0..4_u8, 20), way in 0..3_usize) {
        let blocks = tokens(&drawn);
        let source = markdown(&blocks);
        let before = seen(&revised(&source, "").document);
        let all: Vec<&Token> = blocks.iter().flat_map(|(_, tokens)| tokens).collect();
        let way = ["silent", "bracket", "note"][way];
        let (mut decisions, mut expected) = (String::new(), Vec::new());
        for (at, token) in all.iter().enumerate() {
            let word = &token.word;
            if picks[at % picks.len()] == 0 {
                let number = at.to_string();
                decisions.extend(["correct = { at = \"", word, "\", to = \"y", &number, "\", as = \"", way, "\" }\n"]);
                expected.push(if way == "bracket" { format!("[y{at}]") } else { format!("y{at}") });
            } else {
                expected.push(word.clone());
            }
        }
        let list = decisions.lines().map(|line| line.trim_start_matches("correct = ").to_owned()).collect::<Vec<_>>().join(", ");
        let revised = revised(&source, &format!("correct = [{list}]"));
        prop_assert_eq!(&revised.faults, "");
        let after = seen(&revised.document);
        prop_assert_eq!(&after.words, &expected);
        prop_assert_eq!((&after.marks, &after.pictures, &after.cites), (&before.marks, &before.pictures, &before.cites));
        let notes: Vec<u32> = (0..u32::try_from(revised.document.notes.len()).unwrap()).collect();
        prop_assert_eq!(after.calls, notes, "every note is called once");
    }

    /// The printed words are the source's without those that were cut, with what the editor puts in; what stands at a word
    /// goes with it and only with it.
    #[test]
    fn nothing_but_the_cut_is_lost_in_any_form(
        drawn in drawn(), (first, last) in (0..20_usize, 0..20_usize), mark in 0..4_usize, noted in prop::collection::vec(any::<bool>(), 20),
    ) {
        let blocks = tokens(&drawn);
        let source = markdown(&blocks);
        let all: Vec<&Token> = blocks.iter().flat_map(|(_, tokens)| tokens).collect();
        let (first, last) = (first % all.len(), last % all.len());
        let (first, last) = (first.min(last), first.max(last));
        let cut = if first == last { all[first].word.clone() } else { format!("{} … {}", all[first].word, all[last].word) };
        let mark = ["", ", mark = \"inline\"", ", mark = \"line\"", ", mark = \"none\""][mark];
        let kept = || all.iter().enumerate().filter(|(at, _)| !(first..=last).contains(at));
        let notes: Vec<String> = kept()
            .filter(|(at, _)| noted[at % noted.len()])
            .map(|(_, token)| format!("{{ at = \"{}\", text = \"N.\" }}", token.word))
            .collect();
        let revised = revised(&source, &format!("omit = [{{ at = \"{cut}\"{mark} }}]\nnote = [{}]", notes.join(", ")));
        let faults: Vec<&str> = revised.faults.lines().filter(|line| !line.starts_with("cut-in-sentence") && !line.starts_with("nothing-printed")).collect();
        prop_assert_eq!(faults, Vec::<&str>::new());
        let after = seen(&revised.document);
        let words: Vec<String> = kept().map(|(_, token)| token.word.clone()).collect();
        prop_assert_eq!(&after.words, &words);
        let at = |has: fn(&Token) -> bool, name: fn(&str) -> String| {
            let mut all: Vec<String> = kept().filter(|(_, token)| has(token)).map(|(_, token)| name(&token.word)).collect();
            all.sort();
            all
        };
        prop_assert_eq!(after.marks, at(|token| token.mark, |word| format!("m{word}")));
        prop_assert_eq!(after.pictures, at(|token| token.picture, |word| format!("p{word}.png")));
        prop_assert_eq!(after.cites, at(|token| token.cite, |word| format!("@c{word}")));
        let calls = kept().filter(|(_, token)| token.call).count() + notes.len();
        prop_assert_eq!(after.calls.len(), calls);
    }
}
