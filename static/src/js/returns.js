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

// Takes away what was said of a text that is no more; what is still wrong, the answer says anew.
function forgetRefusal(group) {
  const message = group?.querySelector(".govuk-error-message");
  if (!message) {
    return;
  }
  message.remove();
  group.classList.remove("govuk-form-group--error");
  for (const box of group.querySelectorAll("input, textarea, select, fieldset")) {
    box.classList.remove("govuk-input--error", "govuk-textarea--error", "govuk-select--error");
    box.removeAttribute("aria-invalid");
    const described = box.getAttribute("aria-describedby")?.split(" ") ?? [];
    box.setAttribute("aria-describedby", described.filter((id) => id !== message.id).join(" "));
  }
}
document.addEventListener("htmx:oobAfterSwap", (event) => {
  const doubt = event.detail.target?.closest(".app-doubt");
  forgetRefusal(doubt?.querySelector(".govuk-form-group--error"));
});
document.addEventListener("input", (event) => {
  if (event.target.closest("#figure")) {
    forgetRefusal(event.target.closest(".govuk-form-group--error"));
  }
});
window.addEventListener("pageshow", () => {
  isSent = false;
  const boxes = document.querySelectorAll("#figure input, #figure select");
  if ([...boxes].some(isTypedAlready)) {
    window.htmx?.trigger(document.body, "check");
  }
});
