//! The structure tree (§14.7, §14.8): what the pages say, to a reader who does not see them.
//!
//! Painted pages tell which element each marked sequence is of ([`Sheet::marks`]); from these and the composition's
//! [`Structure`] come `StructTreeRoot`, the elements, the parent tree (§14.7.4.4) and the names of notes. An element
//! that nothing was painted of is left out, but for cells, without which rows would not be of one length. Words and
//! what stands among them are in the order they were painted; blocks are in the order of the book.

use std::collections::BTreeSet;

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::file::Packs;
use super::metadata::text;
use super::sheet::Sheet;
use super::trees::{self, Keys};
use crate::metadata::Language;
use crate::typeset::page::{Element, ElementId, Role, Structure};

/// Our own types and the standard ones they are kinds of (§14.7.3; ISO 14289-1, 7.1).
const ROLES: [(&str, &str); 5] =
    [("Letter", "Div"), ("Verse", "Div"), ("Stanza", "Div"), ("VerseLine", "P"), ("Turn", "Div")];

/// The headings' types, from the first level to the last.
const HEADINGS: [&str; 6] = ["H1", "H2", "H3", "H4", "H5", "H6"];

/// A link's annotation: page, object, element.
#[derive(Clone, Copy, Debug)]
pub(super) struct Annotation {
    pub(super) page: usize,
    pub(super) object: ObjectId,
    pub(super) element: ElementId,
}

/// What an element holds.
enum Kid {
    /// Marked content of a page.
    Mark { page: usize, number: i64 },
    /// An annotation.
    Link { page: usize, object: ObjectId },
    /// Another element.
    Element(usize),
}

/// The structure type of an element, as marked content and its element say it.
pub(super) fn kind(role: Role) -> &'static str {
    match role {
        Role::Book => "Document",
        Role::Part => "Part",
        Role::Section => "Sect",
        Role::Heading(level) => {
            HEADINGS.get(usize::from(level).saturating_sub(1)).or(HEADINGS.last()).copied().unwrap_or("P")
        }
        Role::Paragraph => "P",
        Role::Quotation => "BlockQuote",
        Role::Letter => "Letter",
        Role::Verse => "Verse",
        Role::Stanza => "Stanza",
        Role::VerseLine => "VerseLine",
        Role::Turn => "Turn",
        Role::List(_) => "L",
        Role::Item => "LI",
        Role::Label => "Lbl",
        Role::Body => "LBody",
        Role::Code => "Code",
        Role::Table => "Table",
        Role::Row => "TR",
        Role::HeadCell => "TH",
        Role::Cell => "TD",
        Role::Figure => "Figure",
        Role::Caption => "Caption",
        Role::Note => "Note",
        Role::Contents => "TOC",
        Role::ContentsEntry => "TOCI",
        Role::Index => "Index",
        Role::Link => "Link",
        Role::Phrase => "Span",
    }
}

/// What every element holds, in order; `None` where there is nothing of it.
struct Tree {
    kids: Vec<Vec<Kid>>,
    /// Whether anything was painted of it.
    painted: Vec<bool>,
    /// Whether it stands among the kids of its parent.
    attached: Vec<bool>,
}

impl Tree {
    fn of(structure: &Structure, sheets: &[Sheet], links: &[Annotation]) -> Self {
        let elements = &structure.elements;
        let count = elements.len();
        let mut tree = Self {
            kids: (0..count).map(|_| Vec::new()).collect(),
            painted: vec![false; count],
            attached: vec![false; count],
        };
        let mut links = links.iter().peekable();
        for (page, sheet) in sheets.iter().enumerate() {
            for (number, element) in (0i64..).zip(&sheet.marks) {
                tree.add(elements, element.index(), Kid::Mark { page, number });
            }
            while let Some(link) = links.next_if(|link| link.page == page) {
                tree.add(elements, link.element.index(), Kid::Link { page, object: link.object });
            }
        }
        for (number, element) in elements.iter().enumerate().skip(1) {
            let parent = element.parent as usize;
            if matches!(element.role, Role::HeadCell | Role::Cell) && tree.painted[parent] {
                tree.painted[number] = true;
            }
            if tree.painted[number] && !tree.attached[number] {
                tree.kids[parent].push(Kid::Element(number));
            }
        }
        tree
    }

    /// Adds to an element; those it stands in are painted with it.
    fn add(&mut self, elements: &[Element], element: usize, kid: Kid) {
        let Some(kids) = self.kids.get_mut(element) else { return };
        kids.push(kid);
        let mut at = element;
        while !self.painted[at] {
            self.painted[at] = true;
            let parent = elements[at].parent as usize;
            // Among words it stands where it was painted.
            if !elements[parent].role.groups() {
                self.attached[at] = true;
                self.kids[parent].push(Kid::Element(at));
            }
            at = parent;
        }
    }
}

/// Puts the structure tree into the file; `None` if the composition has none.
pub(super) fn write(
    (file, packs): (&mut Document, &mut Packs),
    (structure, language): (&Structure, &Language),
    sheets: &[Sheet],
    pages: &[ObjectId],
    links: &[Annotation],
) -> Option<ObjectId> {
    if structure.elements.is_empty() {
        return None;
    }
    let Tree { kids, painted, .. } = Tree::of(structure, sheets, links);
    let root = file.new_object_id();
    let ids: Vec<Option<ObjectId>> = painted.iter().map(|painted| painted.then(|| file.new_object_id())).collect();
    let mut writer = Writer { structure, language, pages, ids: &ids, root, notes: Vec::new(), level: 0 };
    for (number, kids) in kids.iter().enumerate() {
        if let Some(id) = ids[number] {
            let element = writer.element(number, kids).into();
            match structure.elements[number].role {
                // To these something is added.
                Role::Figure | Role::Table | Role::Row => drop(file.objects.insert(id, element)),
                _ => packs.add(id, &element),
            }
        }
    }
    let notes = std::mem::take(&mut writer.notes);
    for &(element, bounds) in sheets.iter().flat_map(|sheet| &sheet.figures) {
        if let Some(id) = ids.get(element.index()).copied().flatten()
            && let Ok(figure) = file.get_object_mut(id).and_then(Object::as_dict_mut)
            && structure.elements.get(element.index()).is_some_and(|element| element.role == Role::Figure)
        {
            // Where it lies (§14.8.5.4.3), which a figure must say (ISO 14289-1, 7.3).
            figure.set("A", dictionary! { "O" => "Layout", "BBox" => bounds.map(Object::from).to_vec() });
        }
    }
    group_rows(file, structure, &kids, &ids);
    let parents = parent_tree((file, packs), &ids, sheets, links);
    let mut dictionary = dictionary! {
        "Type" => "StructTreeRoot",
        "ParentTree" => parents,
        "ParentTreeNextKey" => i64::try_from(sheets.len() + links.len()).unwrap_or_default(),
        "RoleMap" => ROLES.iter().map(|(own, standard)| (*own, Object::from(*standard))).collect::<Dictionary>(),
    };
    if let Some(book) = ids.first().copied().flatten() {
        dictionary.set("K", book);
    }
    if !notes.is_empty() {
        let names = trees::write(file, Keys::Names, notes);
        dictionary.set("IDTree", names);
    }
    file.objects.insert(root, dictionary.into());
    Some(root)
}

/// Writes elements, in the order of the book.
struct Writer<'a> {
    structure: &'a Structure,
    language: &'a Language,
    pages: &'a [ObjectId],
    ids: &'a [Option<ObjectId>],
    root: ObjectId,
    /// The names of notes, and their elements.
    notes: Vec<(Object, Object)>,
    /// Of the heading before.
    level: u8,
}

impl Writer<'_> {
    fn element(&mut self, number: usize, kids: &[Kid]) -> Dictionary {
        let element = &self.structure.elements[number];
        let parent = if number == 0 { None } else { self.ids.get(element.parent as usize).copied().flatten() };
        let mut dictionary = dictionary! { "S" => self.kind(element, kids), "P" => parent.unwrap_or(self.root) };
        let first = kids.iter().find_map(|kid| match kid {
            Kid::Mark { page, .. } => Some(*page),
            _ => None,
        });
        if let Some(&page) = first.and_then(|page| self.pages.get(page)) {
            dictionary.set("Pg", page);
        }
        let mut content: Vec<Object> = kids.iter().filter_map(|kid| self.kid(kid, first)).collect();
        match content.len() {
            0 => {}
            1 => dictionary.set("K", content.remove(0)),
            _ => dictionary.set("K", content),
        }
        let outer = match number {
            0 => self.language,
            _ => self.structure.elements.get(element.parent as usize).map_or(self.language, |outer| &outer.language),
        };
        if element.language != *outer {
            dictionary.set("Lang", text(element.language.as_str()));
        }
        if let Some(alt) = element.alt.as_deref().filter(|alt| !alt.is_empty()) {
            dictionary.set("Alt", text(alt));
        }
        if let Some(attributes) = attributes(element.role) {
            dictionary.set("A", attributes);
        }
        if let (Role::Note, Some(Some(id))) = (element.role, self.ids.get(number)) {
            // Every note has a name of its own (ISO 14289-1, 7.9); as many figures for each, so that they are sorted.
            let name = Object::string_literal(format!("note-{:07}", self.notes.len() + 1));
            dictionary.set("ID", name.clone());
            self.notes.push((name, (*id).into()));
        }
        dictionary
    }

    /// An element's type. No level of headings is left out (ISO 14289-1, 7.4.2); linked words whose annotation is
    /// gone are words.
    fn kind(&mut self, element: &Element, kids: &[Kid]) -> &'static str {
        match element.role {
            Role::Heading(level) => {
                self.level = level.clamp(1, self.level.saturating_add(1));
                kind(Role::Heading(self.level))
            }
            Role::Link if !kids.iter().any(|kid| matches!(kid, Kid::Link { .. })) => "Span",
            role => kind(role),
        }
    }

    fn kid(&self, kid: &Kid, first: Option<usize>) -> Option<Object> {
        Some(match *kid {
            Kid::Mark { page, number } if first == Some(page) => number.into(),
            Kid::Mark { page, number } => {
                dictionary! { "Type" => "MCR", "Pg" => *self.pages.get(page)?, "MCID" => number }.into()
            }
            Kid::Link { page, object } => {
                dictionary! { "Type" => "OBJR", "Pg" => *self.pages.get(page)?, "Obj" => object }.into()
            }
            Kid::Element(number) => self.ids.get(number).copied().flatten()?.into(),
        })
    }
}

/// Puts the rows of a table's head into a `THead`, the others into a `TBody` (§14.8.4.3.4).
fn group_rows(file: &mut Document, structure: &Structure, kids: &[Vec<Kid>], ids: &[Option<ObjectId>]) {
    let elements = &structure.elements;
    let role = |number: usize| elements.get(number).map(|element| element.role);
    let is_head = |row: usize| {
        let mut cells =
            kids[row].iter().filter_map(|kid| if let Kid::Element(cell) = kid { Some(*cell) } else { None });
        cells.next().and_then(role) == Some(Role::HeadCell) && cells.all(|cell| role(cell) == Some(Role::HeadCell))
    };
    for (number, id) in ids.iter().enumerate().filter(|(number, _)| role(*number) == Some(Role::Table)) {
        let Some(table) = *id else { continue };
        let rows = || {
            let rows =
                kids[number].iter().filter_map(|kid| if let Kid::Element(row) = kid { Some(*row) } else { None });
            rows.filter(|row| role(*row) == Some(Role::Row))
        };
        let head: Vec<usize> = rows().take_while(|row| is_head(*row)).collect();
        let body: Vec<usize> = rows().skip(head.len()).collect();
        if head.is_empty() || body.is_empty() {
            continue;
        }
        let mut groups = Vec::new();
        for (kind, rows) in [("THead", head), ("TBody", body)] {
            let group = file.new_object_id();
            let rows: Vec<ObjectId> = rows.into_iter().filter_map(|row| ids[row]).collect();
            for &row in &rows {
                if let Ok(row) = file.get_object_mut(row).and_then(Object::as_dict_mut) {
                    row.set("P", group);
                }
            }
            let rows: Vec<Object> = rows.into_iter().map(Object::from).collect();
            file.objects.insert(group, dictionary! { "S" => kind, "P" => table, "K" => rows }.into());
            groups.push(Object::from(group));
        }
        if let Ok(table) = file.get_object_mut(table).and_then(Object::as_dict_mut)
            && let Ok(Object::Array(all)) = table.get(b"K").cloned()
        {
            // What is no row (a caption) stays before or after them.
            let row_ids: BTreeSet<ObjectId> = rows().filter_map(|row| ids[row]).collect();
            let is_row = |kid: &Object| kid.as_reference().is_ok_and(|id| row_ids.contains(&id));
            let first = all.iter().position(is_row).unwrap_or_default();
            let mut others: Vec<Object> = all.into_iter().filter(|kid| !is_row(kid)).collect();
            others.splice(first..first, groups);
            table.set("K", others);
        }
    }
}

/// What a role's standard attributes say (§14.8.5): which cells a head is of, how a list is numbered.
fn attributes(role: Role) -> Option<Dictionary> {
    Some(match role {
        Role::HeadCell => dictionary! { "O" => "Table", "Scope" => "Column" },
        Role::List(true) => dictionary! { "O" => "List", "ListNumbering" => "Decimal" },
        Role::List(false) => dictionary! { "O" => "List", "ListNumbering" => "None" },
        _ => return None,
    })
}

/// From marked content and annotations to their elements: of each page, then of each link.
fn parent_tree(
    (file, packs): (&mut Document, &mut Packs),
    ids: &[Option<ObjectId>],
    sheets: &[Sheet],
    links: &[Annotation],
) -> ObjectId {
    let of = |element: ElementId| ids.get(element.index()).copied().flatten().map_or(Object::Null, Object::from);
    let mut entries = Vec::with_capacity(sheets.len() + links.len());
    for (page, sheet) in (0i64..).zip(sheets).filter(|(_, sheet)| !sheet.marks.is_empty()) {
        let marks: Vec<Object> = sheet.marks.iter().map(|element| of(*element)).collect();
        let list = file.new_object_id();
        packs.add(list, &marks.into());
        entries.push((page.into(), list.into()));
    }
    for (number, link) in links.iter().enumerate() {
        entries.push((key(sheets.len() + number), of(link.element)));
    }
    trees::write(file, Keys::Numbers, entries)
}

/// A key of the parent tree.
pub(super) fn key(number: usize) -> Object {
    i64::try_from(number).unwrap_or(i64::MAX).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(marks: Vec<ElementId>) -> Sheet {
        Sheet { content: Vec::new(), marks, figures: Vec::new(), links: Vec::new(), anchors: Vec::new() }
    }

    /// A paragraph with foreign words, divided by a page, whose note stands on the first.
    #[test]
    fn what_pages_divide_is_one_element_and_its_note_follows() {
        let mut structure = Structure::default();
        let mut add =
            |parent: Option<ElementId>, role| structure.add(parent.map_or(0, ElementId::index), role).unwrap();
        let section = add(None, Role::Section);
        let title = add(Some(section), Role::Heading(3));
        let words = add(Some(section), Role::Paragraph);
        let phrase = add(Some(words), Role::Phrase);
        let note = add(Some(section), Role::Note);
        let below = add(Some(note), Role::Paragraph);
        let never = add(Some(section), Role::Paragraph);
        let sheets = [sheet(vec![title, words, phrase, below]), sheet(vec![words])];
        let mut file = Document::with_version("1.7");
        let pages = [file.new_object_id(), file.new_object_id()];
        let told = read(file, (&structure, &sheets, &pages));
        // The first heading is of the first level, whatever it was; the paragraph goes on before its note is read.
        assert_eq!(told, "Document(Sect(H1(0) P(1 Span(2) page2:0) Note(P(3))))");
        assert!(!Tree::of(&structure, &sheets, &[]).painted[never.index()]);
    }

    /// The head of a table is told apart from its rows.
    #[test]
    fn rows_are_of_a_head_or_of_a_body() {
        let mut structure = Structure::default();
        let mut add =
            |parent: Option<ElementId>, role| structure.add(parent.map_or(0, ElementId::index), role).unwrap();
        let table = add(None, Role::Table);
        let cells: Vec<ElementId> = [Role::HeadCell, Role::Cell, Role::Cell]
            .map(|role| {
                let row = add(Some(table), Role::Row);
                add(Some(row), role)
            })
            .to_vec();
        let caption = add(Some(table), Role::Caption);
        let sheets = [sheet([cells, vec![caption]].concat())];
        let mut file = Document::with_version("1.7");
        let pages = [file.new_object_id()];
        let told = read(file, (&structure, &sheets, &pages));
        assert_eq!(told, "Document(Table(THead(TR(TH(0))) TBody(TR(TD(1)) TR(TD(2))) Caption(3)))");
    }

    /// The tree as it is found in a file.
    fn read(mut file: Document, (structure, sheets, pages): (&Structure, &[Sheet], &[ObjectId])) -> String {
        let mut packs = Packs::new();
        let parts = (structure, &Language::english());
        let root = write((&mut file, &mut packs), parts, sheets, pages, &[]).unwrap();
        file.trailer.set("Root", root);
        let file = Document::load_mem(&crate::pdf::file::write(file, packs).unwrap()).unwrap();
        told(&file, file.get_dictionary(root).unwrap().get(b"K").unwrap())
    }

    fn told(file: &Document, kid: &Object) -> String {
        match kid {
            Object::Integer(number) => number.to_string(),
            Object::Array(kids) => kids.iter().map(|kid| told(file, kid)).collect::<Vec<_>>().join(" "),
            Object::Dictionary(mark) => {
                let page = mark.get(b"Pg").unwrap().as_reference().unwrap().0;
                format!("page{page}:{}", mark.get(b"MCID").unwrap().as_i64().unwrap())
            }
            kid => {
                let element = file.get_dictionary(kid.as_reference().unwrap()).unwrap();
                let name = String::from_utf8_lossy(element.get(b"S").unwrap().as_name().unwrap()).into_owned();
                format!("{name}({})", element.get(b"K").map_or(String::new(), |kids| told(file, kids)))
            }
        }
    }
}
