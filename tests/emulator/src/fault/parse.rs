//! The text form of a fault, as on the command line.

use std::fmt::{self, Display};
use std::str::FromStr;

use super::kind::{FaultKind, FaultPhase, Replacement, ResponseFault, ServerError};
use super::rule::{Calls, Chance, Fault};
use crate::operation::{Operation, UnknownOperation};

/// The text is not a valid fault.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseFaultError {
    #[error("unknown fault {0:?}; expected one of {names}", names = NAMES.join(", "))]
    UnknownKind(String),
    #[error("{kind} takes {expected} after a colon, such as {kind}:{example}; found {found:?}")]
    InvalidNumber {
        kind: &'static str,
        expected: &'static str,
        example: u32,
        found: String,
    },
    #[error("{kind} does not take an argument after a colon; found {found:?}")]
    UnexpectedArgument { kind: &'static str, found: String },
    #[error(
        "unknown option {0:?}; expected before, after, op=, nth=, from=, first=, chance= or seed="
    )]
    UnknownOption(String),
    #[error("{option}= takes {expected}; found {found:?}")]
    InvalidValue {
        option: &'static str,
        expected: &'static str,
        found: String,
    },
    #[error("{0} does not take before or after; --help says whether the request takes effect")]
    UnexpectedPhase(&'static str),
    #[error("{0} is given twice, or nth, from and first are given together")]
    Conflict(&'static str),
    #[error("seed= needs chance=")]
    SeedWithoutChance,
    #[error(transparent)]
    UnknownOperation(#[from] UnknownOperation),
}

const NAMES: [&str; 19] = [
    "refuse:MS",
    "reset",
    "close",
    "status:CODE",
    "rate-limit:SECONDS",
    "html",
    "empty-body",
    "invalid-json",
    "large-body:BYTES",
    "reset-in-body",
    "reset-after-body",
    "close-in-body",
    "truncated-json",
    "slow-headers:MS",
    "slow-body:MS",
    "php-warning",
    "new-property",
    "new-enum-value",
    "changed-type",
];

/// Kinds without an argument. The phase of a replacement is `Before` unless an option changes it.
const WITHOUT_ARGUMENT: [(&str, FaultKind); 13] = [
    (
        "reset",
        FaultKind::Replace(Replacement::Reset, FaultPhase::Before),
    ),
    (
        "close",
        FaultKind::Replace(Replacement::Close, FaultPhase::Before),
    ),
    (
        "html",
        FaultKind::Replace(Replacement::Html, FaultPhase::Before),
    ),
    (
        "empty-body",
        FaultKind::Replace(Replacement::EmptyBody, FaultPhase::Before),
    ),
    (
        "invalid-json",
        FaultKind::Replace(Replacement::InvalidJson, FaultPhase::Before),
    ),
    (
        "reset-in-body",
        FaultKind::Corrupt(ResponseFault::ResetInBody),
    ),
    (
        "reset-after-body",
        FaultKind::Corrupt(ResponseFault::ResetAfterBody),
    ),
    (
        "close-in-body",
        FaultKind::Corrupt(ResponseFault::CloseInBody),
    ),
    (
        "truncated-json",
        FaultKind::Corrupt(ResponseFault::TruncatedJson),
    ),
    ("php-warning", FaultKind::Corrupt(ResponseFault::PhpWarning)),
    (
        "new-property",
        FaultKind::Corrupt(ResponseFault::NewProperty),
    ),
    (
        "new-enum-value",
        FaultKind::Corrupt(ResponseFault::NewEnumValue),
    ),
    (
        "changed-type",
        FaultKind::Corrupt(ResponseFault::ChangedType),
    ),
];

type FromNumber = fn(u32) -> Option<FaultKind>;

const MILLISECONDS: &str = "whole milliseconds";
const WHOLE_SECONDS: &str =
    "whole seconds (the header Retry-After has no fraction; slow-headers:500 waits half a second)";

/// Kinds with a number, what the number is, and an example of it.
const WITH_NUMBER: [(&str, &str, u32, FromNumber); 6] = [
    ("refuse", MILLISECONDS, 500, |millis| {
        Some(FaultKind::Refuse { millis })
    }),
    ("status", "500, 502, 503 or 504", 503, |code| {
        let status = ServerError::ALL
            .into_iter()
            .find(|status| u32::from(status.code()) == code)?;
        Some(FaultKind::Replace(
            Replacement::Status(status),
            FaultPhase::Before,
        ))
    }),
    ("rate-limit", WHOLE_SECONDS, 2, |seconds| {
        Some(FaultKind::Replace(
            Replacement::RateLimit { seconds },
            FaultPhase::Before,
        ))
    }),
    ("large-body", "a number of bytes", 10_000_000, |bytes| {
        Some(FaultKind::Replace(
            Replacement::LargeBody { bytes },
            FaultPhase::Before,
        ))
    }),
    ("slow-headers", MILLISECONDS, 500, |millis| {
        Some(FaultKind::Corrupt(ResponseFault::SlowHeaders { millis }))
    }),
    ("slow-body", MILLISECONDS, 500, |millis| {
        Some(FaultKind::Corrupt(ResponseFault::SlowBody { millis }))
    }),
];

impl FromStr for Fault {
    type Err = ParseFaultError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parts = text.split(',').map(str::trim);
        let (name, kind) = kind(parts.next().unwrap_or_default())?;
        let mut options = Options::default();
        for part in parts {
            options.parse(part)?;
        }
        options.build(name, kind)
    }
}

fn kind(text: &str) -> Result<(&'static str, FaultKind), ParseFaultError> {
    let (name, argument) = match text.split_once(':') {
        Some((name, argument)) => (name, Some(argument)),
        None => (text, None),
    };
    if let Some(&(kind, value)) = WITHOUT_ARGUMENT.iter().find(|(kind, _)| *kind == name) {
        return match argument {
            None => Ok((kind, value)),
            Some(argument) => Err(ParseFaultError::UnexpectedArgument {
                kind,
                found: argument.to_owned(),
            }),
        };
    }
    let with_number = WITH_NUMBER.iter().find(|(kind, ..)| *kind == name);
    let &(kind, expected, example, build) =
        with_number.ok_or_else(|| ParseFaultError::UnknownKind(name.to_owned()))?;
    let value = argument
        .and_then(|argument| argument.parse().ok())
        .and_then(build);
    let found = argument.unwrap_or_default().to_owned();
    value
        .map(|value| (kind, value))
        .ok_or(ParseFaultError::InvalidNumber {
            kind,
            expected,
            example,
            found,
        })
}

/// The options after the kind; each is allowed once.
#[derive(Default)]
struct Options {
    phase: Option<FaultPhase>,
    operation: Option<Operation>,
    calls: Option<Calls>,
    probability: Option<f64>,
    seed: Option<u64>,
}

impl Options {
    fn parse(&mut self, part: &str) -> Result<(), ParseFaultError> {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        match (name, part) {
            (_, "before") => set_once(&mut self.phase, "before or after", FaultPhase::Before),
            (_, "after") => set_once(&mut self.phase, "before or after", FaultPhase::After),
            ("op", _) => set_once(&mut self.operation, "op", value.parse()?),
            ("nth", _) => set_once(&mut self.calls, "nth", Calls::Nth(count("nth", value)?)),
            ("from", _) => set_once(&mut self.calls, "from", Calls::From(count("from", value)?)),
            ("first", _) => set_once(
                &mut self.calls,
                "first",
                Calls::First(count("first", value)?),
            ),
            ("chance", _) => set_once(&mut self.probability, "chance", probability(value)?),
            ("seed", _) => {
                let seed = value
                    .parse()
                    .map_err(|_| invalid("seed", "a whole number", value))?;
                set_once(&mut self.seed, "seed", seed)
            }
            _ => Err(ParseFaultError::UnknownOption(part.to_owned())),
        }
    }

    fn build(self, name: &'static str, kind: FaultKind) -> Result<Fault, ParseFaultError> {
        let kind = match (kind, self.phase) {
            (kind, None) => kind,
            (FaultKind::Replace(replacement, _), Some(phase)) => {
                FaultKind::Replace(replacement, phase)
            }
            (FaultKind::Refuse { .. } | FaultKind::Corrupt(_), Some(_)) => {
                return Err(ParseFaultError::UnexpectedPhase(name));
            }
        };
        let chance = match (self.probability, self.seed) {
            (Some(probability), seed) => Some(Chance {
                probability,
                seed: seed.unwrap_or(0),
            }),
            (None, None) => None,
            (None, Some(_)) => return Err(ParseFaultError::SeedWithoutChance),
        };
        let calls = self.calls.unwrap_or(Calls::All);
        Ok(Fault {
            kind,
            operation: self.operation,
            calls,
            chance,
        })
    }
}

fn set_once<T>(
    option: &mut Option<T>,
    name: &'static str,
    value: T,
) -> Result<(), ParseFaultError> {
    match option.replace(value) {
        None => Ok(()),
        Some(_) => Err(ParseFaultError::Conflict(name)),
    }
}

fn count(option: &'static str, text: &str) -> Result<u32, ParseFaultError> {
    let count = text.parse().ok().filter(|&count| count > 0);
    count.ok_or_else(|| invalid(option, "a whole number of at least 1", text))
}

fn probability(text: &str) -> Result<f64, ParseFaultError> {
    let probability = text
        .parse()
        .ok()
        .filter(|probability| (0.0..=1.0).contains(probability));
    probability.ok_or_else(|| invalid("chance", "a probability from 0 to 1, such as 0.1", text))
}

fn invalid(option: &'static str, expected: &'static str, found: &str) -> ParseFaultError {
    ParseFaultError::InvalidValue {
        option,
        expected,
        found: found.to_owned(),
    }
}

impl Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(formatter)?;
        if let Some(operation) = self.operation {
            write!(formatter, ",op={operation}")?;
        }
        match self.calls {
            Calls::All => {}
            Calls::Nth(nth) => write!(formatter, ",nth={nth}")?,
            Calls::From(nth) => write!(formatter, ",from={nth}")?,
            Calls::First(count) => write!(formatter, ",first={count}")?,
        }
        if let Some(Chance { probability, seed }) = self.chance {
            write!(formatter, ",chance={probability},seed={seed}")?;
        }
        Ok(())
    }
}

impl Display for FaultKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let default_phase = match *self {
            Self::Replace(replacement, _) => Self::Replace(replacement, FaultPhase::Before),
            other => other,
        };
        if let Some((name, _)) = WITHOUT_ARGUMENT
            .iter()
            .find(|(_, kind)| *kind == default_phase)
        {
            formatter.write_str(name)?;
        }
        match *self {
            Self::Refuse { millis } => write!(formatter, "refuse:{millis}")?,
            Self::Corrupt(ResponseFault::SlowHeaders { millis }) => {
                write!(formatter, "slow-headers:{millis}")?;
            }
            Self::Corrupt(ResponseFault::SlowBody { millis }) => {
                write!(formatter, "slow-body:{millis}")?;
            }
            Self::Replace(Replacement::Status(status), _) => {
                write!(formatter, "status:{}", status.code())?;
            }
            Self::Replace(Replacement::RateLimit { seconds }, _) => {
                write!(formatter, "rate-limit:{seconds}")?;
            }
            Self::Replace(Replacement::LargeBody { bytes }, _) => {
                write!(formatter, "large-body:{bytes}")?;
            }
            Self::Replace(..) | Self::Corrupt(_) => {}
        }
        match self {
            Self::Replace(_, FaultPhase::After) => formatter.write_str(",after"),
            _ => Ok(()),
        }
    }
}
