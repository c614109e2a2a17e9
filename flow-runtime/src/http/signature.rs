//! Twilio's signature of a request, by which a function knows who calls it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flow_model::Text;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

/// The header that holds it.
pub(super) const HEADER: &str = "X-Twilio-Signature";

/// The signature of a form that is posted to a URL: of the URL, and of each name with its value in
/// order of the names; the same pair counts once.
pub(super) fn sign(token: &str, url: &str, parameters: &[(Text, Text)]) -> String {
    let mut sorted: Vec<_> = parameters.iter().collect();
    sorted.sort();
    sorted.dedup();
    // A key may have any length.
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(token.as_bytes()) else {
        return String::new();
    };
    mac.update(url.as_bytes());
    for (name, value) in sorted {
        mac.update(name.as_bytes());
        mac.update(value.as_bytes());
    }
    STANDARD.encode(mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    const CALL: &[(&str, &str)] = &[
        ("CallSid", "CA1234567890ABCDE"),
        ("Digits", "1234"),
        ("From", "+14158675309"),
        ("To", "+18005551212"),
        ("Caller", "+14158675309"),
    ];

    /// From the tests of Twilio's own libraries, and the example of its documentation.
    #[test]
    fn signatures_are_twilios() {
        let documented = &[
            ("CallSid", "CA1234567890ABCDE"),
            ("Digits", "1234"),
            ("From", "+14158675310"),
            ("To", "+18005551212"),
            ("Caller", "+14158675310"),
        ];
        let repeated = &[
            ("Sid", "CA123"),
            ("SidAccount", "AC123"),
            ("Digits", "5678"),
            ("Digits", "1234"),
            ("Digits", "1234"),
        ];
        for (url, parameters, signature) in [
            (
                "https://mycompany.com/myapp.php?foo=1&bar=2",
                CALL,
                "RSOYDt4T1cUTdK1PDd93/VVr8B8=",
            ),
            (
                "https://example.com/myapp.php?foo=1&bar=2",
                documented,
                "L/OH5YylLD5NRKLltdqwSvS0BnU=",
            ),
            (
                "http://mycompany.com:1234/myapp.php?foo=1&bar=2",
                CALL,
                "Zmvh+3yNM1Phv2jhDCwEM3q5ebU=",
            ),
            (
                "https://user:pass@mycompany.com/myapp.php?foo=1&bar=2",
                CALL,
                "CukzLTc1tT5dXEDIHm/tKBanW10=",
            ),
            (
                "https://mycompany.com/myapp.php?foo=1&bar=2",
                repeated,
                "IK+Dwps556ElfBT0I3Rgjkr1wJU=",
            ),
        ] {
            let parameters: Vec<_> = parameters
                .iter()
                .map(|(name, value)| (Text::Static(name), Text::Static(value)))
                .collect();
            assert_eq!(sign("12345", url, &parameters), signature, "{url}");
        }
    }
}
