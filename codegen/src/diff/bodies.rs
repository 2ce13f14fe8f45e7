//! Bodies of requests and answers: media types, status codes, headers.

use super::parameters::shown;
use super::rule::{Rule, Side};
use super::tree::{Node, Pair};
use super::walk::{Context, Walk};

impl<'a> Walk<'a> {
    pub(super) fn request_body(&mut self, operation: &Pair<'a>, context: Context, name: &str) {
        let context = context.on(Side::Sent);
        let pair = operation.member("requestBody");
        let both = self.resolved(&pair);
        match (pair.old.value.is_null(), pair.new.value.is_null()) {
            (true, true) => {}
            (true, false) if both.new.is("required") => {
                let message = format!("{name} needs a body now.");
                self.changed(context, Rule::RequiredBodyAdded, &pair.new.at, message);
            }
            (true, false) => {
                let message = format!("{name} may have a body now.");
                self.changed(context, Rule::BodyAdded, &pair.new.at, message);
            }
            (false, true) => {
                let message = format!("{name} has no body any more.");
                self.gone(context, Rule::BodyRemoved, &pair.old.at, message);
            }
            (false, false) => self.same_body(&both, context, name),
        }
    }

    fn same_body(&mut self, pair: &Pair<'a>, context: Context, name: &str) {
        match pair.is("required") {
            (false, true) => {
                let message = format!("The body of {name} must be sent now.");
                self.changed(context, Rule::BodyBecameRequired, &pair.new.at, message);
            }
            (true, false) => {
                let message = format!("The body of {name} may be left out now.");
                self.changed(context, Rule::BodyBecameOptional, &pair.new.at, message);
            }
            _ => {}
        }
        let what = format!("the body of {name}");
        self.content(pair, context, &what);
        self.annotations(pair, context, &what);
        self.others(pair, &["required", "content"], context, &what);
    }

    pub(super) fn responses(&mut self, operation: &Pair<'a>, context: Context, name: &str) {
        let context = context.on(Side::Received);
        let pair = operation.member("responses");
        let all = self.members(&pair);
        for (status, pair) in &all.both {
            if !status.starts_with("x-") {
                self.response(pair, context, &format!("the {status} answer of {name}"));
            }
        }
        for (status, node) in all.removed.iter().filter(|(one, _)| !one.starts_with("x-")) {
            let (rule, what) = if status.starts_with('2') {
                (Rule::SuccessStatusRemoved, "success")
            } else {
                (Rule::FailureStatusRemoved, "failure")
            };
            let at = pair.old.at.child(status);
            let message = format!("{name} no longer answers {status}, a {what}.");
            self.touch(node);
            self.gone(context, rule, &at, message);
        }
        for (status, node) in all.added.iter().filter(|(one, _)| !one.starts_with("x-")) {
            let (rule, what) = if status.starts_with('2') {
                (Rule::SuccessStatusAdded, "success")
            } else {
                (Rule::FailureStatusAdded, "failure")
            };
            let at = pair.new.at.child(status);
            let message = format!("{name} may answer {status} now, a {what}.");
            self.touch(node);
            self.changed(context, rule, &at, message);
        }
        self.extensions(&pair, context, &format!("the answers of {name}"));
    }

    fn response(&mut self, pair: &Pair<'a>, context: Context, what: &str) {
        self.content(pair, context, what);
        self.headers(pair, context, what);
        self.annotations(pair, context, what);
        self.others(pair, &["content", "headers"], context, what);
    }

    /// The media types of a body, and the schema of each.
    pub(super) fn content(&mut self, holder: &Pair<'a>, context: Context, what: &str) {
        let pair = holder.member("content");
        let all = self.members(&pair);
        for (media, both) in &all.both {
            let what = format!("{what} as `{media}`");
            self.schema_in(both, context);
            self.annotations(both, context, &what);
            self.others(both, &["schema"], context, &what);
        }
        let (verb, infinitive) = match context.side {
            Side::Received => ("comes", "come"),
            _ => ("goes", "go"),
        };
        for (media, node) in &all.removed {
            let message = format!("{what} no longer {verb} as `{media}`.");
            self.gone(context, Rule::MediaTypeRemoved, &node.at, message);
        }
        for (media, node) in &all.added {
            let message = format!("{what} may {infinitive} as `{media}` now.");
            self.changed(context, Rule::MediaTypeAdded, &node.at, message);
        }
    }

    fn headers(&mut self, response: &Pair<'a>, context: Context, what: &str) {
        let all = self.members(&response.member("headers"));
        for (name, node) in &all.removed {
            let message = format!("{what} no longer has the header `{name}`.");
            self.gone(context, Rule::HeaderRemoved, &node.at, message);
        }
        for (name, node) in &all.added {
            let message = format!("{what} has the header `{name}` now.");
            self.changed(context, Rule::HeaderAdded, &node.at, message);
        }
        for (name, pair) in &all.both {
            self.header(pair, context, &format!("the header `{name}` of {what}"));
        }
    }

    fn header(&mut self, pair: &Pair<'a>, context: Context, what: &str) {
        let (rule, how) = match pair.is("required") {
            (false, true) => (Some(Rule::HeaderBecameRequired), "is always there now"),
            (true, false) => (Some(Rule::HeaderBecameOptional), "may be missing now"),
            _ => (None, ""),
        };
        if let Some(rule) = rule {
            let message = format!("{what} {how}.");
            self.changed(context, rule, &pair.new.at, message);
        }
        self.serialisation(pair, context, what);
        self.schema_in(pair, context);
        self.content(pair, context, what);
        self.annotations(pair, context, what);
        let known = [
            "required",
            "schema",
            "content",
            "style",
            "explode",
            "allowReserved",
            "allowEmptyValue",
        ];
        self.others(pair, &known, context, what);
    }

    /// The schema of a parameter, header or media type.
    pub(super) fn schema_in(&mut self, holder: &Pair<'a>, context: Context) {
        let pair = holder.member("schema");
        if !(pair.old.value.is_null() && pair.new.value.is_null()) {
            self.schema(&pair, context);
        }
    }

    /// Notes that something has been told already.
    pub(super) fn touch(&mut self, node: &Node<'a>) {
        self.met.insert(node.identity());
    }

    /// Servers, by their URL.
    pub(super) fn servers(&mut self, holder: &Pair<'a>, context: Context) {
        let pair = holder.member("servers");
        let by_url = |list: &Node<'a>| {
            let entries = list.entries();
            entries
                .map(|node| (node.text("url").unwrap_or_default(), node))
                .collect::<Vec<_>>()
        };
        let all = super::tree::matched(by_url(&pair.old), by_url(&pair.new));
        for (url, node) in &all.removed {
            let message = format!("Calls can no longer go to `{url}`.");
            self.gone(context, Rule::ServerRemoved, &node.at, message);
        }
        for (url, node) in &all.added {
            let message = format!("Calls may go to `{url}` now.");
            self.changed(context, Rule::ServerAdded, &node.at, message);
        }
        for (url, pair) in &all.both {
            let what = format!("the server `{url}`");
            self.annotations(pair, context, &what);
            self.others(pair, &["url"], context, &what);
        }
    }

    /// A text or number that became another one, in words. What is longer is not repeated.
    pub(super) fn became(pair: &Pair<'a>) -> String {
        let is_long = |node: &Node<'a>| node.value.is_object() || node.value.is_array();
        if is_long(&pair.old) || is_long(&pair.new) {
            return "is another one".to_owned();
        }
        format!("is {} now, was {}", shown(&pair.new), shown(&pair.old))
    }
}

/// With a capital at its beginning, unless that is code.
pub(super) fn capital(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(rest).collect()
    })
}
