// The page of the expense audit. What comes from model, program and tools is only ever shown as text.
import { readEvents } from "./events.js";

const byId = (id) => document.getElementById(id);
const page = Object.fromEntries(
  ["form", "question", "compare", "ask", "stop", "status", "failure", "setup", "program", "program-note", "calls",
    "calls-note", "calls-empty", "output", "output-note", "answer", "verdict", "saving", "tokens-note"]
    .map((id) => [id, byId(id)]));
const arms = Object.fromEntries(
  [...document.querySelectorAll(".arm")].map((element) => [element.dataset.arm, element]));

let run = null; // the one that is shown

// ---- asking -------------------------------------------------------------------------------------------------------

page.form.addEventListener("submit", (submit) => {
  submit.preventDefault();
  if (run === null || run.over) {
    ask();
  }
});
page.stop.addEventListener("click", () => run?.abort.abort());

async function ask() {
  const current = { abort: new AbortController(), over: false, ended: false, calls: new Map(), tokens: {} };
  run = current;
  clear();
  busy(true);
  say("The model is writing a program …");
  try {
    const response = await fetch("audit", {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "text/event-stream" },
      body: JSON.stringify({ question: page.question.value, compare: page.compare.checked }),
      signal: current.abort.signal,
    });
    if (!response.ok) {
      throw new Error(await response.text() || `The application answered with status ${response.status}.`);
    }
    await readEvents(response.body, (name, data) => handlers[name]?.(data));
    if (!current.ended) {
      throw new TypeError("ended early");
    }
  } catch (error) {
    show(error, current);
  } finally {
    current.over = true;
    stopGrowing();
    busy(false);
  }
}

function show(error, current) {
  if (current.abort.signal.aborted) {
    say("Stopped.");
  } else if (error instanceof TypeError) {
    // A question may cost money, so nothing is asked again unasked.
    fail("The connection was lost, and with it this run. Is the application still running? Then ask again.");
  } else {
    fail(error.message);
  }
}

const handlers = {
  "program-part": ({ text }) => {
    write(text);
    say("The model is writing a program …");
  },
  program: ({ number, code }) => {
    // As it runs, whatever was shown of it before.
    page.program.textContent = code;
    page.program.classList.remove("writing");
    page.program.scrollTop = 0;
    run.written = "whole";
    page["program-note"].textContent = number > 1 ? `number ${number} of this question` : "";
    page.calls.replaceChildren();
    page.output.replaceChildren();
    page["output-note"].textContent = "";
    run.calls.clear();
    run.started = performance.now();
    run.length = null;
    page["calls-empty"].hidden = true;
    say("The program runs …");
    grow();
  },
  "call-started": (call) => {
    const row = newRow(call);
    run.calls.set(call.id, { row, start: call.startMillis, duration: null });
    page.calls.append(row);
    count();
  },
  "call-ended": (call) => {
    const known = run.calls.get(call.id);
    if (known === undefined) {
      return;
    }
    known.start = call.startMillis;
    known.duration = call.durationMillis;
    known.row.classList.remove("running");
    known.row.classList.toggle("bad", call.outcome !== "ok");
    known.row.querySelector(".time").textContent = call.outcome === "ok" ? millis(call.durationMillis) : call.outcome;
    known.row.title = `${known.row.title}, ${millis(call.durationMillis)}, ${bytes(call.resultBytes)}`;
    count();
  },
  output: ({ kind, text, millis: time }) => {
    const part = document.createElement("span");
    part.className = kind;
    part.textContent = kind === "returned" ? readable(text) : text;
    page.output.append(part);
    if (kind !== "printed") {
      run.length = time;
      page["output-note"].textContent = `${kind} after ${millis(time)}`;
      draw();
      say("The model reads the output …");
    }
  },
  answer: ({ arm, text, right }) => {
    if (arm === "programmatic") {
      showAnswer(text);
      showVerdict(right);
      run.programmaticDone = true;
      say(page.compare.checked ? "Now by ordinary tool calling …" : "");
    } else {
      run.ordinaryRight = right;
    }
  },
  tokens: (figures) => {
    run.tokens[figures.arm] = figures;
    showTokens();
  },
  done: () => {
    run.ended = true;
    say("Done.");
    showSaving();
  },
  failed: ({ message }) => {
    run.ended = true;
    fail(message);
  },
};

// ---- the program, its calls, its output ---------------------------------------------------------------------------

function write(text) {
  if (run.written !== "partly") {
    run.written = "partly";
    page.program.replaceChildren();
    page.program.classList.add("writing");
  }
  page.program.append(text);
  page.program.scrollTop = page.program.scrollHeight;
}

function newRow({ tool, arguments: values }) {
  const row = document.createElement("li");
  row.className = "running";
  const text = `${tool}(${Object.entries(values).map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(", ")})`;
  row.title = text;
  const call = document.createElement("span");
  call.className = "call";
  call.textContent = text;
  const track = document.createElement("span");
  track.className = "track";
  track.setAttribute("aria-hidden", "true");
  const bar = document.createElement("span");
  bar.className = "bar";
  track.append(bar);
  const time = document.createElement("span");
  time.className = "time";
  time.textContent = "…";
  row.append(call, track, time);
  return row;
}

function count() {
  const open = [...run.calls.values()].filter((call) => call.duration === null).length;
  page["calls-note"].textContent = open === 0 ? `${run.calls.size}` : `${run.calls.size}, ${open} running`;
}

function grow() {
  draw();
  if (!run.over && run.length === null) {
    requestAnimationFrame(grow);
  }
}

/** All bars, on one scale from the program's start to now or to its end. */
function draw() {
  const now = run.length ?? performance.now() - run.started;
  const ends = [...run.calls.values()].map((call) => call.start + (call.duration ?? 0));
  const scale = Math.max(now, ...ends, 1);
  for (const { row, start, duration } of run.calls.values()) {
    const bar = row.querySelector(".bar");
    bar.style.left = `${(100 * start) / scale}%`;
    bar.style.width = `${(100 * Math.max(0, duration ?? now - start)) / scale}%`;
  }
}

function stopGrowing() {
  page.program.classList.remove("writing");
  if (run.started !== undefined && run.length === null) {
    run.length = performance.now() - run.started;
    run.calls.forEach(({ row }) => row.classList.remove("running"));
    draw();
  }
}

/** A JSON list of objects with each on a line of its own, and not one character changed otherwise. */
function readable(text) {
  return text.startsWith("[{") ? text.replaceAll("},{", "},\n {") : text;
}

// ---- the answer and its costs -------------------------------------------------------------------------------------

function showAnswer(text) {
  const rows = text.split("\n").filter((line) => line.trim() !== "").map((line) => line.split("|").map((cell) => cell.trim()));
  if (rows.length === 0 || rows.some((row) => row.length !== rows[0].length || row.length < 2)) {
    const paragraph = document.createElement("p");
    paragraph.textContent = text;
    page.answer.replaceChildren(paragraph);
    return;
  }
  const table = document.createElement("table");
  for (const cells of rows) {
    const row = table.insertRow();
    for (const text of cells) {
      const cell = row.insertCell();
      cell.textContent = text;
      cell.classList.toggle("number", /^\$?[\d.,]+$/.test(text));
    }
  }
  const frame = document.createElement("div");
  frame.className = "table";
  frame.append(table);
  page.answer.replaceChildren(frame);
}

function showVerdict(right) {
  page.verdict.hidden = right === undefined;
  page.verdict.textContent = right ? "✓ This is the right answer." : "✗ This is not the right answer.";
  page.verdict.classList.toggle("wrong", !right);
}

const total = (figures) => figures.input + figures.output;

function showTokens() {
  const most = Math.max(...Object.values(run.tokens).map(total));
  for (const [arm, figures] of Object.entries(run.tokens)) {
    const element = arms[arm];
    element.querySelector(".bar").style.width = `${(100 * total(figures)) / most}%`;
    element.querySelector(".figure").textContent = number(total(figures));
    element.querySelector(".detail").textContent = `${number(figures.input)} in, ${number(figures.output)} out; `
      + `${plural(figures.modelCalls, "model call")}, ${plural(figures.toolCalls, "tool call")}`;
  }
}

function showSaving() {
  const { programmatic, ordinary } = run.tokens;
  if (!programmatic || !ordinary) {
    return;
  }
  const saved = 100 - (100 * total(programmatic)) / total(ordinary);
  page.saving.hidden = false;
  page.saving.textContent = `${Math.abs(saved).toFixed(1)} % ${saved >= 0 ? "fewer" : "more"} tokens`;
  if (run.ordinaryRight !== undefined) {
    arms.ordinary.querySelector(".detail").textContent += run.ordinaryRight ? "; right answer" : "; wrong answer";
  }
}

// ---- all around ---------------------------------------------------------------------------------------------------

function clear() {
  page.failure.hidden = true;
  page.program.replaceChildren();
  page.calls.replaceChildren();
  page.output.replaceChildren();
  page.answer.replaceChildren();
  page.verdict.hidden = true;
  page.saving.hidden = true;
  page["calls-empty"].hidden = true;
  for (const note of ["program-note", "calls-note", "output-note"]) {
    page[note].textContent = "";
  }
  for (const element of Object.values(arms)) {
    element.querySelector(".bar").style.width = "0";
    element.querySelector(".figure").textContent = "–";
    element.querySelector(".detail").textContent = "";
  }
  arms.ordinary.hidden = !page.compare.checked;
}

function busy(isBusy) {
  page.ask.disabled = isBusy;
  page.compare.disabled = isBusy;
  page.stop.hidden = !isBusy;
  if (!isBusy && document.activeElement === document.body) {
    page.ask.focus(); // where the keyboard was, on the button that is gone
  }
}

function say(text) {
  if (page.status.textContent !== text) {
    page.status.textContent = text;
  }
}

function fail(message) {
  say("");
  page.failure.textContent = message;
  page.failure.hidden = false;
}

const number = (value) => value.toLocaleString("en");
const plural = (count, noun) => `${number(count)} ${noun}${count === 1 ? "" : "s"}`;
const millis = (value) => (value < 10 ? `${value.toFixed(1)} ms` : `${number(Math.round(value))} ms`);
const bytes = (value) => (value < 1000 ? `${value} B` : `${(value / 1000).toFixed(1)} kB`);

async function start() {
  try {
    const setup = await (await fetch("audit")).json();
    page.question.value = setup.question;
    page.question.readOnly = setup.recorded;
    page.setup.textContent = setup.recorded
      ? `The model is recorded: it replays written answers to this very question; all the rest is real. Sandbox: ${setup.sandbox}.`
      : `Model: ${setup.model}. Sandbox: ${setup.sandbox}.`;
    page["tokens-note"].textContent = `counted with ${setup.tokenizer}`;
    page.ask.disabled = false;
  } catch {
    fail("The application does not answer. Start it, then load this page again.");
  }
}

start();
