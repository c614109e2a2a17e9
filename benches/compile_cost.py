#!/usr/bin/env python3
"""What a widget costs the compiler: `cargo check` of a generated flow, against an empty crate.

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

# One question: asked, checked, counted, remembered, handed to a function, confirmed. Eight widgets.
QUESTION = """
    send_and_wait_for_reply ask_{i} {{
        body: "Question {i}, {{{{contact.channel.address}}}}: yes or no?",
        timeout: {timeout},

        incoming_message => check_{i},
        timeout | delivery_failure => explain_{i},
    }}

    split_based_on check_{i} {{
        input: "{{{{widgets.ask_{i}.inbound.Body}}}}",

        /// Agreed to {i}
        {agreed} => remember_{i},
        matches_any_of("no", "nope {i}") => explain_{i},
        _ => count_{i},
    }}

    set_variables count_{i} {{
        variables: {{ tries_{i}: "{{{{flow.variables.tries_{i} | default: 0 | plus: 1}}}}" }},

        next => again_{i},
    }}

    split_based_on again_{i} {{
        input: "{{{{flow.variables.tries_{i}}}}}",

        less_than("3") => ask_{i},
        _ => explain_{i},
    }}

    set_variables remember_{i} {{
        variables: {{ answer_{i}: "{{{{widgets.ask_{i}.inbound.Body | strip | downcase}}}}", asked: {i} }},

        next => call_{i},
    }}

    run_function call_{i} {{
        {function}

        success => confirm_{i},
        fail => apologise,
    }}

    send_message confirm_{i} {{
        body: "{{% if flow.variables.asked > 1 %}}Again noted{{% else %}}Noted{{% endif %}}: {{{{flow.variables.answer_{i}}}}}",

        sent => {next},
        failed => apologise,
    }}

    send_message explain_{i} {{
        body: "Question {i} stays open, {{{{contact.channel.address}}}}.",

        _ => {next},
    }}
"""

TYPED = """function: AddParticipant {{
            conversation_sid: "{{{{trigger.conversation.ConversationSid}}}}",
            address: "{{{{flow.variables.answer_{i}}}}}",
        }},"""

ELSEWHERE = """url: "https://example.com/answers/{i}",
        parameters: {{ answer: "{{{{flow.variables.answer_{i}}}}}", question: "{i}" }},"""

MESSAGE = """
    send_message {name} {{
        body: "{text}, {{{{contact.channel.address}}}}.",

        _ => {next},
    }}
"""


def question(i, next_widget):
    return QUESTION.format(
        i=i,
        timeout=60 + i,
        agreed=f'regex("(yes|ok) {i}[.!]?")' if i % 10 == 0 else f'equal_to("yes {i}")',
        function=(TYPED if i % 2 else ELSEWHERE).format(i=i),
        next=next_widget,
    )


def flow(widgets):
    """A flow of so many widgets, all of them reached: questions, and messages to fill up."""
    questions = (widgets - 2) // 8
    goodbyes = widgets - 2 - 8 * questions
    names = [f"ask_{i}" for i in range(questions)] + [f"goodbye_{i}" for i in range(goodbyes)] + ["end"]
    parts = [f"\n    trigger {{\n        incoming_conversation_message => {names[0]},\n    }}\n"]
    parts += [question(i, names[i + 1]) for i in range(questions)]
    for i in range(goodbyes):
        parts.append(MESSAGE.format(name=f"goodbye_{i}", text=f"Goodbye {i}", next=names[questions + i + 1]))
    parts.append(MESSAGE.format(name="apologise", text="That did not work", next="end"))
    return "pub flow Survey {" + "".join(parts) + "}\n"


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
