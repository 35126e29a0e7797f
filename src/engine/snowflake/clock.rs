//! A clock that goes on while the machine sleeps, as Snowflake's does. That of the standard library stands still meanwhile
//! on Linux and macOS: after a night in a bag a laptop would take a transaction for a minute old.

use std::time::Duration;

/// The time since some moment in the past, the same for the whole process.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
pub(super) fn passed() -> Duration {
    use rustix::time::{ClockId, clock_gettime};

    #[cfg(not(target_vendor = "apple"))]
    let clock = ClockId::Boottime;
    // On macOS it is this one that goes on.
    #[cfg(target_vendor = "apple")]
    let clock = ClockId::Monotonic;
    let time = clock_gettime(clock);
    let part = |number: i64| u64::try_from(number).unwrap_or_default();
    Duration::from_secs(part(time.tv_sec)) + Duration::from_nanos(part(time.tv_nsec))
}

/// The time since some moment in the past. Somebody may set this clock; whoever compares lets a step back count as nothing.
#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
pub(super) fn passed() -> Duration {
    use std::time::SystemTime;

    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    since.unwrap_or_default()
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use super::passed;

    /// `/proc/uptime` counts the time in which the machine slept. Where it never did, every clock passes: in a time
    /// namespace whose `CLOCK_BOOTTIME` was moved (`unshare --time --boottime 9999`) only the right one does.
    #[test]
    fn the_clock_counts_sleep() {
        let uptime = std::fs::read_to_string("/proc/uptime").unwrap();
        let uptime: f64 = uptime.split(' ').next().unwrap().parse().unwrap();
        assert!((passed().as_secs_f64() - uptime).abs() < 5.0);
    }
}
