#!/usr/bin/env python3
"""What a widget costs the compiler: `cargo check` of a generated flow of all kinds, against an empty crate.

    benches/compile_cost.py                 1,000 widgets, best and median of 7 runs
    benches/compile_cost.py -w 200 -r 3     200 widgets, 3 runs
    benches/compile_cost.py --limit 0.5     fails if a widget costs more milliseconds of CPU
    benches/compile_cost.py --expansion     also measures the expansion, and that two are the same

Both crates depend on flow-runtime alone and are built in target/compile-cost, in the dev profile
and without incremental compilation. CPU seconds are the steadier figure on a busy machine: they
count rustc and cargo, all threads. Needs Python 3.9 and a Unix, and nothing besides cargo.
"""

import argparse
import os
import pathlib
import re
import resource
import shutil
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
WORK = ROOT / "target" / "compile-cost"

# What every widget says or is given: two templates.
CHAIN = [
    # (kind, properties, events that lead on, events that lead to `apologise`)
    ("send_and_wait_for_reply", 'body: "Question {i}, {{{{contact.channel.address}}}}: yes or no?",\n        attributes: "{{{{flow.variables.seen | to_json}}}}",\n        timeout: {seconds},', "incoming_message", "timeout | delivery_failure"),
    ("split_based_on", 'input: "{{{{widgets.send_and_wait_for_reply_{i}.inbound.Body | strip}}}}",', '{agreed}', 'equal_to("{{{{flow.variables.no | default: \'no\'}}}}") | matches_any_of("nope", "never {i}") | _'),
    ("set_variables", 'variables: {{ seen: "{{{{flow.variables.seen | plus: 1}}}}", answer: "{{{{widgets.send_and_wait_for_reply_{i}.inbound.Body | downcase}}}}" }},', "next", None),
    ("run_function", '{function}', "success", "fail"),
    ("make_http_request", 'method: "POST",\n        url: "https://example.com/{{{{flow.variables.answer | url_encode}}}}",\n        body: "{{\\"answer\\": {{{{flow.variables.answer | to_json}}}}}}",', "success", "failed"),
    ("run_subflow", 'flow_sid: "FW0123456789abcdef0123456789abcdef",\n        parameters: {{ answer: "{{{{flow.variables.answer}}}}", seen: json("{{{{flow.variables.seen | to_json}}}}") }},', "completed", "failed"),
    ("send_message", 'body: "{{% if flow.variables.seen > 1 %}}Again noted{{% else %}}Noted{{% endif %}}: {{{{flow.variables.answer}}}}",\n        media_url: "{{{{widgets.run_function_{i}.body}}}}",', "sent", "failed"),
    ("say_play", 'say: "Hello {{{{contact.channel.address}}}}, this is {i}",\n        voice: "{{{{flow.variables.voice | default: \'alice\'}}}}",', "audio_complete", None),
    ("gather_input_on_call", 'say: "Press {i}, {{{{contact.channel.address}}}}",\n        hints: "{{{{flow.variables.answer}}}}, yes",\n        timeout: 7,', "keypress | speech", "timeout"),
    ("connect_call_to", 'noun: "number",\n        to: "{{{{flow.variables.answer}}}}",\n        caller_id: "{{{{flow.channel.address}}}}",', "call_completed", "hangup"),
    ("make_outgoing_call_v2", 'to: "{{{{flow.variables.answer}}}}",\n        send_digits: "{{{{flow.variables.seen}}}}",', "answered", "busy | no_answer | failed"),
    ("record_voicemail", 'transcription_callback_url: "https://example.com/{{{{flow.sid}}}}",\n        finish_on_key: "{{{{flow.variables.key | default: \'#\'}}}}",', "recording_complete", "no_audio | hangup"),
    ("record_call", 'record_call: true,\n        recording_status_callback: "https://example.com/{{{{flow.sid}}}}/{{{{flow.flow_sid}}}}",', "success", "failed"),
    ("enqueue_call", 'queue_name: "{{{{flow.variables.answer}}}}",\n        task_attributes: "{{\\"seen\\": {{{{flow.variables.seen}}}}}}",', "call_complete", "failed_to_enqueue | call_failure"),
    ("capture_payments", 'payment_amount: "{{{{flow.variables.seen}}}}",\n        description: "Question {i}, {{{{flow.variables.answer}}}}",', "success", "_"),
    ("fork_stream", 'stream_action: "start",\n        stream_name: "{{{{flow.sid}}}}-{i}",\n        stream_url: "wss://example.com/{{{{flow.variables.answer}}}}",', "next", None),
    ("add_twiml_redirect", 'url: "https://example.com/{{{{flow.variables.answer}}}}?seen={{{{flow.variables.seen}}}}",\n        timeout: {seconds},', "return", "timeout | fail"),
    ("connect_virtual_agent_v2", 'connector_name: "{{{{flow.variables.answer}}}}",\n        parameters: {{ question: "{{{{flow.variables.seen}}}}" }},', "completed", "_"),
    ("run_conversation_relay", 'url: "wss://example.com/{i}",\n        welcome_greeting: "Hello {{{{contact.channel.address}}}}",\n        parameters: {{ answer: "{{{{flow.variables.answer}}}}" }},', "success", "failed"),
    ("send_to_flex", 'workflow: "WW0123456789abcdef0123456789abcdef",\n        channel: "TC0123456789abcdef0123456789abcdef",\n        attributes: "{{\\"name\\": \\"{{{{flow.variables.answer}}}}\\", \\"seen\\": {{{{flow.variables.seen}}}}}}",', "call_complete", "failed_to_enqueue | call_failure"),
]

TYPED = """function: AddParticipant {{
            conversation_sid: "{{{{trigger.conversation.ConversationSid}}}}",
            address: "{{{{flow.variables.answer}}}}",
        }},"""

ELSEWHERE = """url: "https://example.com/answers/{{{{flow.sid}}}}",
        parameters: {{ answer: "{{{{flow.variables.answer}}}}", question: "{i}" }},"""

WIDGET = """
    {kind} {kind}_{i} {{
        {properties}

        {arms}
    }}
"""

MESSAGE = """
    send_message {name} {{
        body: "{text}, {{{{contact.channel.address}}}}.",

        _ => {next},
    }}
"""


def widget(n, after):
    """Widget n of the chain, which goes on to the one of that name."""
    i, place = divmod(n, len(CHAIN))
    kind, properties, on, off = CHAIN[place]
    values = {
        "i": i,
        "seconds": 60 + i,
        "agreed": f'regex("(yes|ok) {i}[.!]?")' if i % 10 == 0 else f'equal_to("yes {i}")',
        "function": (TYPED if i % 2 else ELSEWHERE).format(i=i),
    }
    arms = [f"{on.format(**values)} => {after},"]
    if off:
        arms.append(f"{off.format(**values)} => apologise,")
    return WIDGET.format(i=i, kind=kind, properties=properties.format(**values), arms="\n        ".join(arms))


def name(n):
    i, place = divmod(n, len(CHAIN))
    return f"{CHAIN[place][0]}_{i}"


def flow(widgets):
    """A flow of so many widgets of all kinds, all of them reached, each with two templates."""
    count = widgets - 2
    lints = "#[allow(unknown_variable)]\n"
    parts = [f"\n    trigger {{\n        incoming_conversation_message => {name(0)},\n    }}\n"]
    parts += [widget(n, name(n + 1) if n + 1 < count else "apologise") for n in range(count)]
    parts.append(MESSAGE.format(name="apologise", text="That did not work", next="end"))
    return lints + "pub flow Survey {" + "".join(parts) + "}\n"


def crate(name, source):
    folder = WORK / name
    (folder / "src").mkdir(parents=True, exist_ok=True)
    (folder / "Cargo.toml").write_text(
        f'[package]\nname = "{name}"\nversion = "0.0.0"\nedition = "2024"\npublish = false\n\n'
        f'[dependencies]\nflow-runtime = {{ path = "{ROOT / "flow-runtime"}" }}\n\n[workspace]\n'
    )
    if not (folder / "Cargo.lock").exists():
        shutil.copy(ROOT / "Cargo.lock", folder / "Cargo.lock")
    (folder / "src/lib.rs").write_text(source)
    return folder


def cargo(folder, *arguments, **environment):
    """Wall and CPU seconds of a cargo command on a crate whose source was touched, and its output."""
    os.utime(folder / "src/lib.rs")
    env = dict(os.environ, CARGO_TARGET_DIR=str(WORK / "target"), CARGO_INCREMENTAL="0", **environment)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run(["cargo", *arguments], cwd=folder, env=env, capture_output=True, text=True)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        sys.exit(f"cargo {' '.join(arguments)} failed in {folder}:\n{done.stderr[-4000:]}")
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def measure(crates, runs):
    """(wall, CPU) of every run of every crate; the crates take turns, so that load meets them alike."""
    results = {folder: [] for folder in crates}
    for folder in crates:
        cargo(folder, "check", "-q")
    for _ in range(runs):
        for folder in crates:
            results[folder].append(cargo(folder, "check", "-q")[:2])
    return results


def expansion(folder):
    """The expanded text of a crate; the wrapper lets a stable compiler print it."""
    wrapper = WORK / "rustc.sh"
    wrapper.write_text('#!/bin/sh\nRUSTC_BOOTSTRAP=1 exec "$@"\n')
    wrapper.chmod(0o755)
    arguments = ("rustc", "-q", "--profile", "check", "--", "-Zunpretty=expanded")
    return cargo(folder, *arguments, RUSTC_WORKSPACE_WRAPPER=str(wrapper))[2]


def report_expansion(empty, full, source, widgets):
    first, second = expansion(full), expansion(full)
    lines = len(first.splitlines()) - len(expansion(empty).splitlines())
    words = len(re.findall(r'"(?:[^"\\]|\\.)*"|\w+', re.sub(r"///.*", "", source)))
    print(f"expansion    {lines} lines for {words} words and {widgets} widgets; at most {words + 2 * widgets} allowed")
    print(f"             {'the same text twice' if first == second else 'TWO EXPANSIONS DIFFER'}")
    if first != second or lines > words + 2 * widgets:
        sys.exit(1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-w", "--widgets", type=int, default=1000)
    parser.add_argument("-r", "--runs", type=int, default=7)
    parser.add_argument("--limit", type=float, help="milliseconds of CPU a widget, at most")
    parser.add_argument("--expansion", action="store_true")
    options = parser.parse_args()
    if options.widgets < 10 or options.runs < 1:
        parser.error("at least 10 widgets and 1 run")

    source = flow(options.widgets)
    empty = crate("cost-empty", "#[allow(unused_imports)]\nuse flow_runtime::prelude::*;\n")
    full = crate("cost-flow", "use flow_runtime::prelude::*;\n\nflow! {\n" + source + "}\n")
    results = measure([empty, full], options.runs)
    cost = {}
    for number, unit in enumerate(("wall", "CPU")):
        for name, pick in (("best", min), ("median", statistics.median)):
            base, whole = (pick([run[number] for run in results[folder]]) for folder in (empty, full))
            cost[unit, name] = (whole - base) * 1000 / options.widgets
            print(f"{unit:4} {name:6}  empty {base:6.3f} s  flow {whole:6.3f} s  {cost[unit, name]:6.3f} ms a widget")
    if options.expansion:
        report_expansion(empty, full, source, options.widgets)
    if options.limit is not None and cost["CPU", "best"] > options.limit:
        sys.exit(f"a widget costs {cost['CPU', 'best']:.3f} ms, and {options.limit} ms is the limit")


if __name__ == "__main__":
    main()
