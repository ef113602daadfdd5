use std::{collections::HashSet, fmt::Write};

/// OpenMetrics, which the library writes, as the text format 0.0.4 that every scraper reads. In it a
/// counter's family is named as its numbers are, and there are no units and no end.
pub(super) fn as_prometheus(openmetrics: &str) -> String {
    let counters: HashSet<&str> = openmetrics
        .lines()
        .filter_map(|line| line.strip_prefix("# TYPE ")?.strip_suffix(" counter"))
        .collect();
    let mut text = String::with_capacity(openmetrics.len());
    for line in openmetrics.lines() {
        let mut words = line.splitn(4, ' ');
        let _ = match (words.next(), words.next(), words.next(), words.next()) {
            (Some("#"), Some("UNIT" | "EOF"), ..) => continue,
            (Some("#"), Some(what), Some(name), Some(said)) if counters.contains(name) => {
                writeln!(text, "# {what} {name}_total {said}")
            }
            _ => writeln!(text, "{line}"),
        };
    }
    text
}

#[cfg(test)]
mod tests {
    use super::as_prometheus;

    #[test]
    fn counters_are_named_as_their_numbers_are() {
        let openmetrics = "# HELP a Some of it.\n# TYPE a counter\na_total{b=\"c d e f\"} 1\n\
            # HELP t_seconds Time.\n# TYPE t_seconds histogram\n# UNIT t_seconds seconds\n\
            t_seconds_sum 1.0\n# EOF\n";
        let text = "# HELP a_total Some of it.\n# TYPE a_total counter\na_total{b=\"c d e f\"} 1\n\
            # HELP t_seconds Time.\n# TYPE t_seconds histogram\nt_seconds_sum 1.0\n";
        assert_eq!(as_prometheus(openmetrics), text);
    }
}
