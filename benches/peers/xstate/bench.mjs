// The turn of `Desk` (benches/src/lib.rs) in XState: a reply is tested, a variable is set, a message
// is made, and the machine waits again. Nothing is rendered, kept or sent: the least it can do.
import { assign, createActor, initialTransition, setup, transition } from "xstate";

const machine = setup({ types: { context: {}, events: {} } }).createMachine({
  initial: "ask",
  context: { inbound: "", topic: "", outbound: "" },
  states: {
    ask: {
      on: { reply: { target: "check", actions: assign({ inbound: ({ event }) => event.body }) } },
    },
    check: {
      always: [
        {
          guard: ({ context }) => context.inbound.trim().toLowerCase() === "support",
          target: "remember",
        },
        { target: "end" },
      ],
    },
    remember: {
      always: { target: "confirm", actions: assign({ topic: "support" }) },
    },
    confirm: {
      always: { target: "ask", actions: assign({ outbound: "Somebody will be with you." }) },
    },
    end: { type: "final" },
  },
});

const ROUNDS = 5;
const SECONDS = 1;
const reply = { type: "reply", body: "Support" };

function actor() {
  const running = createActor(machine).start();
  return () => running.send(reply);
}

function pure() {
  let [state] = initialTransition(machine);
  return () => {
    [state] = transition(machine, state, reply);
  };
}

function rate(turn) {
  const began = performance.now();
  let turns = 0;
  while (performance.now() - began < SECONDS * 1000) {
    for (let n = 0; n < 100; n++) turn();
    turns += 100;
  }
  return (turns * 1000) / (performance.now() - began);
}

const kinds = { "actor.send": actor(), transition: pure() };
const rates = Object.fromEntries(Object.keys(kinds).map((kind) => [kind, []]));
for (let round = 0; round < ROUNDS; round++) {
  for (const [kind, turn] of Object.entries(kinds)) rates[kind].push(rate(turn));
}
for (const [kind, of] of Object.entries(rates)) {
  const sorted = of.sort((a, b) => a - b).map((rate) => Math.round(rate));
  const median = sorted[Math.floor(ROUNDS / 2)];
  console.log(`XState ${kind}: ${median} turns/s (${sorted[0]}–${sorted[ROUNDS - 1]})`);
}
