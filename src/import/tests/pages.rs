//! Pages as programs for manuals write them: what is of the page goes, what is of the text keeps its kind.

use super::imported;

const PROSE: &str = "<p>The lamp of Varn Head is lit at dusk, and the keeper writes into his book who lit it, at what hour, and \
                     what the weather was. He has done so for forty years, and his father did before him.</p>";

/// The Markdown of a page, its front matter taken off.
fn text(page: &str) -> String {
    let (made, faults) = imported("lamp.html", page.as_bytes());
    assert!(faults.is_empty(), "{faults:?}");
    let text = &made[0].text;
    let body = text.strip_prefix("+++\n").and_then(|rest| rest.split_once("\n+++\n\n"));
    body.map_or_else(|| text.clone(), |(_, body)| body.to_owned())
}

fn title(page: &str) -> Option<String> {
    imported("lamp.html", page.as_bytes()).0.remove(0).facts.title
}

#[test]
fn bars_of_docbook_go_and_its_boxes_are_quotations() {
    let page = format!(
        "<html><head><title>Chapter 2. The Lamp</title></head><body>\
         <div class='navheader'><table width='100%'><tr><th colspan='3'>Chapter 2. The Lamp</th></tr><tr>\
         <td><a accesskey='p' href='ch1.html'><img src='prev.png' alt='Prev'/></a> </td><th> </th>\
         <td><a accesskey='n' href='ch3.html'><img src='next.png' alt='Next'/></a></td></tr></table><hr/></div>\
         <div class='chapter'><h1 class='title'>Chapter 2. The Lamp</h1>{PROSE}\
         <div class='note'><table border='0'><tr><td rowspan='2'><img alt='[Note]' src='note.png'/></td><th>Note</th></tr>\
         <tr><td><p>Oil is dear.</p></td></tr></table></div>\
         <div class='warning'><h3 class='title'>Warning</h3><p>So is glass.</p></div>{PROSE}</div>\
         <div class='navfooter'><hr/><table><tr><td><a accesskey='p' href='ch1.html'><img src='prev.png' alt='Prev'/></a></td>\
         <td><a accesskey='n' href='ch3.html'>Next</a></td></tr><tr><td>Chapter 1. The Head</td><td>Chapter 3. The Oil</td>\
         </tr></table></div></body></html>"
    );
    let text = text(&page);
    assert!(text.starts_with("The lamp of Varn Head"), "{text}");
    assert!(text.contains("\n> **Note**\n>\n> Oil is dear.\n\n> **Warning**\n>\n> So is glass.\n"), "{text}");
    assert!(text.trim_end().ends_with("before him."), "{text}");
}

#[test]
fn links_to_where_they_stand_are_no_words() {
    let page = format!(
        "<html><body><div role='main'><section id='lamp'><h1>6. The Lamp<a class='headerlink' href='#lamp'>¶</a></h1>{PROSE}\
         <section id='oil'><h2>6.1. The Oil<a href='#oil' title='Permalink'>#</a></h2>{PROSE}</section></section></div></body></html>"
    );
    assert_eq!(title(&page).as_deref(), Some("6. The Lamp"));
    let text = text(&page);
    assert!(text.contains("\n# 6.1. The Oil\n"), "{text}");
}

#[test]
fn notes_of_docutils_open_with_their_words() {
    let page = format!(
        "<html><body><article><h1>The Lamp</h1><p>It was lit. <a class='footnote-reference brackets' href='#id4' id='id2' \
         role='doc-noteref'><span class='fn-bracket'>[</span>1<span class='fn-bracket'>]</span></a> So it stood.</p>{PROSE}\
         <aside class='footnote-list brackets'><aside class='footnote brackets' id='id4' role='note'><span class='label'>\
         <span class='fn-bracket'>[</span><a role='doc-backlink' href='#id2'>1</a><span class='fn-bracket'>]</span></span>\
         <p>By whom the book does not say.</p></aside></aside></article></body></html>"
    );
    let text = text(&page);
    assert!(text.contains("It was lit.[^1] So it stood."), "{text}");
    assert!(text.ends_with("\n[^1]: By whom the book does not say.\n"), "{text}");
}

#[test]
fn cells_that_stand_beside_nothing_are_no_table() {
    let page = format!(
        "<html><body><article>{PROSE}<table><tr><td><img src='a.png'></td><th>Oil</th></tr><tr><td></td><td>By the barrel.</td></tr>\
         </table><table><tr><th>Oil</th><th>Price</th></tr><tr><td>seal</td><td>9d</td></tr></table></article></body></html>"
    );
    let text = text(&page);
    assert!(text.contains("\nOil\n\nBy the barrel.\n\n| Oil | Price |\n|---|---|\n| seal | 9d |\n"), "{text}");
}

#[test]
fn a_date_in_the_midst_of_prose_is_not_the_texts() {
    let page = format!(
        "<html><body><article>{PROSE}{PROSE}{PROSE}<p>The Book of Oil (December 1896)</p></article></body></html>"
    );
    assert_eq!(imported("lamp.html", page.as_bytes()).0.remove(0).facts.date, None);
}

#[test]
fn terms_are_run_in_before_what_they_mean() {
    let list =
        |more: &str| format!("<dl><dt>Keel</dt><dd>The lowest beam.</dd><dt>Mast</dt><dd>The tallest.{more}</dd></dl>");
    let page = |list: String| format!("<html><body><article>{PROSE}{PROSE}{list}</article></body></html>");
    let run_in = text(&page(list("")));
    assert!(run_in.ends_with("\n- **Keel** The lowest beam.\n- **Mast** The tallest.\n"), "{run_in}");
    let apart = text(&page(list("<p>Of pine.</p>")));
    assert!(apart.contains("\n- **Keel**\n\n  The lowest beam.\n"), "{apart}");
}

#[test]
fn the_day_in_a_line_of_its_own_is_not_printed_again() {
    let time = "<p><time datetime='1931-04-02'>2 April 1931</time></p>";
    let page = |more: &str| format!("<html><body><article>{time}{PROSE}{PROSE}{more}</article></body></html>");
    let (made, _) = imported("lamp.html", page("").as_bytes());
    assert_eq!(made[0].facts.date.as_deref(), Some("1931-04-02"));
    assert!(!made[0].text.contains("2 April"), "{}", made[0].text);
    // A diary keeps its days.
    let diary = text(&page(&format!("{time}{PROSE}{time}{PROSE}")));
    assert_eq!(diary.matches("2 April 1931").count(), 3, "{diary}");
}

#[test]
fn a_page_without_marks_keeps_its_song_and_nothing_else() {
    let page = "<html><head><title>Song of the boats</title></head><body><center><font size=5><b>Song of the boats</b></font><br>\
                <i>by Tam Orrin, 1911</i></center><p>The tide is in, the lamp is lit,<br>the boats are at the wall;<br>and he \
                that went to look for it<br>has found it after all.</p><p>The tide is out, the lamp is dark,<br>the boats are \
                on the sand;<br>and he that rowed them in the dark<br>walks slowly up the land.</p><hr>\
                <a href='index.htm'>Back</a></body></html>";
    let (made, _) = imported("song.html", page.as_bytes());
    assert_eq!(
        (made[0].facts.authors.as_slice(), made[0].facts.date.as_deref()),
        (&["Tam Orrin".to_owned()][..], Some("1911"))
    );
    let text = text(page);
    assert!(text.starts_with("> [!verse]\n> The tide is in, the lamp is lit,\n"), "{text}");
    assert!(text.ends_with("> walks slowly up the land.\n"), "{text}");
}
