//! Ready-made functions: what a flow commonly does to its own conversation.

use flow_model::Text;
use serde::Serialize;

use crate::conversation::Who;
use crate::function::{
    Address, ConversationSid, Function, FunctionContext, FunctionError, FunctionOutput,
    FunctionParameters,
};

/// Adds one person to the conversation by their address on a channel.
///
/// Fails with Twilio's code 50416 where they are there already and this call did not add them.
#[derive(Clone, Debug, FunctionParameters)]
pub struct AddParticipant {
    /// The conversation of the flow: `{{trigger.conversation.ConversationSid}}`.
    pub conversation_sid: ConversationSid,
    /// Theirs, e.g. `+15557770100`.
    pub address: Address,
    /// Ours, through which they are reached, where the channel has one.
    pub proxy_address: Option<Address>,
}

/// What [`AddParticipant`] returns.
#[derive(Clone, Debug, PartialEq, Serialize, FunctionOutput)]
pub struct ParticipantAdded {
    /// `MB` + 32 hex digits.
    pub participant_sid: Text,
    /// The conversation.
    pub conversation_sid: ConversationSid,
    /// Their address.
    pub address: Address,
}

// Of a type that is no function rustc would list them all.
#[diagnostic::do_not_recommend]
impl Function for AddParticipant {
    type Output = ParticipantAdded;

    async fn call(self, cx: &FunctionContext) -> Result<ParticipantAdded, FunctionError> {
        check(&self.conversation_sid, cx)?;
        let who = Who::Address {
            address: self.address.clone().into(),
            proxy_address: self.proxy_address.map(Into::into),
        };
        let participant = cx.add_participant(who).await?;
        Ok(ParticipantAdded {
            participant_sid: participant.sid,
            conversation_sid: self.conversation_sid,
            address: self.address,
        })
    }
}

/// Takes one person out of the conversation; somebody who is not there is success.
#[derive(Clone, Debug, FunctionParameters)]
pub struct RemoveParticipant {
    /// The conversation of the flow: `{{trigger.conversation.ConversationSid}}`.
    pub conversation_sid: ConversationSid,
    /// Their address, or the identity of a chat user.
    pub address: Address,
}

#[diagnostic::do_not_recommend]
impl Function for RemoveParticipant {
    type Output = ();

    async fn call(self, cx: &FunctionContext) -> Result<(), FunctionError> {
        check(&self.conversation_sid, cx)?;
        cx.remove_participant(self.address).await
    }
}

/// Leaves the conversation to people: the execution goes on to its end, and later messages start
/// nothing.
#[derive(Clone, Copy, Debug, FunctionParameters)]
pub struct HandOver;

#[diagnostic::do_not_recommend]
impl Function for HandOver {
    type Output = ();

    async fn call(self, cx: &FunctionContext) -> Result<(), FunctionError> {
        cx.hand_over().await
    }
}

/// Closes the conversation: nothing can be written any more. Closing twice is success.
#[derive(Clone, Copy, Debug, FunctionParameters)]
pub struct CloseConversation;

#[diagnostic::do_not_recommend]
impl Function for CloseConversation {
    type Output = ();

    async fn call(self, cx: &FunctionContext) -> Result<(), FunctionError> {
        cx.close().await
    }
}

/// Twilio's code for what does not exist.
const NOT_FOUND: u32 = 20404;

/// A function reaches no conversation but the one its flow runs in.
fn check(given: &ConversationSid, cx: &FunctionContext) -> Result<(), FunctionError> {
    let own = cx.conversation_sid();
    if given.as_str() == own {
        return Ok(());
    }
    let message = format!(
        "`conversation_sid` is {given}, and the flow runs in {own}: give it \
         `{{{{trigger.conversation.ConversationSid}}}}`"
    );
    Err(FunctionError::new(message).with_code(NOT_FOUND))
}
