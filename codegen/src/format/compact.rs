//! Tokens as one line of text.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use quote::ToTokens;

/// The tokens with the usual spaces.
pub(crate) fn compact(tokens: &impl ToTokens) -> String {
    let mut line = Line::default();
    line.stream(tokens.to_token_stream());
    line.text
}

#[derive(Default)]
struct Line {
    text: String,
    /// The kind of the last token.
    last: Last,
}

#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum Last {
    /// The start, or a token without a space after it.
    #[default]
    Open,
    /// A name, a number or a closing bracket.
    Word,
    /// A token with a space after it.
    Sign,
}

impl Line {
    fn stream(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => self.group(&group),
                TokenTree::Punct(sign) => self.sign(sign.as_char(), sign.spacing()),
                TokenTree::Ident(_) | TokenTree::Literal(_) => self.word(&token.to_string()),
            }
        }
    }

    fn word(&mut self, word: &str) {
        if self.last != Last::Open {
            self.text.push(' ');
        }
        self.text.push_str(word);
        self.last = Last::Word;
    }

    fn group(&mut self, group: &proc_macro2::Group) {
        let (open, close) = match group.delimiter() {
            Delimiter::Parenthesis => ("(", ")"),
            Delimiter::Brace => ("{ ", " }"),
            Delimiter::Bracket => ("[", "]"),
            Delimiter::None => ("", ""),
        };
        if self.last == Last::Sign || self.last == Last::Word && open != "(" {
            self.text.push(' ');
        }
        self.text.push_str(open);
        self.last = Last::Open;
        self.stream(group.stream());
        let end = self.text.trim_end_matches(',').len();
        self.text.truncate(end);
        self.text.push_str(close);
        self.last = Last::Word;
    }

    fn sign(&mut self, sign: char, spacing: Spacing) {
        let before = match sign {
            // No space before `::`, `<` and `,`.
            '?' => self.last == Last::Sign,
            ':' | ',' | '<' | ';' | '>' if !self.text.ends_with('-') => false,
            '\'' | '&' | '#' | '*' => self.last != Last::Open,
            '=' | '+' | '-' => true,
            _ => false,
        };
        if before && !self.text.ends_with(' ') {
            self.text.push(' ');
        }
        self.text.push(sign);
        self.last = match sign {
            ':' if self.text.ends_with("::") => Last::Open,
            ':' if spacing == Spacing::Joint => Last::Open,
            '>' if !self.text.ends_with("->") => Last::Word,
            ',' | ';' | ':' | '=' | '+' | '>' => Last::Sign,
            _ => Last::Open,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::compact;

    #[track_caller]
    fn assert_unchanged(text: &str) {
        let tokens: proc_macro2::TokenStream = text.parse().expect("tokens");
        assert_eq!(compact(&tokens), text);
    }

    #[test]
    fn tokens_have_the_usual_spaces() {
        assert_unchanged("runtime::Call<'c, Vec<Option<Group>>>");
        assert_unchanged("impl Into<String>");
        assert_unchanged("&'c str");
        assert_unchanged("&'static [Operation]");
        assert_unchanged("fn(&mut self, u64) -> runtime::Result<Self>");
        assert_unchanged("where K: TryInto<runtime::ApiKey, Error: Into<runtime::Error>>");
        assert_unchanged("impl IntoIterator<Item = impl Into<GroupId>>");
        assert_unchanged("A + B");
        assert_unchanged("impl Serialize + ?Sized");
        assert_unchanged("T: ?Sized");
        assert_unchanged("r#type: std::collections::HashMap<String, u8>");
    }
}
