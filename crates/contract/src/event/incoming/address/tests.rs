use super::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn address(text: &str) -> Result<(String, bool), ItemCode> {
    let site = Url::parse("https://negozio.example/").unwrap();
    read(text, Some(&site)).map(|(url, changed)| (url.as_str().to_owned(), changed))
}

#[test]
fn what_is_an_address_stays_as_it_was_sent() {
    for text in [
        "https://negozio.example/cart?id=1&t=a%20b",
        "HTTP://Negozio.example",
        "https://negozio.example:8443/a/../b?x=(1)#top",
        "https://[::1]/a",
    ] {
        assert_eq!(address(text), Ok((text.to_owned(), false)));
    }
}

#[test]
fn an_address_is_completed_and_encoded() {
    for (text, expected) in [
        (
            "https://negozio.example/foto/scarpa rossa.jpg",
            "https://negozio.example/foto/scarpa%20rossa.jpg",
        ),
        ("/foto/a.jpg", "https://negozio.example/foto/a.jpg"),
        ("foto/a.jpg", "https://negozio.example/foto/a.jpg"),
        ("//cdn.negozio.example/p", "https://cdn.negozio.example/p"),
        ("www.negozio.example/p", "https://www.negozio.example/p"),
        ("https:/cdn.example/p", "https://cdn.example/p"),
        ("negozio.example/p", "https://negozio.example/p"),
        (
            "https://negozio.example/caffè.jpg",
            "https://negozio.example/caff%C3%A8.jpg",
        ),
        ("https://caffè.example/", "https://xn--caff-8oa.example/"),
        (
            "https://negozio.example/sconto 50%",
            "https://negozio.example/sconto%2050%25",
        ),
        (
            "https://negozio.example/?f[]=1|2",
            "https://negozio.example/?f%5B%5D=1%7C2",
        ),
        (
            "https:\\\\negozio.example\\a.jpg",
            "https://negozio.example/a.jpg",
        ),
        (
            "https://negozio.example/a#b#c",
            "https://negozio.example/a#b%23c",
        ),
    ] {
        let read = address(text);
        assert_eq!(read, Ok((expected.to_owned(), true)), "{text}");
        assert_eq!(
            address(expected),
            Ok((expected.to_owned(), false)),
            "{text}"
        );
    }
}

#[test]
fn what_leads_nowhere_is_no_address() {
    for text in [
        "javascript:alert(1)",
        "https://",
        "https://a b.example",
        "ftp://a.example",
        "C:\\foto\\a.jpg",
        "data:image/png;base64,AAAA",
        "mailto:a@b.example",
        "no_selection",
        "NULL",
        "undefined",
        "#",
    ] {
        assert!(address(text).is_err(), "{text}");
    }
    assert!(
        read("/foto/a.jpg", None).is_err(),
        "no site to resolve it against"
    );
}
