//! What every host promises, as one list of tests that each of them passes: in memory, in a file, and
//! in a process of its own. `host` says what a host must be able to do to be tested.
//!
//! In memory and in a file time is virtual, and a month takes no longer than a second; in a process
//! time is the machine's. What a host cannot do, its tests say and pass by. `program` has what only a
//! process can show.
//!
//! Not here, because an embedded conversation has none of it: signed or malformed webhooks, gaps in
//! the channel's Index, messages that the channel accepts late, twice or not at all, receipts, and
//! catching up with a channel. Its messages are rows of the very commit that moves the flow.
//!
//! Not here, because it is tested below every host: the limits of an execution and the failures of
//! subflows (`flow-runtime/tests/driver`), a function's output that changed and the rest of the rule
//! of carrying over (`flow-runtime/tests/local/versions.rs`), a clock that somebody sets and the panic
//! of a driver (`host/local/tests.rs`), every fault at every point (`flow-runtime/tests/faults`), and
//! the kill at any instant (`tests/kill`).
#![cfg(unix)]

mod acceptance;
mod effects;
mod executions;
mod faults;
mod host;
mod local;
mod looking_in;
mod order;
mod process;
mod program;
mod queue;
mod time;
mod versions;

/// Makes a test of each name of each group, for each host.
macro_rules! every_host {
    ($groups:tt) => {
        every_host! { in_memory = crate::local::in_memory; $groups }
        every_host! { in_a_file = crate::local::in_a_file; $groups }
        every_host! { in_a_process = crate::process::in_a_process; $groups }
    };
    ($host:ident = $run:path; { $($group:ident { $($test:ident)* })* }) => {
        mod $host {
            $(mod $group {
                $(#[test]
                fn $test() {
                    $run(crate::$group::$test);
                })*
            })*
        }
    };
}

every_host! {{
    acceptance {
        a_fresh_message_moves_the_flow
        a_duplicate_gets_the_same_answer_and_changes_nothing
        concurrent_duplicates_move_the_flow_once
        a_duplicate_is_known_after_a_restart_and_after_the_end
        a_duplicate_of_what_is_queued_is_known
        a_full_queue_refuses_and_writes_nothing
        a_caller_that_goes_away_cancels_nothing
        whoever_is_no_participant_is_refused
    }
    order {
        messages_of_a_conversation_are_taken_one_at_a_time
        a_slow_conversation_delays_no_other
        a_flooded_conversation_delays_no_other
        two_flows_at_one_address_hear_each_message
    }
    queue {
        early_messages_are_taken_in_order
        what_is_left_when_an_execution_ends_starts_the_next
        a_hand_over_empties_it
        closing_empties_it
        it_outlives_a_kill
    }
    time {
        nobody_answers_and_the_time_runs_out
        a_reply_in_time_disarms_the_timer
        a_reply_after_it_starts_anew
        a_timer_that_fell_due_while_the_host_was_down_fires_once
        an_execution_lives_thirty_days
    }
    effects {
        a_function_answers
        a_function_fails
        a_function_panics
        a_function_takes_longer_than_it_may
        a_call_that_is_interrupted_is_made_three_times_in_all
        what_a_function_did_before_the_kill_is_done_once
        a_function_that_ends_the_process_fails_after_three_attempts
        a_function_hands_over
    }
    executions {
        one_is_active_in_a_conversation
        anybody_in_the_conversation_moves_it
        whoever_left_is_heard_no_more
        a_subflow_asks_and_gives_back
        a_state_that_grows_too_large_ends_it
        closing_ends_it
    }
    versions {
        the_same_program_goes_on
        a_changed_program_carries_on_and_so_does_the_one_before
        a_program_that_cannot_go_on_holds_and_the_next_lets_go
        a_subflow_that_changed_holds_its_parent
    }
    faults {
        a_kill_while_it_recovers_changes_nothing
        a_second_opening_is_refused_by_name
        where_locks_do_not_work_the_first_writes_nothing_more
        a_damaged_page_is_told_and_nothing_is_written
        somebody_elses_write_is_waited_for_and_changes_nothing
        somebody_who_reads_for_long_delays_nobody
        closing_finishes_what_is_under_way
    }
    looking_in {
        whoever_looks_sees_whole_commits
        a_conversation_can_be_looked_at_during_a_turn
        the_log_outlives_a_kill
        a_recorded_conversation_takes_the_same_turns
    }
}}
