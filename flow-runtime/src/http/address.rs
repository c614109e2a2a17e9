//! Which addresses may be asked: a URL may come from a customer's text, so nothing of the program's
//! own network is, unless the program says so.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;
use reqwest::Url;

/// What the program allows besides the public network.
#[derive(Clone, Debug, Default)]
pub(super) struct Allowed {
    /// Names of hosts, in lower case.
    pub(super) hosts: Vec<String>,
    pub(super) networks: Vec<IpNet>,
}

/// Why a URL or an address is not asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refused {
    /// Neither `http` nor `https`.
    Scheme(String),
    /// Every address of the host is refused; this is the first.
    Address {
        host: String,
        address: IpAddr,
        kind: &'static str,
    },
    /// The name has no address.
    NoAddress(String),
    /// More redirects than are followed.
    TooManyRedirects,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refused::Scheme(scheme) => {
                write!(
                    f,
                    "a URL begins with `https://` or `http://`, and this one with `{scheme}:`"
                )
            }
            Refused::Address {
                host,
                address,
                kind,
            } => {
                write!(f, "`{host}` is ")?;
                if *host != address.to_string() {
                    write!(f, "{address}, ")?;
                }
                write!(
                    f,
                    "{kind}, which is asked only where `ClientBuilder::allow_host` or `allow_network` allows it"
                )
            }
            Refused::NoAddress(host) => write!(f, "`{host}` has no address"),
            Refused::TooManyRedirects => f.write_str("it leads on more than 10 times"),
        }
    }
}

impl std::error::Error for Refused {}

impl Allowed {
    /// Whether a URL may be asked as far as it can be seen from it: a name is looked up later.
    pub(super) fn url(&self, url: &Url) -> Result<(), Refused> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Refused::Scheme(url.scheme().to_owned()));
        }
        // The parser has brought every spelling of an address into one: 0x7f.1, 2130706433.
        let host = url.host_str().unwrap_or_default();
        let literal = host.trim_start_matches('[').trim_end_matches(']');
        match literal.parse() {
            Ok(address) => self.addresses(literal, [address]).map(drop),
            Err(_) => Ok(()),
        }
    }

    /// Those addresses of a host that may be asked.
    pub(super) fn addresses(
        &self,
        host: &str,
        addresses: impl IntoIterator<Item = IpAddr>,
    ) -> Result<Vec<IpAddr>, Refused> {
        let name = host.trim_end_matches('.').to_ascii_lowercase();
        let host_is_allowed = self.hosts.contains(&name);
        let mut refused = None;
        let mut allowed = Vec::new();
        for address in addresses {
            match kind(address) {
                Some(kind) if !host_is_allowed && !self.network(address) => {
                    refused.get_or_insert(Refused::Address {
                        host: host.to_owned(),
                        address,
                        kind,
                    });
                }
                _ => allowed.push(address),
            }
        }
        match (allowed.is_empty(), refused) {
            (false, _) => Ok(allowed),
            (true, Some(refused)) => Err(refused),
            (true, None) => Err(Refused::NoAddress(host.to_owned())),
        }
    }

    fn network(&self, address: IpAddr) -> bool {
        let plain = address.to_canonical();
        let holds = |network: &IpNet| network.contains(&address) || network.contains(&plain);
        self.networks.iter().any(holds)
    }
}

/// What an address is that is not of the public network.
fn kind(address: IpAddr) -> Option<&'static str> {
    match address {
        IpAddr::V4(address) => kind_v4(address),
        IpAddr::V6(address) => kind_v6(address),
    }
}

fn kind_v4(address: Ipv4Addr) -> Option<&'static str> {
    match address.octets() {
        [0, ..] => Some("an address of this host"),
        [127, ..] => Some("a loopback address"),
        [10, ..] | [172, 16..=31, ..] | [192, 168, ..] => Some("a private address"),
        [169, 254, ..] => Some("a link-local address"),
        [100, 64..=127, ..] => Some("an address within a provider's network"),
        [224..=239, ..] => Some("a multicast address"),
        [192, 0, 0, _]
        | [192, 0, 2, _]
        | [192, 88, 99, _]
        | [198, 18..=19, ..]
        | [198, 51, 100, _]
        | [203, 0, 113, _]
        | [240..=255, ..] => Some("a reserved address"),
        _ => None,
    }
}

/// Only what is handed out to the public is none of these. Some addresses hold another one, which is
/// where they lead.
fn kind_v6(address: Ipv6Addr) -> Option<&'static str> {
    let [a, b, c, d, e, f, g, h] = address.segments();
    let last = || {
        let ([a, b], [c, d]) = (g.to_be_bytes(), h.to_be_bytes());
        Ipv4Addr::new(a, b, c, d)
    };
    match [a, b, c, d, e, f] {
        [0, 0, 0, 0, 0, 0xffff] => kind_v4(last()),
        [0x64, 0xff9b, 0, 0, 0, 0] => kind_v4(last()),
        [0x2002, b, c, ..] => {
            let ([a, b], [c, d]) = (b.to_be_bytes(), c.to_be_bytes());
            kind_v4(Ipv4Addr::new(a, b, c, d))
        }
        _ if address.is_loopback() => Some("a loopback address"),
        _ if address.is_unspecified() => Some("an address of this host"),
        [0xfc00..=0xfdff, ..] => Some("a private address"),
        [0xfe80..=0xfebf, ..] => Some("a link-local address"),
        [0xff00..=0xffff, ..] => Some("a multicast address"),
        // Of 2001::/23 nothing is a host of the public's: Teredo and the like.
        [0x2001, 0..=0x1ff, ..] | [0x2001, 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => {
            Some("a reserved address")
        }
        [0x2000..=0x3fff, ..] => None,
        _ => Some("a reserved address"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(allowed: &Allowed, url: &str) -> Result<(), String> {
        let parsed = Url::parse(url).map_err(|error| error.to_string())?;
        allowed.url(&parsed).map_err(|refused| refused.to_string())
    }

    #[test]
    fn addresses_of_ones_own_network_are_refused() {
        for (address, expected) in [
            ("127.0.0.1", "loopback"),
            ("127.255.0.3", "loopback"),
            ("0.0.0.0", "this host"),
            ("0.1.2.3", "this host"),
            ("10.0.0.1", "private"),
            ("172.16.0.1", "private"),
            ("172.31.255.255", "private"),
            ("192.168.1.1", "private"),
            ("169.254.169.254", "link-local"),
            ("100.64.0.1", "provider"),
            ("100.127.255.255", "provider"),
            ("192.0.0.170", "reserved"),
            ("192.0.2.1", "reserved"),
            ("192.88.99.1", "reserved"),
            ("198.18.0.1", "reserved"),
            ("198.51.100.1", "reserved"),
            ("203.0.113.1", "reserved"),
            ("224.0.0.1", "multicast"),
            ("240.0.0.1", "reserved"),
            ("255.255.255.255", "reserved"),
            ("::1", "loopback"),
            ("::", "this host"),
            ("::127.0.0.1", "reserved"),
            ("::ffff:127.0.0.1", "loopback"),
            ("::ffff:169.254.169.254", "link-local"),
            ("64:ff9b::10.0.0.1", "private"),
            ("64:ff9b:1::10.0.0.1", "reserved"),
            ("2002:7f00:1::", "loopback"),
            ("2002:c0a8:101::1", "private"),
            ("2001::1", "reserved"),
            ("2001:db8::1", "reserved"),
            ("3fff::1", "reserved"),
            ("fc00::1", "private"),
            ("fd12:3456::1", "private"),
            ("fe80::1", "link-local"),
            ("fec0::1", "reserved"),
            ("ff02::1", "multicast"),
            ("100::1", "reserved"),
            ("4000::1", "reserved"),
        ] {
            let found = kind(address.parse().unwrap());
            assert!(
                found.is_some_and(|found| found.contains(expected)),
                "{address}: {found:?}"
            );
        }
    }

    #[test]
    fn addresses_of_the_public_network_are_asked() {
        for address in [
            "1.1.1.1",
            "9.255.255.255",
            "11.0.0.0",
            "100.63.255.255",
            "100.128.0.0",
            "172.15.255.255",
            "172.32.0.0",
            "192.167.255.255",
            "192.169.0.0",
            "223.255.255.255",
            "2606:4700::1111",
            "2001:4860:4860::8888",
            "2a00::1",
            "::ffff:1.1.1.1",
            "64:ff9b::1.1.1.1",
            "2002:101:101::1",
        ] {
            assert_eq!(kind(address.parse().unwrap()), None, "{address}");
        }
    }

    #[test]
    fn an_address_is_one_however_it_is_spelled() {
        for spelled in [
            "http://127.0.0.1/",
            "http://127.1/",
            "http://2130706433/",
            "http://0x7f000001/",
            "http://0x7f.0.0.1/",
            "http://0177.0.0.1/",
            "http://0/",
            "http://127.0.0.1./",
            "http://１２７.0.0.1/",
            "http://[::1]/",
            "http://[0:0:0:0:0:0:0:1]/",
            "http://[::ffff:7f00:1]/",
            "http://[::ffff:127.0.0.1]/",
            "http://user:password@127.0.0.1:8080/x",
            "https://169.254.169.254/latest/meta-data/",
        ] {
            let refused = url(&Allowed::default(), spelled).unwrap_err();
            assert!(refused.contains("allow_network"), "{spelled}: {refused}");
        }
        assert_eq!(url(&Allowed::default(), "https://example.com/"), Ok(()));
        assert_eq!(url(&Allowed::default(), "http://1.1.1.1/"), Ok(()));
    }

    #[test]
    fn other_schemes_are_refused() {
        for other in [
            "file:///etc/passwd",
            "ftp://example.com/",
            "gopher://x/",
            "data:,x",
        ] {
            let refused = url(&Allowed::default(), other).unwrap_err();
            assert!(
                refused.starts_with("a URL begins with `https://`"),
                "{refused}"
            );
        }
    }

    #[test]
    fn what_is_allowed_is_asked() {
        let allowed = Allowed {
            hosts: vec!["functions.internal".to_owned()],
            networks: vec!["127.0.0.0/8".parse().unwrap()],
        };
        assert_eq!(url(&allowed, "http://127.0.0.1/"), Ok(()));
        assert_eq!(url(&allowed, "http://[::ffff:127.0.0.1]/"), Ok(()));
        assert!(url(&allowed, "http://[::1]/").is_err());
        let private = || ["10.0.0.1".parse().unwrap()];
        assert!(allowed.addresses("Functions.internal.", private()).is_ok());
        assert_eq!(
            allowed
                .addresses("other.internal", private())
                .unwrap_err()
                .to_string(),
            "`other.internal` is 10.0.0.1, a private address, which is asked only where \
             `ClientBuilder::allow_host` or `allow_network` allows it"
        );
        assert_eq!(
            url(&allowed, "http://10.1/").unwrap_err(),
            "`10.0.0.1` is a private address, which is asked only where \
             `ClientBuilder::allow_host` or `allow_network` allows it"
        );
    }

    #[test]
    fn of_a_name_with_several_addresses_only_the_public_ones_are_asked() {
        let addresses = ["127.0.0.1", "1.1.1.1", "::1"].map(|address| address.parse().unwrap());
        let allowed = Allowed::default()
            .addresses("example.com", addresses)
            .unwrap();
        assert_eq!(allowed, ["1.1.1.1".parse::<IpAddr>().unwrap()]);
        let nothing = Allowed::default().addresses("example.com", []).unwrap_err();
        assert_eq!(nothing.to_string(), "`example.com` has no address");
    }
}
