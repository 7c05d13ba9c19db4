// Comments in place: writing, replying, reacting and reading on without leaving the page. Where
// this script fails, each of its buttons is the link that it was made from.

const talk = document.getElementById("talk");
const lang = document.documentElement.lang;
const room = new URL(talk.dataset.me, location.href);
const base = room.pathname.replace(/me\/$/, "");
const story = Number(room.searchParams.get("story"));
let asked = null;

function me() {
  asked ??= fetch(room, { headers: { accept: "application/json" } }).then((answer) => {
    if (!answer.ok) throw new Error(answer.status);
    return answer.json();
  });
  return asked;
}

async function post(door, body) {
  const answer = await fetch(`${base}${door}/`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ...body, language: lang }),
  });
  if (!(answer.headers.get("content-type") ?? "").includes("json")) throw new Error(answer.status);
  return answer.json();
}

// The form comes from the page that works without this script, so that its words are there once.
async function open(link) {
  const place = link.closest(".comment, .write");
  if (place.nextElementSibling?.matches("form.pen")) {
    place.nextElementSibling.remove();
    return;
  }
  const [known, page] = await Promise.all([me(), fetch(link.href).then((a) => a.text())]);
  const form = new DOMParser().parseFromString(page, "text/html").querySelector("form.pen");
  if (!form || (!known.known && !known.guests)) {
    location.href = link.href;
    return;
  }
  form.querySelector("[name=csrfmiddlewaretoken]")?.remove();
  const told = document.createElement("p");
  told.className = "told";
  told.setAttribute("role", "status");
  form.append(told);
  place.after(form);
  form.querySelector("textarea").focus();
  const answers = Number(new URL(link.href).searchParams.get("answers")) || undefined;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form, place, told, answers).catch(() => (location.href = link.href));
  });
}

async function send(form, place, told, answers) {
  const button = form.querySelector("button");
  const text = form.elements.text.value;
  button.disabled = true;
  const answer = await post("comments", { story, text, answers, name: form.elements.name?.value });
  button.disabled = false;
  told.textContent = answer.words;
  if (answer.result === "problem") return;
  asked = null;
  if (answer.id) show(answer, text, place, answers);
  form.replaceWith(told);
}

// One's own comment, at once; the next page that is loaded has it from the server.
function show(answer, text, place, answers) {
  const entry = document.createElement("li");
  entry.className = "entry";
  entry.id = `c-${answer.id}`;
  const by = document.createElement("p");
  by.className = "by";
  const name = document.createElement("b");
  name.className = "author";
  name.textContent = answer.name;
  by.append(name);
  const said = document.createElement("div");
  said.className = answer.result === "published" ? "said" : "said waits";
  said.dir = "auto";
  for (const part of text.trim().split(/\n\s*\n/)) {
    const paragraph = document.createElement("p");
    paragraph.textContent = part;
    said.append(paragraph);
  }
  entry.append(by, said);
  list(answers ? place.closest(".entry") : talk, answers)[answers ? "append" : "prepend"](entry);
}

function list(under, answers) {
  const outer = under.closest(".replies");
  if (outer) return outer;
  const found = under.querySelector(answers ? ":scope > .replies" : ":scope > .entries");
  if (found) return found;
  const made = document.createElement("ol");
  made.className = answers ? "replies" : "entries";
  under.append(made);
  return made;
}

async function react(link) {
  const acts = link.closest(".acts");
  const comment = Number(link.closest("[data-entry]").dataset.entry);
  const isPressed = link.getAttribute("aria-pressed") === "true";
  const answer = await post("reactions", { comment, kind: isPressed ? "" : link.dataset.kind });
  if (answer.result === "problem") {
    if (answer.problem === "log-in") location.href = link.href;
    return;
  }
  for (const one of acts.querySelectorAll(".felt")) {
    one.setAttribute("role", "button");
    one.setAttribute("aria-pressed", String(one === link && !isPressed));
    one.querySelector(".count")?.remove();
    const count = answer.reactions[one.dataset.kind];
    if (!count) continue;
    const number = document.createElement("span");
    number.className = "count";
    number.textContent = count;
    one.append(" ", number);
  }
}

async function readOn(link) {
  const page = await fetch(link.href).then((answer) => answer.text());
  const more = new DOMParser().parseFromString(page, "text/html").getElementById("talk");
  const first = more.querySelector(".entries > .entry");
  talk.querySelector(".entries").append(...more.querySelectorAll(".entries > .entry"));
  const next = more.querySelector(":scope > .turn");
  link.closest(".turn").replaceWith(...(next ? [next] : []));
  first?.querySelector("a")?.focus();
}

const ACTS = [
  [".write a, a.reply", open],
  ["a.felt", react],
  [".talk > .turn a", readOn],
];

talk.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  for (const [what, act] of ACTS) {
    const link = event.target.closest(what);
    if (!link || !talk.contains(link)) continue;
    event.preventDefault();
    act(link).catch(() => (location.href = link.href));
    return;
  }
});
