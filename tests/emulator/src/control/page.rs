//! The page at `/`: shows the account in a browser, without scripts.

use std::fmt::{self, Display, Write};

use super::account::ContactPage;
use super::escape::Escaped;
use super::records::has_failed;
use super::reply::{Problem, Reply, ReplyResult};
use crate::handlers::response::Effect;
use crate::journal::JournalEntry;
use crate::operation::Operation;
use crate::query::Query;
use crate::service::{HttpRequest, Service};
use crate::state::State;
use crate::state::mails::Mail;
use crate::sync::lock;

/// The number of mails, requests and calls of the webhook that the page shows.
const LATEST: usize = 100;

/// The number of characters of a body that the page shows.
const SHOWN: usize = 2000;

/// The policy refuses every script and every request to another host: the data is foreign.
const HEAD: &str = include_str!("head.html");

pub(super) fn show(service: &Service, request: &HttpRequest) -> ReplyResult {
    if !matches!(request.method.as_str(), "GET" | "HEAD") {
        return Err(Problem::method_not_allowed("/", "GET, HEAD"));
    }
    let mut page = HEAD.to_owned();
    let written = write_sections(&mut page, service, &request.query);
    written.map_err(|_| Problem::new(409, "the page cannot be written"))?;
    page.push_str("</body>\n</html>\n");
    Ok(Reply::html(page))
}

fn write_sections(page: &mut String, service: &Service, query: &Query) -> fmt::Result {
    {
        let account = lock(&service.account);
        contacts(page, &account.state, query)?;
        outbox(page, &account.state.outbox)?;
    }
    journal(page, service)?;
    faults(page, service)?;
    webhook(page, service)
}

fn section(page: &mut String, id: &str, title: impl Display) -> fmt::Result {
    writeln!(page, "<h2 id=\"{id}\">{title}</h2>")
}

fn table<'a>(page: &mut String, columns: impl IntoIterator<Item = &'a str>) -> fmt::Result {
    page.push_str("<table>\n<tr>");
    for column in columns {
        write!(page, "<th>{}</th>", Escaped(column))?;
    }
    page.push_str("</tr>\n");
    Ok(())
}

fn cell(page: &mut String, content: impl Display) -> fmt::Result {
    write!(page, "<td>{}</td>", Escaped(content))
}

fn contacts(page: &mut String, state: &State, query: &Query) -> fmt::Result {
    let email = query.get("email").unwrap_or_default();
    let number = query.page();
    let shown = ContactPage::of(state, &email.to_lowercase(), number);
    section(page, "contacts", format_args!("Contacts ({})", shown.total))?;
    writeln!(
        page,
        "<form><label>E-mail contains <input name=\"email\" value=\"{}\"></label> <button>Search</button></form>",
        Escaped(email)
    )?;
    let columns = &state.contacts.columns;
    let names = columns.iter().map(|column| column.name.as_str());
    table(page, ["id", "groups"].into_iter().chain(names))?;
    for contact in &shown.contacts {
        page.push_str("<tr>");
        cell(page, contact.id)?;
        let groups = contact.groups.iter().map(ToString::to_string);
        cell(page, groups.collect::<Vec<_>>().join(", "))?;
        for (position, _) in columns.iter().enumerate() {
            cell(page, contact.row.get(position).unwrap_or_default())?;
        }
        page.push_str("</tr>\n");
    }
    page.push_str("</table>\n");
    let email: String = url::form_urlencoded::byte_serialize(email.as_bytes()).collect();
    let mut link = |number: usize, text: &str| {
        writeln!(
            page,
            "<a href=\"/?email={email}&amp;page={number}#contacts\">{text}</a>"
        )
    };
    if number > 1 {
        link(number - 1, "Previous page")?;
    }
    if number.saturating_mul(100) < shown.total {
        link(number + 1, "Next page")?;
    }
    Ok(())
}

fn outbox(page: &mut String, outbox: &[Mail]) -> fmt::Result {
    section(page, "outbox", format_args!("Outbox ({})", outbox.len()))?;
    table(page, ["kind", "to", "content"])?;
    for mail in outbox.iter().rev().take(LATEST) {
        page.push_str("<tr>");
        cell(page, mail.kind())?;
        cell(page, mail.to())?;
        match mail {
            Mail::Optin(mail) => {
                cell(
                    page,
                    format_args!("contact {}, language {}", mail.contact, mail.language),
                )?;
            }
            Mail::Transactional(mail) => {
                let json = serde_json::to_string_pretty(mail).unwrap_or_default();
                write!(page, "<td><pre>{}</pre></td>", Escaped(shortened(&json)))?;
            }
        }
        page.push_str("</tr>\n");
    }
    page.push_str("</table>\n");
    Ok(())
}

/// The first characters of a text.
fn shortened(text: &str) -> String {
    let mut characters = text.chars();
    let mut start: String = characters.by_ref().take(SHOWN).collect();
    if characters.next().is_some() {
        start.push('…');
    }
    start
}

fn journal(page: &mut String, service: &Service) -> fmt::Result {
    let journal = lock(&service.journal);
    section(
        page,
        "journal",
        format_args!("Journal ({})", journal.count()),
    )?;
    table(
        page,
        [
            "number",
            "request",
            "body",
            "operation",
            "status",
            "effect",
            "fault",
            "ignored",
        ],
    )?;
    for entry in journal.iter().rev().take(LATEST) {
        request_row(page, entry)?;
    }
    page.push_str("</table>\n");
    Ok(())
}

fn request_row(page: &mut String, entry: &JournalEntry) -> fmt::Result {
    page.push_str(if entry.ignored.is_empty() {
        "<tr>"
    } else {
        "<tr class=\"ignored\">"
    });
    cell(page, entry.number)?;
    let query = entry.query.iter().filter(|(name, _)| name != "token");
    let query = query.fold(String::new(), |lines, (name, value)| {
        lines + "\n" + name + "=" + value
    });
    write!(
        page,
        "<td><pre>{} {}{}</pre></td><td><pre>{}</pre></td>",
        Escaped(&entry.method),
        Escaped(&entry.path),
        Escaped(shortened(&query)),
        Escaped(shortened(&entry.body))
    )?;
    cell(page, entry.operation.map(Operation::id).unwrap_or_default())?;
    let status = entry.status.map(|status| status.to_string());
    cell(page, status.as_deref().unwrap_or("no response"))?;
    cell(
        page,
        if entry.effect == Effect::Done {
            "done"
        } else {
            ""
        },
    )?;
    let fault = entry.fault.as_ref().map(ToString::to_string);
    cell(page, fault.unwrap_or_default())?;
    cell(page, entry.ignored.join("\n"))?;
    page.push_str("</tr>\n");
    Ok(())
}

fn faults(page: &mut String, service: &Service) -> fmt::Result {
    section(page, "faults", "Faults")?;
    table(page, ["fault", "calls counted"])?;
    for (fault, calls) in lock(&service.faults).iter() {
        page.push_str("<tr>");
        cell(page, fault)?;
        cell(page, calls)?;
        page.push_str("</tr>\n");
    }
    page.push_str("</table>\n");
    Ok(())
}

fn webhook(page: &mut String, service: &Service) -> fmt::Result {
    let deliveries = lock(&service.deliveries);
    section(
        page,
        "webhook",
        format_args!("Webhook ({})", deliveries.len()),
    )?;
    table(page, ["contact", "response"])?;
    for delivery in deliveries.iter().rev().take(LATEST) {
        page.push_str(if has_failed(delivery) {
            "<tr class=\"failed\">"
        } else {
            "<tr>"
        });
        cell(page, delivery.contact)?;
        match &delivery.outcome {
            Ok(status) => cell(page, status)?,
            Err(error) => cell(page, error)?,
        }
        page.push_str("</tr>\n");
    }
    page.push_str("</table>\n");
    Ok(())
}
