//! The text form of a fault, as the command line takes it.

use std::fmt::{self, Display};
use std::str::FromStr;

use super::{Bend, Calls, Chance, Fault, Kind, Moment, Replacement, ServerError};
use crate::operation::UnknownOperation;

/// A text that is no fault.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FaultError {
    /// There is no such kind of fault.
    #[error("there is no fault {0:?}; there are {names}", names = NAMES.join(", "))]
    Kind(String),
    /// The kind takes a number.
    #[error("{kind} needs a number after a colon, as in {kind}:{example}, and has {found:?}")]
    Number {
        /// The kind of fault.
        kind: &'static str,
        /// A number that would do.
        example: u32,
        /// What was found.
        found: String,
    },
    /// The kind takes nothing after a colon.
    #[error("{kind} takes nothing after a colon, and has {found:?}")]
    Argument {
        /// The kind of fault.
        kind: &'static str,
        /// What was found.
        found: String,
    },
    /// There is no such option.
    #[error(
        "there is no option {0:?}; there are before, after, op=, nth=, from=, first=, chance=, seed="
    )]
    Option(String),
    /// The option's value will not do.
    #[error("{option}= takes {expected}, and has {found:?}")]
    Value {
        /// The option.
        option: &'static str,
        /// What it takes.
        expected: &'static str,
        /// What was found.
        found: String,
    },
    /// The moment of the fault cannot be chosen.
    #[error("{0} does not take before or after: see --help for whether the request takes effect")]
    Moment(&'static str),
    /// Options that go against each other.
    #[error("{0} is said twice, or nth, from and first together")]
    Twice(&'static str),
    /// A seed for nothing.
    #[error("seed= goes with chance=")]
    Seed,
    /// There is no such operation.
    #[error(transparent)]
    Operation(#[from] UnknownOperation),
}

/// The kinds of fault.
const NAMES: [&str; 19] = [
    "refuse:MS",
    "reset",
    "close",
    "status:CODE",
    "rate-limit:SECONDS",
    "html",
    "empty",
    "invalid",
    "huge:BYTES",
    "reset-in-body",
    "reset-after-body",
    "close-in-body",
    "truncated",
    "slow-headers:MS",
    "slow-body:MS",
    "php-warning",
    "new-member",
    "new-enum-value",
    "changed-type",
];

/// Kinds that take nothing after a colon. Those in place of an answer strike before, until told.
const PLAIN: [(&str, Kind); 13] = [
    ("reset", Kind::Instead(Replacement::Reset, Moment::Before)),
    ("close", Kind::Instead(Replacement::Close, Moment::Before)),
    ("html", Kind::Instead(Replacement::Html, Moment::Before)),
    ("empty", Kind::Instead(Replacement::Empty, Moment::Before)),
    (
        "invalid",
        Kind::Instead(Replacement::Invalid, Moment::Before),
    ),
    ("reset-in-body", Kind::Bent(Bend::ResetInBody)),
    ("reset-after-body", Kind::Bent(Bend::ResetAfterBody)),
    ("close-in-body", Kind::Bent(Bend::CloseInBody)),
    ("truncated", Kind::Bent(Bend::Truncated)),
    ("php-warning", Kind::Bent(Bend::PhpWarning)),
    ("new-member", Kind::Bent(Bend::NewMember)),
    ("new-enum-value", Kind::Bent(Bend::NewEnumValue)),
    ("changed-type", Kind::Bent(Bend::ChangedType)),
];

type Numbered = fn(u32) -> Option<Kind>;

/// Kinds that take a number, and a number that would do.
const NUMBERED: [(&str, u32, Numbered); 6] = [
    ("refuse", 500, |millis| Some(Kind::Refuse { millis })),
    ("status", 503, |code| {
        let status = ServerError::ALL
            .into_iter()
            .find(|status| u32::from(status.code()) == code)?;
        Some(Kind::Instead(Replacement::Status(status), Moment::Before))
    }),
    ("rate-limit", 2, |seconds| {
        Some(Kind::Instead(
            Replacement::RateLimit { seconds },
            Moment::Before,
        ))
    }),
    ("huge", 10_000_000, |bytes| {
        Some(Kind::Instead(Replacement::Huge { bytes }, Moment::Before))
    }),
    ("slow-headers", 500, |millis| {
        Some(Kind::Bent(Bend::SlowHeaders { millis }))
    }),
    ("slow-body", 500, |millis| {
        Some(Kind::Bent(Bend::SlowBody { millis }))
    }),
];

impl FromStr for Fault {
    type Err = FaultError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parts = text.split(',').map(str::trim);
        let (name, kind) = kind(parts.next().unwrap_or_default())?;
        let mut options = Options::default();
        for part in parts {
            options.read(part)?;
        }
        options.fault(name, kind)
    }
}

fn kind(text: &str) -> Result<(&'static str, Kind), FaultError> {
    let (name, argument) = match text.split_once(':') {
        Some((name, argument)) => (name, Some(argument)),
        None => (text, None),
    };
    if let Some(&(kind, found)) = PLAIN.iter().find(|(plain, _)| *plain == name) {
        return match argument {
            None => Ok((kind, found)),
            Some(argument) => Err(FaultError::Argument {
                kind,
                found: argument.to_owned(),
            }),
        };
    }
    let numbered = NUMBERED.iter().find(|(numbered, ..)| *numbered == name);
    let &(kind, example, build) = numbered.ok_or_else(|| FaultError::Kind(name.to_owned()))?;
    let made = argument
        .and_then(|argument| argument.parse().ok())
        .and_then(build);
    let found = argument.unwrap_or_default().to_owned();
    made.map(|made| (kind, made)).ok_or(FaultError::Number {
        kind,
        example,
        found,
    })
}

/// The options behind the kind, each at most once.
#[derive(Default)]
struct Options {
    moment: Option<Moment>,
    operation: Option<crate::Operation>,
    calls: Option<Calls>,
    share: Option<f64>,
    seed: Option<u64>,
}

impl Options {
    fn read(&mut self, part: &str) -> Result<(), FaultError> {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        match (name, part) {
            (_, "before") => once(&mut self.moment, "the moment", Moment::Before),
            (_, "after") => once(&mut self.moment, "the moment", Moment::After),
            ("op", _) => once(&mut self.operation, "op", value.parse()?),
            ("nth", _) => once(&mut self.calls, "nth", Calls::Nth(count("nth", value)?)),
            ("from", _) => once(&mut self.calls, "from", Calls::From(count("from", value)?)),
            ("first", _) => once(
                &mut self.calls,
                "first",
                Calls::First(count("first", value)?),
            ),
            ("chance", _) => once(&mut self.share, "chance", share(value)?),
            ("seed", _) => {
                let seed = value
                    .parse()
                    .map_err(|_| wrong("seed", "a whole number", value))?;
                once(&mut self.seed, "seed", seed)
            }
            _ => Err(FaultError::Option(part.to_owned())),
        }
    }

    fn fault(self, name: &'static str, kind: Kind) -> Result<Fault, FaultError> {
        let kind = match (kind, self.moment) {
            (kind, None) => kind,
            (Kind::Instead(replacement, _), Some(moment)) => Kind::Instead(replacement, moment),
            (Kind::Refuse { .. } | Kind::Bent(_), Some(_)) => return Err(FaultError::Moment(name)),
        };
        let chance = match (self.share, self.seed) {
            (Some(share), seed) => Some(Chance {
                share,
                seed: seed.unwrap_or(0),
            }),
            (None, None) => None,
            (None, Some(_)) => return Err(FaultError::Seed),
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

fn once<T>(option: &mut Option<T>, name: &'static str, value: T) -> Result<(), FaultError> {
    match option.replace(value) {
        None => Ok(()),
        Some(_) => Err(FaultError::Twice(name)),
    }
}

fn count(option: &'static str, text: &str) -> Result<u32, FaultError> {
    let count = text.parse().ok().filter(|&count| count > 0);
    count.ok_or_else(|| wrong(option, "a whole number from 1 up", text))
}

fn share(text: &str) -> Result<f64, FaultError> {
    let share = text
        .parse()
        .ok()
        .filter(|share| (0.0..=1.0).contains(share));
    share.ok_or_else(|| wrong("chance", "a share from 0 to 1, such as 0.1", text))
}

fn wrong(option: &'static str, expected: &'static str, found: &str) -> FaultError {
    FaultError::Value {
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
        if let Some(Chance { share, seed }) = self.chance {
            write!(formatter, ",chance={share},seed={seed}")?;
        }
        Ok(())
    }
}

impl Display for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = match *self {
            Self::Instead(replacement, _) => Self::Instead(replacement, Moment::Before),
            other => other,
        };
        if let Some((name, _)) = PLAIN.iter().find(|(_, kind)| *kind == plain) {
            formatter.write_str(name)?;
        }
        match *self {
            Self::Refuse { millis } => write!(formatter, "refuse:{millis}")?,
            Self::Bent(Bend::SlowHeaders { millis }) => write!(formatter, "slow-headers:{millis}")?,
            Self::Bent(Bend::SlowBody { millis }) => write!(formatter, "slow-body:{millis}")?,
            Self::Instead(Replacement::Status(status), _) => {
                write!(formatter, "status:{}", status.code())?;
            }
            Self::Instead(Replacement::RateLimit { seconds }, _) => {
                write!(formatter, "rate-limit:{seconds}")?;
            }
            Self::Instead(Replacement::Huge { bytes }, _) => write!(formatter, "huge:{bytes}")?,
            Self::Instead(..) | Self::Bent(_) => {}
        }
        match self {
            Self::Instead(_, Moment::After) => formatter.write_str(",after"),
            _ => Ok(()),
        }
    }
}
