use std::{
    net::{IpAddr, Ipv4Addr, UdpSocket},
    thread,
    time::Duration,
};

use hickory_resolver::{
    Name as DomainName,
    config::{NameServerConfigGroup, ResolverConfig},
    name_server::TokioConnectionProvider,
    proto::{
        op::{Message, MessageType},
        rr::{RData, Record, RecordType},
    },
};
use tokio::{runtime::Builder, task::spawn_blocking, time::timeout};

use super::{system::adjust, *};

/// A name server that responds to every query with `code`, and has an address for
/// `www.example.com`.
fn name_server(code: ResponseCode) -> u16 {
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = socket.local_addr().unwrap().port();
    thread::spawn(move || {
        let mut bytes = [0; 512];
        while let Ok((length, client)) = socket.recv_from(&mut bytes) {
            let asked = Message::from_vec(&bytes[..length]).unwrap();
            let question = asked.queries()[0].clone();
            let mut answer = Message::new();
            answer.set_id(asked.id());
            answer.set_message_type(MessageType::Response);
            answer.set_response_code(code);
            let www: DomainName = "www.example.com.".parse().unwrap();
            if *question.name() == www && question.query_type() == RecordType::A {
                let address = RData::A(Ipv4Addr::new(192, 0, 2, 1).into());
                answer.add_answer(Record::from_rdata(www, 60, address));
            }
            answer.add_query(question);
            let _ = socket.send_to(&answer.to_vec().unwrap(), client);
        }
    });
    port
}

fn resolver(port: u16) -> TokioResolver {
    let addresses = [IpAddr::from(Ipv4Addr::LOCALHOST)];
    let servers = NameServerConfigGroup::from_ips_clear(&addresses, port, true);
    let config = ResolverConfig::from_parts(None, vec!["search.test.".parse().unwrap()], servers);
    let provider = TokioConnectionProvider::default();
    let mut builder = TokioResolver::builder_with_config(config, provider);
    adjust(builder.options_mut());
    builder.options_mut().timeout = Duration::from_millis(500);
    builder.build()
}

async fn fails_as_not_found(port: u16) -> bool {
    let found = look_up(&resolver(port), "negozio.example.com").await;
    found.unwrap_err().is::<HostNotFound>()
}

#[tokio::test]
async fn only_nxdomain_or_no_addresses_count_as_host_not_found() {
    assert!(fails_as_not_found(name_server(ResponseCode::NXDomain)).await);
    let without_addresses = name_server(ResponseCode::NoError);
    assert!(fails_as_not_found(without_addresses).await);
    assert!(!fails_as_not_found(name_server(ResponseCode::ServFail)).await);
    assert!(!fails_as_not_found(name_server(ResponseCode::Refused)).await);
    let silent = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    assert!(!fails_as_not_found(silent.local_addr().unwrap().port()).await);
}

#[tokio::test]
async fn a_name_has_the_addresses_that_the_name_server_gives() {
    let port = name_server(ResponseCode::NoError);
    let found = look_up(&resolver(port), "www.example.com").await.unwrap();
    let found: Vec<String> = found.map(|address| address.to_string()).collect();
    assert_eq!(found, ["192.0.2.1:0"]);
}

#[tokio::test]
async fn names_of_etc_hosts_are_resolved() {
    let resolver = SystemResolver::default().get();
    let found: Vec<SocketAddr> = look_up(&resolver, "localhost").await.unwrap().collect();
    assert!(
        found.iter().all(|address| address.ip().is_loopback()),
        "{found:?}"
    );
    assert!(!found.is_empty());
}

#[test]
fn a_silent_name_server_blocks_no_thread_that_reads_files() {
    let runtime = Builder::new_multi_thread()
        .worker_threads(1)
        .max_blocking_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let silent = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let resolver = resolver(silent.local_addr().unwrap().port());
    runtime.block_on(async {
        for number in 0..100 {
            let resolver = resolver.clone();
            let host = format!("shop-{number}.example.com");
            tokio::spawn(async move { look_up(&resolver, &host).await.map(|_| ()) });
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
        let file = spawn_blocking(|| ());
        let read = timeout(Duration::from_millis(300), file).await;
        assert!(read.is_ok(), "the file was not read in time");
    });
}
