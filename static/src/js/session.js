// Says two minutes before a session ends, on pages with a form, and lets one stay signed in.
// Whether it ends is the server's to say: other tabs may have renewed it.

const dialog = document.getElementById("session");
const WARNED_BEFORE = 120_000;
const ASKED_EVERY = 15_000;
const LOOKED_EVERY = 1000;

let endsAt = Date.now() + dialog.dataset.seconds * 1000;
let askedAt = 0;
let shown = "";
let isOver = false;

// What is left of the session; null where the server can't be reached.
async function ask(address) {
  askedAt = Date.now();
  try {
    const answer = await fetch(address, { redirect: "manual" });
    const signedOut = answer.type === "opaqueredirect";
    return signedOut ? { seconds: 0, can_stay: false } : answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

function show(part) {
  if (shown === part) {
    return;
  }
  shown = part;
  const at = new Date(endsAt).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  const words = document.getElementById(`session-${part}`).content.cloneNode(true);
  words.querySelectorAll("[data-at]").forEach((place) => place.append(at));
  words.querySelector("[data-stays]")?.addEventListener("click", stay);
  words.querySelector("[data-closes]")?.addEventListener("click", () => dialog.close());
  dialog.replaceChildren(words);
  if (dialog.open) {
    dialog.close(); // so that the new words are said
  }
  dialog.showModal();
}

function heed(left) {
  if (left) {
    endsAt = Date.now() + left.seconds * 1000;
  }
  const millis = endsAt - Date.now();
  if (millis <= 0) {
    isOver = Boolean(left);
    show("over");
  } else if (millis <= WARNED_BEFORE) {
    show(left?.can_stay === false ? "limit" : "idle");
  } else if (shown) {
    shown = "";
    dialog.close();
  }
}

async function stay() {
  heed(await ask(dialog.dataset.stay));
}

async function look() {
  const isNear = endsAt - Date.now() <= WARNED_BEFORE;
  const isDue = Date.now() - askedAt >= ASKED_EVERY || (endsAt <= Date.now() && shown !== "over");
  if (!isOver && isNear && isDue) {
    heed(await ask(dialog.dataset.ask));
  }
}

if (document.querySelector("main form")) {
  setInterval(look, LOOKED_EVERY);
  document.addEventListener("visibilitychange", look);
}
