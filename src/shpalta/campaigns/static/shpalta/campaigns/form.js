// Shows of a campaign's form what its kind and its creatives' forms need; without this, all of it.

const NEEDS = {
  text: ["headings", "texts", "buttons", "link"],
  image: ["image", "alts", "width", "height", "link"],
  html: ["html", "is_third_party", "width", "height", "link"],
  story: ["story", "headings", "texts"],
  appeal: ["headings", "texts", "buttons", "link"],
};
const VARYING = new Set(Object.values(NEEDS).flat());

// What was refused stays in sight.
function isRefused(part) {
  return part.querySelector(".w-field--error") !== null;
}

// A row of which nothing is left would keep its margins.
function hideEmpty(row) {
  row.hidden = [...row.children].every((part) => part.hidden);
}

function showCreative(select) {
  const needed = NEEDS[select.value] ?? [...VARYING];
  for (const name of VARYING) {
    const part = document.getElementById(select.id.replace(/form$/, name));
    // The panel holds the field and its label.
    const panel = part?.closest(".w-panel__wrapper");
    if (panel) panel.hidden = !needed.includes(name) && !isRefused(panel);
  }
  select.closest("[data-inline-panel-child]")?.querySelectorAll(".w-field-row").forEach(hideEmpty);
}

function showKind(select) {
  const part = document.querySelector(".campaign-fundraiser");
  if (part) part.hidden = select.value !== "fundraiser" && !isRefused(part);
}

const CREATIVES = "select[id^=id_creatives-][id$=-form]";

function showAll() {
  document.querySelectorAll(CREATIVES).forEach(showCreative);
  document.querySelectorAll("#id_kind").forEach(showKind);
}

document.addEventListener("change", (event) => {
  if (event.target.matches(CREATIVES)) showCreative(event.target);
  if (event.target.matches("#id_kind")) showKind(event.target);
});
const rows = document.getElementById("id_creatives-FORMS");
if (rows) new MutationObserver(showAll).observe(rows, { childList: true });
showAll();
