use std::fmt::{self, Display};

/// A table of the README, printed row by row.
pub struct Table;

impl Table {
    /// Prints the heading and the column names.
    pub fn new(title: &str, columns: &[&str]) -> Self {
        println!("\n### {title}\n");
        println!("| {} |", columns.join(" | "));
        println!("|{}", "---|".repeat(columns.len()));
        Self
    }

    /// Prints a row.
    pub fn row(&self, cells: &[&dyn Display]) {
        let cells: Vec<String> = cells.iter().map(ToString::to_string).collect();
        println!("| {} |", cells.join(" | "));
    }
}

/// The result of several runs: median, minimum and maximum.
#[derive(Clone, Copy)]
pub struct Spread {
    pub median: f64,
    least: f64,
    most: f64,
}

impl Spread {
    /// Summarises at least one run.
    pub fn of(mut runs: Vec<f64>) -> Self {
        runs.sort_by(f64::total_cmp);
        Self {
            median: runs[runs.len() / 2],
            least: runs[0],
            most: runs[runs.len() - 1],
        }
    }
}

impl Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = match self.median {
            it if it >= 100.0 => 0,
            it if it >= 10.0 => 1,
            it if it >= 1.0 => 2,
            _ => 3,
        };
        let Self {
            median,
            least,
            most,
        } = self;
        write!(f, "{median:.digits$} ({least:.digits$}–{most:.digits$})")
    }
}

/// A goal and its direction.
#[allow(dead_code, reason = "each benchmark uses its own part of this")]
pub enum Goal {
    AtLeast(f64),
    AtMost(f64),
}

impl Goal {
    /// The goal and whether it was met, for a table.
    pub fn judge(&self, measured: f64) -> String {
        let (sign, goal, met) = match *self {
            Self::AtLeast(goal) => ('≥', goal, measured >= goal),
            Self::AtMost(goal) => ('≤', goal, measured <= goal),
        };
        let verdict = if met { "met" } else { "**missed**" };
        format!("{sign} {goal}: {verdict}")
    }
}
