// Shows of a campaign's form what its kind and its creatives' forms need; without this, all of it.

const NEEDS = {
  text: ["headings", "texts", "buttons", "link"],
  image: ["image", "alts", "width", "height", "link"],
  html: ["html", "is_third_party", "width", "height", "link"],
  story: ["story", "headings", "texts"],
  appeal: ["headings", "texts", "buttons", "link"],
};
const VARYING = new Set(Object.values(NEEDS).flat());

function showCreative(select) {
  const needed = NEEDS[select.value] ?? [...VARYING];
  for (const name of VARYING) {
    const part = document.getElementById(select.id.replace(/form$/, name));
    const wrapper = part?.closest("[data-field-wrapper]");
    // What was refused stays in sight.
    if (wrapper) wrapper.hidden = !needed.includes(name) && !wrapper.querySelector(".w-field--error");
  }
}

function showKind(select) {
  const part = document.querySelector(".campaign-fundraiser");
  if (part) part.hidden = select.value !== "fundraiser" && !part.querySelector(".w-field--error");
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
