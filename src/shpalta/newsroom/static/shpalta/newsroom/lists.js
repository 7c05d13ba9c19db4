// On a phone a list's rows become cards (newsroom.css), which have no head to read: each cell gets
// the name of its column. Without this script a wide list is pushed aside instead.

function labelCells(table) {
  const names = [...table.querySelectorAll("thead th")].map((one) => one.textContent.trim());
  for (const row of table.querySelectorAll("tbody tr")) {
    [...row.cells].forEach((cell, place) => {
      const isBare = cell.matches(".title") || !cell.textContent.trim();
      if (names[place] && !isBare) cell.dataset.label = names[place];
      cell.classList.toggle("is-empty", isBare && !cell.childElementCount);
    });
  }
  table.classList.add("as-cards");
}

function labelAll() {
  document.querySelectorAll("main table.listing:not(.stories-list, .as-cards)").forEach(labelCells);
}

// Search and filters put another list in its place.
const main = document.querySelector("main");
if (main) new MutationObserver(labelAll).observe(main, { childList: true, subtree: true });
labelAll();
