//! Who may waive what, where a policy says so.

use globset::{GlobBuilder, GlobMatcher};

use crate::names::exact_key;

/// A waiver counts where one of these allows it.
#[derive(Clone, Debug, Default)]
pub struct Permission {
    pub allowed: Vec<Allowed>,
}

/// Some requirements, and the bodies that may waive them.
#[derive(Clone, Debug)]
pub struct Allowed {
    requirements: Vec<GlobMatcher>,
    bodies: Vec<String>,
}

impl Allowed {
    /// Patterns of requirements (`124/*`, `193/26.*`) and names or ids of bodies; `Err` is the pattern that is none.
    pub fn new(patterns: &[String], bodies: &[String]) -> Result<Allowed, String> {
        let matcher = |pattern: &String| {
            let glob = GlobBuilder::new(pattern).build().map_err(|_| pattern.clone())?;
            Ok(glob.compile_matcher())
        };
        Ok(Allowed {
            requirements: patterns.iter().map(matcher).collect::<Result<_, String>>()?,
            bodies: bodies.iter().map(|body| exact_key(body)).collect(),
        })
    }
}

impl Permission {
    /// Whether a body may waive a requirement; case, quotes and spaces of its name make no difference.
    pub fn permits(&self, requirement: &str, body: &str) -> bool {
        let body = exact_key(body);
        let fits =
            |allowed: &Allowed| allowed.requirements.iter().any(|pattern| pattern.is_match(requirement)) && allowed.bodies.contains(&body);
        self.allowed.iter().any(fits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_waives_what_it_was_given_and_nothing_else() {
        let of = |patterns: &[&str], bodies: &[&str]| {
            let texts = |texts: &[&str]| texts.iter().map(|text| text.to_string()).collect::<Vec<_>>();
            Allowed::new(&texts(patterns), &texts(bodies))
        };
        let allowed = [of(&["124/19.*"], &["mdai", "Экспертный совет"]), of(&["193/*"], &["moh"])].map(|found| found.expect("patterns"));
        let permission = Permission { allowed: allowed.to_vec() };
        assert!(permission.permits("124/19.2", "mdai") && permission.permits("124/19.2", "экспертный  совет"));
        assert!(permission.permits("193/26.1/2", "moh"));
        assert!(!permission.permits("124/19.2", "moh") && !permission.permits("124/20.1", "mdai"));
        assert!(!Permission::default().permits("124/19.2", "mdai"), "a policy that allows nobody allows nothing");
        assert_eq!(of(&["["], &[]).err().as_deref(), Some("["));
    }
}
