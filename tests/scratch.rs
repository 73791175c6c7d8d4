use anthology::diagnostic::*; use anthology::*; use std::path::*; use std::collections::BTreeMap;
#[test]
fn speed() {
    let mut text = String::new();
    for _ in 0..80 { for e in std::fs::read_dir("/work/shared/seeds").unwrap() { let p=e.unwrap().path(); if p.extension().is_some_and(|e|e=="txt") { text += &std::fs::read_to_string(p).unwrap(); text += "\n\n"; } } }
    println!("{} words {} MB", text.split_whitespace().count(), text.len()/1_000_000);
    let f = Files::default().add("a", "x");
    for kind in [source::Kind::Plain, source::Kind::Markdown] { for smart in [false, true] {
        let t = std::time::Instant::now();
        let d = source::read(&text, f, kind, source::Reading{editorial: smart, smart}, &mut Diagnostics::default());
        println!("{kind:?} smart {smart}: {} blocks {:?}", d.blocks.len(), t.elapsed());
    } }
}
