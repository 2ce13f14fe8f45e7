//! The option `--format` of the commands that print a document.

use hellodialog_codegen::document::Format;

#[derive(Clone, Copy, clap::ValueEnum)]
pub(crate) enum FormatArg {
    Yaml,
    Json,
}

impl From<FormatArg> for Format {
    fn from(arg: FormatArg) -> Self {
        match arg {
            FormatArg::Yaml => Self::Yaml,
            FormatArg::Json => Self::Json,
        }
    }
}
