//! Whom a request was meant for. A page of another site may lead its own name to this computer and then ask from the
//! reader's browser as if it were that site; its requests name it in `Host`.

/// Whether `host`, as a request has it, is this computer at `port`.
pub(super) fn is_ours(host: &str, port: u16) -> bool {
    let (name, at) = match host.rsplit_once(':') {
        Some((name, digits)) if !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit()) => {
            (name, digits.parse().ok())
        }
        _ => (host, Some(80)),
    };
    at == Some(port) && ["127.0.0.1", "localhost", "[::1]"].iter().any(|ours| name.eq_ignore_ascii_case(ours))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_computer_are_ours() {
        for host in ["127.0.0.1:8000", "localhost:8000", "LocalHost:8000", "[::1]:8000"] {
            assert!(is_ours(host, 8000), "{host}");
        }
        for host in ["evil.example:8000", "localhost.evil.example:8000", "127.0.0.1", "localhost:80", "127.0.0.1:99999"]
        {
            assert!(!is_ours(host, 8000), "{host}");
        }
        assert!(!is_ours("", 8000) && is_ours("localhost", 80));
    }
}
