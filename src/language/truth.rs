//! Three values and their arithmetic after Kleene.

/// What a predicate answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Truth {
    False,
    Unknown,
    True,
}

impl Truth {
    pub fn and(self, other: Truth) -> Truth {
        self.min(other)
    }

    pub fn or(self, other: Truth) -> Truth {
        self.max(other)
    }

    /// What `self` becomes where only part of the facts is known: certain or nothing.
    pub fn known(answer: Option<bool>) -> Truth {
        answer.map_or(Truth::Unknown, Truth::from)
    }

    pub fn is_true(self) -> bool {
        self == Truth::True
    }

    pub fn is_false(self) -> bool {
        self == Truth::False
    }

    pub fn is_unknown(self) -> bool {
        self == Truth::Unknown
    }
}

impl std::ops::Not for Truth {
    type Output = Truth;

    fn not(self) -> Truth {
        match self {
            Truth::True => Truth::False,
            Truth::False => Truth::True,
            Truth::Unknown => Truth::Unknown,
        }
    }
}

impl From<bool> for Truth {
    fn from(answer: bool) -> Truth {
        if answer { Truth::True } else { Truth::False }
    }
}

#[cfg(test)]
mod tests {
    use super::Truth::{self, *};

    const ALL: [Truth; 3] = [False, Unknown, True];

    #[test]
    fn and_or_not_follow_kleene() {
        for a in ALL {
            for b in ALL {
                assert_eq!(!(a.and(b)), (!a).or(!b));
                assert_eq!(a.and(b), b.and(a));
                let expected = if a == False || b == False {
                    False
                } else if a == True && b == True {
                    True
                } else {
                    Unknown
                };
                assert_eq!(a.and(b), expected);
            }
        }
    }
}
