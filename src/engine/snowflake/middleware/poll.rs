//! A statement that takes longer than the server likes to hold a connection open: the answer says where to ask for the
//! result, and so does the next one, until it is there. That goes on for as long as the statement runs; what limits it is
//! the target's time-out, and an interrupt.

use std::time::{Duration, Instant};

use reqwest::Method;
use tokio::time::sleep;

use super::super::error::Failure;
use super::super::shared::Shared;
use super::answer::{self, Answer};
use super::{ask, renew};

/// The server holds a question for up to 45 seconds. Where it does not, fsc waits in its place, longer each time.
const QUICK: Duration = Duration::from_millis(500);
const FIRST_PAUSE: Duration = Duration::from_millis(20);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// How often in a row a token may turn out to be expired.
pub(super) const RENEWALS: u32 = 3;

/// Asks until the statement has ended.
pub(super) async fn until_done(shared: &Shared, first: Answer) -> Result<Answer, Failure> {
    let mut answer = first;
    let mut place = result_place(&answer)?;
    let mut pause = FIRST_PAUSE;
    let mut renewals = 0;
    loop {
        let asked = Instant::now();
        let token = ask::session_token(shared)?;
        let request = ask::own(shared, Method::GET, &place, &token, None)?;
        answer = ask::send(shared, request).await?;
        shared.hear()?;
        if answer.code == answer::EXPIRED && renewals < RENEWALS {
            renewals += 1;
            renew::renew(shared, &token).await?;
            continue;
        }
        renewals = 0;
        if !answer.is_in_progress() {
            return Ok(answer);
        }
        if let Some(next) = answer.text("getResultUrl") {
            place = next;
        }
        if asked.elapsed() < QUICK {
            sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }
}

fn result_place(answer: &Answer) -> Result<String, Failure> {
    answer
        .text("getResultUrl")
        .ok_or_else(|| Failure::Nonsense {
            what: "a statement",
            problem: "the statement runs, and where its result will be is not said".into(),
        })
}
