//! sizes
use std::future::IntoFuture;
fn main() {
    let client = hellodialog::Client::builder("k").base_url("http://127.0.0.1:1").build().unwrap();
    let call = client.contacts().get(hellodialog::types::ContactId::new(1));
    println!("call {}", std::mem::size_of_val(&call));
    let f = call.into_future();
    println!("future {}", std::mem::size_of_val(&*f));
    println!("contact {}", std::mem::size_of::<hellodialog::types::Contact>());
    println!("request {} response {}", std::mem::size_of::<reqwest::Request>(), std::mem::size_of::<reqwest::Response>());
    let h = reqwest::Client::new();
    let f = async { h.get("x").send().await.unwrap().json::<hellodialog::types::Contact>().await };
    println!("hand {}", std::mem::size_of_val(&f));
}
