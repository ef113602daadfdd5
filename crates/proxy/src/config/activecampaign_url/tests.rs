use super::*;

fn resource(template: &str, account: &str) -> Option<String> {
    let template: ActiveCampaignUrl = template.parse().unwrap();
    let account = AccountName::parse(account).unwrap();
    template
        .resource(&account, &["users", "me"])
        .map(String::from)
}

#[test]
fn the_account_name_becomes_a_label_of_the_host_or_a_segment_of_the_path() {
    for (template, expected) in [
        (
            ActiveCampaignUrl::DEFAULT,
            "https://shop.api-us1.com/api/3/users/me",
        ),
        (
            "http://127.0.0.1:9000/{account}",
            "http://127.0.0.1:9000/shop/api/3/users/me",
        ),
        (
            "http://[::1]:9000/a/{account}/b/",
            "http://[::1]:9000/a/shop/b/api/3/users/me",
        ),
        (
            "https://{account}.eu.example.com:8443/x",
            "https://shop.eu.example.com:8443/x/api/3/users/me",
        ),
    ] {
        assert_eq!(resource(template, "shop").as_deref(), Some(expected));
    }
}

#[test]
fn an_account_s_own_domain_takes_the_place_of_the_template_s() {
    for (template, expected) in [
        (ActiveCampaignUrl::DEFAULT, "https://shop.api-eu1.com/x"),
        (
            "http://a.{account}.example.com:8443/api-us1.com",
            "http://a.shop.api-eu1.com:8443/api-us1.com/x",
        ),
        (
            "http://127.0.0.1:9000/{account}",
            "http://127.0.0.1:9000/shop/x",
        ),
    ] {
        let template: ActiveCampaignUrl = template.parse().unwrap();
        let template = template.at(&ApiDomain::parse("api-eu1.com").unwrap());
        let account = AccountName::parse("shop").unwrap();
        let url = template.page(&account, &["x"]).map(String::from);
        assert_eq!(url.as_deref(), Some(expected));
    }
}

#[test]
fn a_template_that_could_lead_elsewhere_is_refused() {
    for template in [
        "",
        "https://api-us1.com",
        "https://{account}",
        "https://{account}/",
        "http://{account}:9000",
        "https://{account}.1",
        "https://www.{account}",
        "https://{account}api-us1.com",
        "https://{account}@example.com",
        "https://example.com/?a={account}",
        "https://example.com/#{account}",
        "https://example.com/x{account}",
        "https://{account}.example.com/{account}",
        "ftp://{account}.example.com",
        "{account}.api-us1.com",
    ] {
        assert!(
            template.parse::<ActiveCampaignUrl>().is_err(),
            "{template} was accepted"
        );
    }
}

#[test]
fn a_label_that_no_host_can_have_leads_nowhere() {
    assert_eq!(resource(ActiveCampaignUrl::DEFAULT, "xn--a"), None);
}
