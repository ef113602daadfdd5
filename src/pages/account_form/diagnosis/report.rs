//! The report: titled parts of names and values. Needs no browser.

/// A part of the report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The title.
    pub title: String,
    /// Names and values.
    pub rows: Vec<Row>,
}

/// A name and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The name.
    pub name: String,
    /// The value.
    pub value: String,
}

/// The report as plain text, for the clipboard and for a file.
#[must_use]
pub fn text(parts: &[Part]) -> String {
    let mut text = String::new();
    for part in parts {
        if !text.is_empty() {
            text.push('\n');
        }
        text.extend([&part.title, "\n"]);
        for Row { name, value } in &part.rows {
            text.extend([name, ": ", value, "\n"]);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_a_line_for_each_row_and_an_empty_one_between_parts() {
        let part = |title: &str, name: &str| Part {
            title: title.to_owned(),
            rows: vec![Row {
                name: name.to_owned(),
                value: "1".to_owned(),
            }],
        };
        let text = text(&[part("Impostazioni", "Ordini"), part("Errori", "Ieri")]);
        assert_eq!(text, "Impostazioni\nOrdini: 1\n\nErrori\nIeri: 1\n");
    }
}
