//! Pages of the documentation as tests read them: fenced blocks, the commands of a console with what they print, and
//! whether that is what comes out.
#![allow(dead_code, reason = "no test file needs all of it")]
#![expect(clippy::panic, reason = "a test may stop where it stands")]

/// The texts of the blocks behind a fence of these words.
pub fn blocks(text: &str, fence: &str) -> Vec<String> {
    let fence = format!("```{fence}\n");
    text.split(&fence).skip(1).filter_map(|rest| rest.split("\n```").next()).map(str::to_string).collect()
}

/// Every block of a page in its order: the words behind the fence, and its text.
pub fn all_blocks(text: &str) -> Vec<(String, String)> {
    let fenced = text.split("```").skip(1).step_by(2);
    fenced.filter_map(|block| block.split_once('\n')).map(|(fence, text)| (fence.to_string(), text.to_string())).collect()
}

/// Commands of a block, each with the lines shown under it.
pub fn commands(block: &str) -> Vec<(String, Vec<String>)> {
    let mut found: Vec<(String, Vec<String>)> = Vec::new();
    for line in block.lines() {
        match (line.strip_prefix("$ saikes "), found.last_mut()) {
            (Some(command), _) => found.push((command.to_string(), Vec::new())),
            (None, Some((_, shown))) => shown.push(line.to_string()),
            (None, None) => panic!("output without a command: {line}"),
        }
    }
    found
}

/// Whether the shown lines occur in this order; `…` stands for any lines, or for any end of a line.
pub fn shows(output: &str, shown: &[String]) -> Result<(), String> {
    let mut lines = output.lines();
    let mut anywhere = false;
    for wanted in shown {
        if wanted == "…" {
            anywhere = true;
            continue;
        }
        let fits = |line: &str| match wanted.split_once('…') {
            Some((start, end)) => line.trim_start().starts_with(start.trim_start()) && line.ends_with(end),
            None => line == wanted,
        };
        let found = if anywhere { lines.any(fits) } else { lines.next().is_some_and(fits) };
        if !found {
            return Err(format!("`{wanted}` is not there"));
        }
        anywhere = false;
    }
    Ok(())
}
