use super::*;

fn key(byte: u8) -> SecretText {
    STANDARD.encode([byte; 32]).into()
}

fn account(id: &str) -> AccountId {
    AccountId::parse(id).unwrap()
}

#[test]
fn a_sealed_key_opens_at_its_own_account_only() {
    let keyring = Keyring::new(&key(1), None).unwrap();
    let (shop, other) = (
        SiteId::parse("shop").unwrap(),
        SiteId::parse("sho").unwrap(),
    );
    let api_key = ApiKey::parse("0123456789").unwrap();
    let sealed = keyring.seal(&api_key, &shop, &account("a")).unwrap();

    assert_eq!(keyring.open(&sealed, &shop, &account("a")), Ok(api_key));
    for (site, id) in [(&shop, "b"), (&other, "a"), (&other, "pa")] {
        let opened = keyring.open(&sealed, site, &account(id));
        assert_eq!(opened, Err(OpenError::Altered));
    }
}

#[test]
fn the_same_key_never_seals_to_the_same_bytes() {
    let keyring = Keyring::new(&key(1), None).unwrap();
    let site = SiteId::parse("shop").unwrap();
    let api_key = ApiKey::parse("0123456789").unwrap();
    let seal = || keyring.seal(&api_key, &site, &account("a")).unwrap().bytes;
    assert_ne!(seal(), seal());
}

#[test]
fn the_key_before_still_opens_and_a_third_does_not() {
    let canary = Keyring::new(&key(1), None).unwrap().canary().unwrap();
    let rotating = Keyring::new(&key(2), Some(&key(1))).unwrap();
    assert_eq!(rotating.recognise(&canary), Ok(()));
    let stranger = Keyring::new(&key(3), None).unwrap();
    assert_eq!(stranger.recognise(&canary), Err(OpenError::UnknownKey));
}

#[test]
fn what_is_no_key_of_32_bytes_is_refused() {
    for wrong in ["", "abc", "not base64!", &STANDARD.encode([0; 31])] {
        assert!(Keyring::new(&wrong.into(), None).is_err(), "{wrong}");
    }
}
