//! The examples on the embedded target, stopped anywhere: killed at statement boundaries and at random moments, refused
//! single statements, left without room on the disk. The same is then run again, and the whole store equals that of a run
//! that nothing disturbed.
//!
//! What a kill leaves is what stands in the database's files at that moment: what a process has written is the operating
//! system's, and stays when the process goes. So most kills are copies of these files, taken while the process stands still;
//! each copy is opened, run on and compared as if it were what a killed process left. A sample is killed indeed.
//!
//! The examples are cut to a few days and keys, so that hundreds of runs stay cheap.

#![expect(clippy::print_stdout, reason = "how many points were tried")]

mod boundaries;
mod disk;
#[cfg(unix)]
mod disk_full;
mod errors;
mod example;
#[cfg(unix)]
mod moments;
mod store;
mod watched;

/// Numbers from a seed: splitmix64, <https://prng.di.unimi.it/splitmix64.c>.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    }
}
