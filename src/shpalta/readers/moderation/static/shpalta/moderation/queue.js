// The queue by keyboard, without loading it anew; without this the same forms are sent as they are.

const queue = document.querySelector("[data-queue]");
const told = document.querySelector("[data-told]");
const help = document.querySelector("[data-help]");
const items = () => [...queue.querySelectorAll(".moderation__item:not([data-gone])")];
const current = () => queue.querySelector(".moderation__item:focus-within") ?? queue.querySelector("[data-here]");
const made = (name, values) => Object.assign(document.createElement(name), values);

function go(item) {
  queue.querySelector("[data-here]")?.removeAttribute("data-here");
  if (!item) return;
  item.dataset.here = "";
  item.focus({ preventScroll: true });
  item.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const all = items();
  const here = all.indexOf(current());
  go(all[here < 0 ? 0 : Math.min(Math.max(here + by, 0), all.length - 1)]);
}

function tell(words, undo) {
  told.replaceChildren(made("p", { textContent: words }));
  if (!undo) return;
  const form = made("form", { method: "POST", action: undo });
  const button = made("button", { textContent: queue.dataset.undo, className: "button button-small button-secondary" });
  button.dataset.undo = "";
  const back = made("input", { type: "hidden", name: "back", value: location.pathname + location.search });
  form.append(queue.querySelector("[name=csrfmiddlewaretoken]").cloneNode(), back, button);
  told.append(form);
}

function leave(item, words) {
  item.dataset.gone = words ?? "";
  for (const control of item.querySelectorAll("button, input, select")) control.disabled = true;
  if (words) item.querySelector(".moderation__head").append(made("strong", { textContent: words, className: "moderation__gone" }));
}

async function act(item, button) {
  const all = items();
  const next = all[all.indexOf(item) + 1] ?? all[all.indexOf(item) - 1];
  item.setAttribute("aria-busy", "true");
  try {
    const body = new FormData(queue, button);
    const answer = await fetch(queue.action, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
    const said = await answer.json();
    tell(said.error ?? said.told, said.undo);
    if (answer.ok) {
      leave(item);
      item.hidden = true;
      go(next);
      count();
    }
  } catch {
    queue.requestSubmit(button);
  } finally {
    item.removeAttribute("aria-busy");
  }
}

function count() {
  const number = queue.querySelectorAll("[name=id]:checked:enabled").length;
  const place = queue.querySelector("[data-ticked]");
  if (place) place.textContent = number ? `(${number})` : "";
}

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  a: (item) => item?.querySelector('[data-act="approve"]')?.click(),
  r: (item) => {
    const more = item?.querySelector("details");
    if (!more) return;
    more.open = true;
    more.querySelector("input[type=radio]").focus();
  },
  b: (item) => item?.querySelector('[data-act="ban"]')?.click(),
  u: () => told.querySelector("[data-undo]")?.click(),
  " ": (item) => item?.querySelector("[name=id]")?.click(),
  "?": () => help.showModal(),
};

function removeFor(item, key) {
  const reason = item?.querySelector("details[open]")?.querySelectorAll("input[type=radio]")[Number(key) - 1];
  if (!reason) return false;
  reason.checked = true;
  item.querySelector("details button").click();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
  if (event.target.closest("input:not([type=checkbox], [type=radio]), select, textarea")) return;
  if (event.key === " " && event.target.closest("button, summary, a, input")) return;
  const item = current();
  if (/^[1-9]$/.test(event.key) ? removeFor(item, event.key) : KEYS[event.key]) {
    event.preventDefault();
    KEYS[event.key]?.(item);
  }
});

queue.addEventListener("click", (event) => {
  const button = event.target.closest("button[name=act]");
  const item = button?.closest(".moderation__item");
  if (!item) return;
  event.preventDefault();
  act(item, button);
});

queue.addEventListener("focusin", (event) => {
  const item = event.target.closest(".moderation__item");
  if (!item || "here" in item.dataset) return;
  queue.querySelector("[data-here]")?.removeAttribute("data-here");
  item.dataset.here = "";
});

queue.addEventListener("change", count);

// What another moderator decides meanwhile is not decided twice.
async function look() {
  const ids = items().map((item) => item.dataset.id);
  if (document.hidden || !ids.length || !queue.dataset.waiting) return;
  try {
    const answer = await fetch(`${queue.dataset.decided}?ids=${ids.join(",")}`);
    if (!answer.ok || answer.redirected) return;
    const { decided } = await answer.json();
    for (const item of items()) if (item.dataset.id in decided) leave(item, decided[item.dataset.id] || "✓");
  } catch {
    // The line is cut: the next try comes anyway.
  }
}

setInterval(look, 4000);
