//! Which prefixes are bound to which namespaces at the place that is being read.

use std::borrow::Cow;

use super::attributes::Attribute;
use super::fault::{Fault, Reason};

/// A namespace by its number in one `Namespaces`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Namespace(u16);

impl Namespace {
    pub const NONE: Namespace = Namespace(0);
    /// That of `xml:lang`, bound everywhere.
    pub const XML: Namespace = Namespace(1);
    const XMLNS: Namespace = Namespace(2);
}

const XML_ADDRESS: &str = "http://www.w3.org/XML/1998/namespace";
const XMLNS_ADDRESS: &str = "http://www.w3.org/2000/xmlns/";

/// Real files have a handful; the limit keeps look-ups short in hostile ones.
const LIMIT: usize = 256;

pub struct Namespaces<'a> {
    addresses: Vec<Cow<'a, str>>,
    /// Prefix (empty: the default) and namespace, innermost last.
    bound: Vec<(&'a str, Namespace)>,
    /// What no prefix means here; most tags have none.
    default: Namespace,
}

impl<'a> Namespaces<'a> {
    pub fn new() -> Namespaces<'a> {
        let addresses = vec![Cow::Borrowed(""), Cow::Borrowed(XML_ADDRESS), Cow::Borrowed(XMLNS_ADDRESS)];
        Namespaces {
            addresses,
            bound: vec![("", Namespace::NONE), ("xml", Namespace::XML), ("xmlns", Namespace::XMLNS)],
            default: Namespace::NONE,
        }
    }

    /// How many bindings there are, to return to with [`Namespaces::leave`].
    pub fn mark(&self) -> u32 {
        self.bound.len() as u32
    }

    pub fn leave(&mut self, mark: u32) {
        if self.bound.len() > mark as usize {
            self.bound.truncate(mark as usize);
            self.default = self.innermost("").unwrap_or(Namespace::NONE);
        }
    }

    pub fn find(&self, prefix: &str) -> Option<Namespace> {
        if prefix.is_empty() { Some(self.default) } else { self.innermost(prefix) }
    }

    fn innermost(&self, prefix: &str) -> Option<Namespace> {
        // Prefixes are too short for a call of `memcmp`, which took a third of the time here.
        let same = |bound: &str| bound.len() == prefix.len() && bound.bytes().eq(prefix.bytes());
        self.bound.iter().rev().find(|(bound, _)| same(bound)).map(|(_, namespace)| *namespace)
    }

    pub fn address(&self, namespace: Namespace) -> &str {
        &self.addresses[namespace.0 as usize]
    }

    /// The number of an address; new ones get one.
    pub fn number(&mut self, address: Cow<'a, str>) -> Namespace {
        let known = self.addresses.iter().position(|known| *known == address);
        let at = known.unwrap_or_else(|| {
            self.addresses.push(address);
            self.addresses.len() - 1
        });
        Namespace(at as u16)
    }

    /// Takes up the declarations among the attributes of a tag.
    pub fn declare(&mut self, attributes: &[Attribute<'a>]) -> Result<(), Box<Fault>> {
        for attribute in attributes.iter().filter(|attribute| attribute.name.starts_with("xmlns")) {
            match attribute.name.as_bytes().get(5) {
                None => self.bind("", attribute)?,
                Some(b':') => self.bind(attribute.local, attribute)?,
                Some(_) => {}
            }
        }
        Ok(())
    }

    fn bind(&mut self, prefix: &'a str, attribute: &Attribute<'a>) -> Result<(), Box<Fault>> {
        let address = attribute.value();
        let fault = |reason| Err(Fault::new(reason, attribute.name_start..attribute.name_start + attribute.name.len(), attribute.name));
        let reserved = (prefix == "xml") != (address == XML_ADDRESS) || prefix == "xmlns" || address == XMLNS_ADDRESS;
        if reserved || (address.is_empty() && !prefix.is_empty()) {
            return fault(Reason::BadNamespace);
        }
        if self.addresses.len() == LIMIT {
            return fault(Reason::TooManyNamespaces);
        }
        let namespace = self.number(address);
        self.bound.push((prefix, namespace));
        if prefix.is_empty() {
            self.default = namespace;
        }
        Ok(())
    }
}
