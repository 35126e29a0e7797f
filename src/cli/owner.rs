//! Who a run is for others that want to write.

use super::context::Context;
use crate::run::LeaseOptions;
use std::time::Duration;

/// This process, its machine and its user. `random` tells it apart from an earlier process of the same id.
pub fn of_this_process(context: &Context, random: u32) -> LeaseOptions {
    let pid = std::process::id();
    let user = ["USER", "LOGNAME", "USERNAME"]
        .iter()
        .find_map(|name| context.environment.get(name));
    let options = LeaseOptions {
        host: host(context),
        pid,
        process: format!("{pid}-{random:08x}"),
        user: user.unwrap_or("unknown").to_owned(),
        ..LeaseOptions::default()
    };
    match context.settings.lease_seconds {
        Some(seconds) => options.expiring_after(Duration::from_secs(seconds.into())),
        None => options,
    }
}

#[cfg(unix)]
fn host(_: &Context) -> String {
    let name = rustix::system::uname();
    name.nodename().to_string_lossy().into_owned()
}

#[cfg(not(unix))]
fn host(context: &Context) -> String {
    let name = context.environment.get("COMPUTERNAME");
    name.unwrap_or("unknown").to_owned()
}
