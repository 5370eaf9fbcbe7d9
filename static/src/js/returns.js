// Opens the section that a red needs as soon as the figure turns red; never closes it again.

document.addEventListener("htmx:oobAfterSwap", () => {
  const needed = document.getElementById("red-needed");
  const section = document.getElementById("if-red");
  if (needed?.hasAttribute("data-red") && section) {
    section.open = true;
  }
});
