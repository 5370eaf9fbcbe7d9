// A return as one types: opens what its colour needs, and checks what the browser put back.

// Opens the sections that an amber or a red needs; never closes one again.
function openWhatIsNeeded() {
  const needs = document.getElementById("needed")?.dataset.needs;
  for (const [id, colours] of [
    ["if-amber", ["amber", "red"]],
    ["if-red", ["red"]],
  ]) {
    const section = document.getElementById(id);
    if (section && colours.includes(needs)) {
      section.open = true;
    }
  }
}

// What stands in a box before this script ran: typed early, or put back by the back button.
function isTypedAlready(box) {
  if (box.type === "radio" || box.type === "checkbox") {
    return box.checked !== box.defaultChecked;
  }
  if (box.tagName === "SELECT") {
    return !box.selectedOptions[0]?.defaultSelected && box.selectedIndex > 0;
  }
  return box.type !== "hidden" && box.defaultValue !== undefined && box.value !== box.defaultValue;
}

// Once the form is on its way, its answer says more than a check could.
let isSent = false;
document.addEventListener("submit", () => {
  isSent = true;
});
document.addEventListener("htmx:beforeRequest", (event) => {
  if (isSent) {
    event.preventDefault();
  }
});

// An answer from elsewhere, such as the page for signing in, is none.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, pathInfo } = event.detail;
  if (new URL(xhr.responseURL, window.location).pathname !== pathInfo.requestPath) {
    event.detail.shouldSwap = false;
  }
});
document.addEventListener("htmx:oobAfterSwap", openWhatIsNeeded);
window.addEventListener("pageshow", () => {
  isSent = false;
  const boxes = document.querySelectorAll("#figure input, #figure select");
  if ([...boxes].some(isTypedAlready)) {
    window.htmx?.trigger(document.body, "check");
  }
});
