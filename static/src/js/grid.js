// On the grid: rows pasted from a spreadsheet go to the server, which puts each cell where it
// belongs; Enter and the arrow keys go up and down a column, as people are used to.

const grid = document.querySelector(".app-grid");
const paste = document.getElementById("pasted");

function isSeveralCells(text) {
  return /\t/.test(text) || /\n./.test(text.trim());
}

grid?.addEventListener("paste", (event) => {
  const text = event.clipboardData?.getData("text/plain") ?? "";
  const isFigure = event.target instanceof HTMLInputElement;
  if (!isFigure || !isSeveralCells(text) || !paste) {
    return;
  }
  event.preventDefault();
  paste.value = /\t/.test(text) ? text : downFrom(event.target, text);
  paste.form.querySelector("button[value=paste]").click();
});

// One column without refs goes to the boxes below the one that it was pasted into.
function downFrom(box, text) {
  const column = boxesLike(box);
  const figures = text.replace(/\r?\n$/, "").split(/\r?\n/);
  const heading = box.name.split("-")[0];
  const rows = figures.map((figure, place) => {
    const below = column[column.indexOf(box) + place];
    return below ? `${refOf(below)}\t${figure}` : `?\t${figure}`;
  });
  return [`Ref\t${heading}`, ...rows].join("\n");
}

function refOf(box) {
  return box.closest("tr").querySelector("th a").textContent.trim().split(/\s/)[0];
}

function boxesLike(box) {
  const column = box.name.split("-")[0];
  return [...grid.querySelectorAll(`input[name^="${column}-"]`)];
}

grid?.addEventListener("keydown", (event) => {
  const box = event.target;
  const step = { ArrowDown: 1, Enter: 1, ArrowUp: -1 }[event.key];
  if (!(box instanceof HTMLInputElement) || box.type === "hidden" || !step) {
    return;
  }
  event.preventDefault();
  const column = boxesLike(box);
  const next = column[column.indexOf(box) + step];
  next?.focus();
  next?.select();
});
