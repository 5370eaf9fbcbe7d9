// Saves a return's draft as one types. Nothing is kept in the browser: what can't be saved as a
// draft the server keeps for whoever typed it, and what reaches no server stays on the page.

const form = document.querySelector("form[data-autosave]");
const status = document.getElementById("autosave");
const PAUSE = 3000; // after the last key
const AT_MOST_EVERY = 10_000; // while somebody types on in one box
const PATIENCE = [5000, 10_000, 20_000, 40_000, 60_000]; // between tries while nothing is saved
const ANSWERED_IN = 20_000;
const KEEPALIVE_AT_MOST = 60_000; // more than that no browser sends on once its page is left
const SECOND_CLICK = 5000;

let held = form.hasAttribute("data-unsaved") ? null : contents((box) => served(box));
let since = status.dataset.at;
let trouble = ""; // why the last try saved nothing: connection, server, refused
let tries = 0;
let sending = null; // what is on its way, and the promise of its answer
let sentAt = 0;
let typedAt = 0; // when the first of what is not saved yet was typed
let timer = 0;
let isDone = false;
let isLeaving = false;

// What stands in the boxes

function stands(box) {
  return box.matches("[type=radio], [type=checkbox]") ? box.checked && box.value : box.value;
}

// What the page had when it came: the browser may have put something else back since.
function served(box) {
  if (box.matches("[type=radio], [type=checkbox]")) {
    return box.defaultChecked && box.value;
  }
  if (box.tagName === "SELECT") {
    const options = [...box.options];
    return (options.find((option) => option.defaultSelected) ?? options[0])?.value;
  }
  return box.defaultValue;
}

function contents(read = stands) {
  const boxes = [...form.elements].filter((box) => box.matches("input, select, textarea"));
  const typed = boxes.filter((box) => box.name && box.type !== "hidden");
  return JSON.stringify(typed.map((box) => [box.name, read(box)]).filter(([, text]) => text));
}

function isUnsaved() {
  return !isDone && contents() !== held;
}

// Sending it

function later(pause) {
  clearTimeout(timer);
  timer = setTimeout(save, Math.max(pause, 0));
}

function typed() {
  typedAt ||= Date.now();
  const pause = Math.min(PAUSE, typedAt + AT_MOST_EVERY - Date.now());
  later(Math.max(pause, sentAt + AT_MOST_EVERY - Date.now()));
}

// Resolves once what stands in the boxes has been answered for, or could not be sent.
async function save() {
  clearTimeout(timer);
  while (sending) {
    await sending.answered;
  }
  if (!isUnsaved()) {
    return;
  }
  const what = contents();
  typedAt = 0;
  sentAt = Date.now();
  sending = { what, answered: send(what) };
  await sending.answered;
  sending = null;
  if (trouble && trouble !== "refused") {
    later(PATIENCE[Math.min(tries, PATIENCE.length) - 1]);
  } else if (isUnsaved() && contents() !== what) {
    typed();
  }
}

async function send(what, isRetry = false) {
  const body = new URLSearchParams(new FormData(form));
  let answer;
  let said;
  try {
    answer = await fetch(form.dataset.autosave, {
      method: "POST",
      body,
      redirect: "manual",
      keepalive: body.toString().length < KEEPALIVE_AT_MOST,
      signal: AbortSignal.timeout(ANSWERED_IN),
    });
    said = fragment(await answer.text());
  } catch {
    return troubled("connection");
  }
  const word = said.querySelector("[data-held]");
  if (!word) {
    return troubled(answer.status >= 400 && answer.status < 500 ? "refused" : "server");
  }
  if (word.dataset.held !== "again") {
    return heed(word, said, what);
  }
  form.elements.csrfmiddlewaretoken.value = word.dataset.token;
  return isRetry ? troubled("server") : send(what, true);
}

function heed(word, said, what) {
  trouble = "";
  tries = 0;
  if (word.dataset.seenEdit) {
    form.elements.seen_edit.value = word.dataset.seenEdit;
  }
  if (word.dataset.held !== "nowhere") {
    held = what;
    since = word.dataset.at;
  }
  isDone = word.dataset.held === "done";
  if (word.dataset.held === "draft") {
    document.getElementById("restored")?.remove();
  }
  show(said);
}

// Saying so

function fragment(text) {
  const template = document.createElement("template");
  template.innerHTML = text;
  return template.content;
}

function show(words) {
  const said = words.textContent.replace(/\s+/g, " ").trim();
  if (said !== status.textContent.replace(/\s+/g, " ").trim()) {
    status.replaceChildren(words);
  }
}

function troubled(why) {
  trouble = why;
  tries += 1;
  const words = document.getElementById(`autosave-${why}`).content.cloneNode(true);
  words.querySelector("[data-since]").append(since);
  show(words);
}

// When

form.addEventListener("input", typed);
form.addEventListener("change", () => save());
window.addEventListener("online", () => trouble && save());
document.addEventListener("visibilitychange", () => document.hidden && save());

// What is on its way arrives without its page; what is not is sent while the browser asks.
window.addEventListener("beforeunload", (event) => {
  const isOnItsWay = sending && sending.what === contents() && !trouble;
  if (!isLeaving && isUnsaved() && !isOnItsWay) {
    event.preventDefault();
    save();
  }
});

// A button waits for what is on its way, so that the page has seen the version that it makes; and
// where no server is reached, the page stays. The second of two clicks does nothing.
form.addEventListener("submit", async (event) => {
  if (isLeaving) {
    event.preventDefault();
    return;
  }
  clearTimeout(timer);
  if (sending || (trouble && trouble !== "refused")) {
    const button = event.submitter;
    event.preventDefault();
    await (sending ? sending.answered : save());
    await Promise.resolve();
    if (trouble && trouble !== "refused") {
      status.scrollIntoView({ block: "nearest" });
    } else {
      form.requestSubmit(button?.form === form ? button : null);
    }
    return;
  }
  isLeaving = true;
  setTimeout(() => {
    isLeaving = false;
  }, SECOND_CLICK);
});

// Without a connection the colour can't be asked for either.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (trouble === "connection" || !navigator.onLine) {
    event.preventDefault();
  }
});

if (isUnsaved()) {
  typed(); // typed before this script came, or put into the boxes by a button
}
