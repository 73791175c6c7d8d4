//! Trees of names (§7.9.6) and of numbers (§7.9.7): sorted entries in leaves below one root, so that a reader of a long
//! book need not read all of them.

use lopdf::{Document, Object, ObjectId, dictionary};

/// Entries in one leaf.
const LEAF: usize = 64;

/// What the entries of a tree are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keys {
    Names,
    Numbers,
}

/// Puts a tree of `entries`, keys and values in the order of the keys, into the file.
pub(super) fn write(file: &mut Document, keys: Keys, entries: Vec<(Object, Object)>) -> ObjectId {
    let kind = match keys {
        Keys::Names => "Names",
        Keys::Numbers => "Nums",
    };
    let mut leaves = Vec::with_capacity(entries.len() / LEAF + 1);
    let mut entries = entries.into_iter().peekable();
    while let Some((first, value)) = entries.next() {
        let (mut last, mut pairs) = (first.clone(), vec![first.clone(), value]);
        for (key, value) in entries.by_ref().take(LEAF - 1) {
            last.clone_from(&key);
            pairs.extend([key, value]);
        }
        let leaf = dictionary! { "Limits" => vec![first, last], kind => pairs };
        leaves.push(Object::Reference(file.add_object(leaf)));
    }
    file.add_object(dictionary! { "Kids" => leaves })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_say_what_they_hold() {
        let mut file = Document::new();
        let entries = (0..130_i64).map(|number| (number.into(), (number * 2).into())).collect();
        let root = write(&mut file, Keys::Numbers, entries);
        let kids = file.get_dictionary(root).unwrap().get(b"Kids").unwrap().as_array().unwrap();
        let of = |kid: &Object| {
            let leaf = file.get_dictionary(kid.as_reference().unwrap()).unwrap();
            let numbers = |key: &[u8]| -> Vec<i64> {
                leaf.get(key).unwrap().as_array().unwrap().iter().map(|number| number.as_i64().unwrap()).collect()
            };
            (numbers(b"Limits"), numbers(b"Nums"))
        };
        let leaves: Vec<_> = kids.iter().map(of).collect();
        let limits: Vec<&[i64]> = leaves.iter().map(|(limits, _)| &limits[..]).collect();
        assert_eq!(limits, [[0, 63], [64, 127], [128, 129]]);
        assert_eq!(leaves[2].1, [128, 256, 129, 258]);
    }
}
