//! TeX in a bibliography's values that the `biblatex` crate drops or leaves as it is typed: commands for italics and
//! the like, addresses, simple mathematics. They become signs and words before the crate reads the value.

use super::item::{CLOSE_TYPED, EMPHASIS, LOWERED, OPEN_TYPED, RAISED, SMALL_CAPS, STRONG};

/// Commands that set their argument apart, with the signs put before and after it.
const COMMANDS: &[(&str, char, char)] = &[
    ("\\emph{", EMPHASIS, EMPHASIS),
    ("\\textit{", EMPHASIS, EMPHASIS),
    ("\\textsl{", EMPHASIS, EMPHASIS),
    ("\\mkbibemph{", EMPHASIS, EMPHASIS),
    ("\\mkbibitalic{", EMPHASIS, EMPHASIS),
    ("\\textbf{", STRONG, STRONG),
    ("\\mkbibbold{", STRONG, STRONG),
    ("\\textsc{", SMALL_CAPS, SMALL_CAPS),
    ("\\textsuperscript{", RAISED, RAISED),
    ("\\mkbibsuperscript{", RAISED, RAISED),
    ("\\textsubscript{", LOWERED, LOWERED),
    ("\\enquote{", OPEN_TYPED, CLOSE_TYPED),
    ("\\mkbibquote{", OPEN_TYPED, CLOSE_TYPED),
];

/// Characters that mean something to TeX or to an editor's typewriter but nothing in an address, and the
/// noncharacters that stand for them until the value was read ([`unmasked`]).
const MASKS: [(char, char); 10] = [
    ('~', '\u{FDE0}'),
    ('$', '\u{FDE1}'),
    ('-', '\u{FDE2}'),
    ('\'', '\u{FDE3}'),
    ('`', '\u{FDE4}'),
    ('\\', '\u{FDE5}'),
    ('{', '\u{FDE6}'),
    ('}', '\u{FDE7}'),
    ('"', '\u{FDE8}'),
    ('%', '\u{FDE9}'),
];

/// Commands of mathematics that are letters or signs of text.
const SYMBOLS: &[(&str, &str)] = &[
    ("alpha", "α"),
    ("beta", "β"),
    ("gamma", "γ"),
    ("delta", "δ"),
    ("epsilon", "ε"),
    ("varepsilon", "ε"),
    ("zeta", "ζ"),
    ("eta", "η"),
    ("theta", "θ"),
    ("kappa", "κ"),
    ("lambda", "λ"),
    ("mu", "μ"),
    ("nu", "ν"),
    ("xi", "ξ"),
    ("pi", "π"),
    ("rho", "ρ"),
    ("sigma", "σ"),
    ("tau", "τ"),
    ("phi", "φ"),
    ("varphi", "φ"),
    ("chi", "χ"),
    ("psi", "ψ"),
    ("omega", "ω"),
    ("Gamma", "Γ"),
    ("Delta", "Δ"),
    ("Theta", "Θ"),
    ("Lambda", "Λ"),
    ("Sigma", "Σ"),
    ("Phi", "Φ"),
    ("Psi", "Ψ"),
    ("Omega", "Ω"),
    ("times", "×"),
    ("cdot", "·"),
    ("pm", "±"),
    ("leq", "≤"),
    ("le", "≤"),
    ("geq", "≥"),
    ("ge", "≥"),
    ("neq", "≠"),
    ("ne", "≠"),
    ("approx", "≈"),
    ("sim", "∼"),
    ("infty", "∞"),
    ("to", "→"),
    ("rightarrow", "→"),
    ("in", "∈"),
    ("sqrt", "√"),
    ("sum", "∑"),
    ("int", "∫"),
    ("circ", "°"),
    ("prime", "′"),
    ("ldots", "…"),
    ("dots", "…"),
];

/// `value` with commands, addresses and mathematics as signs and words.
pub(super) fn signed(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    // What ends each open brace: nothing but itself, or a sign.
    let mut open: Vec<Option<char>> = Vec::new();
    let mut at = 0;
    while let Some(c) = value[at..].chars().next() {
        let rest = &value[at..];
        if let Some((command, before, after)) = COMMANDS.iter().find(|(command, ..)| rest.starts_with(command)) {
            out.push(*before);
            open.push(Some(*after));
            at += command.len();
            continue;
        }
        if let Some(length) = address(rest, &mut out).or_else(|| mathematics(rest, &mut out)) {
            at += length;
            continue;
        }
        at += c.len_utf8();
        match c {
            '\\' => {
                out.push(c);
                if let Some(escaped) = value[at..].chars().next().filter(|c| matches!(c, '{' | '}' | '\\' | '$')) {
                    out.push(escaped);
                    at += escaped.len_utf8();
                }
            }
            '{' => {
                open.push(None);
                out.push(c);
            }
            '}' => out.push(open.pop().flatten().unwrap_or('}')),
            _ => out.push(c),
        }
    }
    out
}

/// `text` with what stood masked in its addresses.
pub(super) fn unmasked(text: &str) -> String {
    let find = |c: char| MASKS.iter().find(|(_, mask)| *mask == c).map_or(c, |(plain, _)| *plain);
    text.chars().map(find).collect()
}

/// Writes the address of `\url{…}`, or the words of `\href{…}{…}` and its address after them; how long the command is.
fn address(rest: &str, out: &mut String) -> Option<usize> {
    let (command, words) = [("\\url{", false), ("\\nolinkurl{", false), ("\\href{", true)]
        .into_iter()
        .find(|(command, _)| rest.starts_with(command))?;
    let length = argument(&rest[command.len()..])?;
    let address = masked(&rest[command.len()..command.len() + length]);
    let after = command.len() + length + 1;
    let named = rest[after..].strip_prefix('{').filter(|_| words).and_then(|rest| Some((rest, argument(rest)?)));
    match named {
        Some((rest, length)) if masked(&rest[..length]) != address => {
            out.extend([&rest[..length], " (", &address, ")"]);
            Some(after + length + 2)
        }
        Some((_, length)) => {
            out.push_str(&address);
            Some(after + length + 2)
        }
        None => {
            out.push_str(&address);
            Some(after)
        }
    }
}

/// How long the text up to the brace is that ends an argument.
fn argument(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '{' => depth += 1,
            '}' if depth == 0 => return Some(at),
            '}' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// An address as it is dialled, masked: TeX's `\_` is `_`.
fn masked(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    let mut chars = address.trim().chars().peekable();
    while let Some(c) = chars.next() {
        let escapes = c == '\\' && chars.peek().is_some_and(char::is_ascii_punctuation);
        let c = if escapes { chars.next().unwrap_or(c) } else { c };
        out.push(MASKS.iter().find(|(plain, _)| *plain == c).map_or(c, |(_, mask)| *mask));
    }
    out
}

/// Writes what stands between two dollar signs as text; how long it is, signs included. As Pandoc has it, no space
/// stands inside either sign and no digit after the second: two prices are no formula.
fn mathematics(rest: &str, out: &mut String) -> Option<usize> {
    let inside = rest.strip_prefix('$')?;
    let mut escaped = false;
    let end = inside.char_indices().find_map(|(at, c)| {
        let ends = c == '$' && !escaped;
        escaped = c == '\\' && !escaped;
        ends.then_some(at)
    })?;
    let price = inside[end + 1..].starts_with(|c: char| c.is_ascii_digit());
    if price || inside[..end].trim().len() != end || end == 0 {
        return None;
    }
    formula(&inside[..end], out);
    Some(end + 2)
}

/// A formula in one line: raised and lowered letters, Greek, the common signs. Braces only hold together.
fn formula(text: &str, out: &mut String) {
    let mut open: Vec<Option<char>> = Vec::new();
    let mut raise: Option<char> = None;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        at += c.len_utf8();
        let mut word = String::new();
        match c {
            '^' | '_' => {
                raise = Some(if c == '^' { RAISED } else { LOWERED });
                continue;
            }
            '{' => {
                out.extend(raise);
                open.push(raise.take());
                continue;
            }
            '}' => out.extend(open.pop().flatten()),
            '\\' => {
                let name: String = text[at..].chars().take_while(char::is_ascii_alphabetic).collect();
                at += name.len();
                match SYMBOLS.iter().find(|(known, _)| *known == name) {
                    Some((_, symbol)) => word.push_str(symbol),
                    // Commands for a typeface leave their letters; of an escaped sign the sign stays.
                    None if name.starts_with("math") || name.starts_with("text") || name.is_empty() => {}
                    None => word.push_str(&name),
                }
            }
            '-' => word.push('−'),
            '\'' => word.push('′'),
            c => word.push(c),
        }
        out.extend(raise);
        out.push_str(&word);
        out.extend(raise.take());
    }
    out.extend(open.into_iter().rev().flatten());
}
