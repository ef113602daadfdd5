use super::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn understood(typed: &str) -> (String, AccountNameSource) {
    let found = AccountName::understand(typed, &[]).unwrap();
    assert_eq!(found.api_domain, None, "{typed}");
    (found.name.to_string(), found.source)
}

#[test]
fn the_name_is_taken_out_of_a_pasted_url() {
    for pasted in [
        "https://passepartoutspa1617115965.api-us1.com",
        "  HTTPS://PassepartoutSpa1617115965.API-us1.com/  ",
        "passepartoutspa1617115965.api-us1.com/api/3/users/me",
        "http://passepartoutspa1617115965.api-us1.com?x=1#y",
        "//passepartoutspa1617115965.api-us1.com.",
        "\"https://passepartoutspa1617115965.api-us1.com\"",
        "ACTIVECAMPAIGN_URL=https://passepartoutspa1617115965.api-us1.com",
        "URL: 'https://passepartoutspa1617115965.api-us1.com'",
    ] {
        let expected = (
            "passepartoutspa1617115965".to_owned(),
            AccountNameSource::ApiUrl,
        );
        assert_eq!(understood(pasted), expected, "{pasted}");
    }
}

#[test]
fn a_name_alone_and_a_login_url_are_understood() {
    assert_eq!(
        understood(" Negozio-1 "),
        ("negozio-1".into(), AccountNameSource::Name)
    );
    assert_eq!(
        understood("negozio/"),
        ("negozio".into(), AccountNameSource::Name)
    );
    assert_eq!(
        understood("https://negozio.activehosted.com/admin/"),
        ("negozio".into(), AccountNameSource::LoginUrl)
    );
}

#[test]
fn what_is_not_a_name_is_refused_with_the_reason() {
    use FieldCode::*;
    for (typed, reason) in [
        ("", Required),
        ("  \"\" ", Required),
        ("https://", Required),
        ("https://www.example.com", OtherSite),
        ("https://api-us1.com", NameMissing),
        ("api-us1.com", NameMissing),
        (".api-us1.com", NameMissing),
        ("activehosted.com", NameMissing),
        (
            "https://negozio.api-us1.com Chiave: 0a1b2c3d",
            SeveralValues,
        ),
        ("https://negozio.api-us1.com\n0a1b2c3d", SeveralValues),
        ("a.b.api-us1.com", OtherSite),
        ("negozio.api-us1.com.example.com", OtherSite),
        ("negozioapi-us1.com", OtherSite),
        ("https://negozio.api-eu1.com", ApiHostNotEnabled),
        ("api-ca1.com", ApiHostNotEnabled),
        ("a.b.api-eu1.com", OtherSite),
        ("negozio.api-eu1.com.evil.example", OtherSite),
        ("negozio.api-eu1.example", OtherSite),
        ("ftp://negozio.api-us1.com", OtherSite),
        ("javascript://negozio.api-us1.com", OtherSite),
        ("127.0.0.1", IpAddress),
        ("http://0x7f.1/", IpAddress),
        ("http://[::1]/", IpAddress),
        ("https://negozio.api-us1.com:8443", Port),
        ("localhost:8080", Port),
        ("https://user:pw@negozio.api-us1.com", UserPart),
        ("mario@example.com", UserPart),
        ("negozio uno", InvalidCharacter),
        ("-negozio", InvalidCharacter),
        ("negozio-", InvalidCharacter),
        ("nego_zio", InvalidCharacter),
        ("caffè", InvalidCharacter),
        ("nego%2ezio", InvalidCharacter),
        ("{account}", InvalidCharacter),
    ] {
        assert_eq!(AccountName::parse(typed), Err(reason), "{typed}");
    }
    assert_eq!(AccountName::parse("API_KEY=0a1b2c3d"), Err(LooksLikeApiKey));
    assert_eq!(AccountName::parse("Chiave: 0a1b2c3d"), Err(LooksLikeApiKey));
    assert_eq!(AccountName::parse(&"x".repeat(64)), Err(TooLong));
    assert_eq!(AccountName::parse(&"0a".repeat(36)), Err(LooksLikeApiKey));
    assert!(AccountName::parse(&"x".repeat(63)).is_ok());
}

#[test]
fn a_url_of_an_allowed_domain_is_understood_with_its_domain() {
    let allowed = ["api-eu1.com", "crm.example", "eu.crm.example"]
        .map(|domain| ApiDomain::parse(domain).unwrap());
    let understand = |typed| AccountName::understand(typed, &allowed);
    for (typed, domain) in [
        ("https://Negozio.api-EU1.com/api/3", Some("api-eu1.com")),
        ("negozio.crm.example", Some("crm.example")),
        ("negozio.eu.crm.example", Some("eu.crm.example")),
        ("negozio.api-us1.com", None),
        ("negozio.activehosted.com", None),
        ("negozio", None),
    ] {
        let found = understand(typed).unwrap();
        assert_eq!(found.name.as_str(), "negozio", "{typed}");
        let remembered = found.api_domain.as_ref().map(ApiDomain::as_str);
        assert_eq!(remembered, domain, "{typed}");
    }
    for (typed, reason) in [
        ("api-eu1.com", FieldCode::NameMissing),
        ("a.b.api-eu1.com", FieldCode::OtherSite),
        ("negozio.api-ca1.com", FieldCode::ApiHostNotEnabled),
        ("negozio.api-eu1.com.evil.example", FieldCode::OtherSite),
        ("https://negozio.api-eu1.com:8443", FieldCode::Port),
        ("https://a@negozio.api-eu1.com", FieldCode::UserPart),
    ] {
        assert_eq!(understand(typed), Err(reason), "{typed}");
    }
}
