//! The token of a session is good for an hour; its master token renews it, and itself, for four. Renewed in time, a session
//! with its temporary tables and its transaction lives as long as a run. Idle for longer than that, it is gone.

use reqwest::Method;
use serde_json::json;

use super::super::error::Failure;
use super::super::settings::Secret;
use super::super::shared::{Shared, Tokens};
use super::{address, ask};

/// Renews the session, unless it was renewed since `used` was its token.
pub(in crate::engine::snowflake) async fn renew(
    shared: &Shared,
    used: &Secret,
) -> Result<(), Failure> {
    let _turn = shared.renewal.lock().await;
    let tokens = shared.tokens().ok_or_else(|| Failure::SessionLost {
        reason: "it was never opened".into(),
    })?;
    if tokens.session.reveal() != used.reveal() {
        return Ok(());
    }
    let body = json!({ "oldSessionToken": used.reveal(), "requestType": "RENEW" });
    let request = ask::own(
        shared,
        Method::POST,
        address::RENEWAL,
        &tokens.master,
        Some(&body),
    )?;
    let answer = ask::send(shared, request).await?;
    match (answer.is_success, answer.text("sessionToken")) {
        (true, Some(session)) => {
            tracing::debug!("session renewed");
            shared.set_tokens(Tokens {
                session: Secret::new(session),
                master: answer
                    .text("masterToken")
                    .map_or(tokens.master, Secret::new),
            });
            Ok(())
        }
        _ => Err(answer.renewal_failure()),
    }
}
