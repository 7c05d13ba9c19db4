// Comments in place: writing, replying, changing, reacting and reading on without leaving the
// page. Where this script fails, each of its buttons is the link that it was made from.

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

// Not as a document of its own: the policy of this page would refuse its style, and say so.
function read(page) {
  const held = document.createElement("template");
  held.innerHTML = page;
  return held.content;
}

// The form comes from the page that works without this script, so that its words are there once.
async function open(link) {
  const place = link.closest(".comment, .write");
  const standing = () => place.parentNode.querySelector(":scope > form.pen");
  const there = standing();
  there?.remove();
  if (there?.action === link.href) return;
  const changes = link.matches(".change");
  const [known, page] = await Promise.all([me(), fetch(link.href).then((a) => a.text())]);
  const form = read(page).querySelector("form.pen");
  if (!form || (!changes && !known.known && !known.guests)) {
    location.href = link.href;
    return;
  }
  form.querySelector("[name=csrfmiddlewaretoken]")?.remove();
  form.action = link.href;
  const told = document.createElement("p");
  told.className = "told";
  told.setAttribute("role", "status");
  form.append(told);
  standing()?.remove();
  place.after(form);
  const { text } = form.elements;
  text.focus();
  text.setSelectionRange(text.value.length, text.value.length);
  const close = (event) => {
    event.preventDefault();
    form.remove();
    link.focus();
  };
  form.querySelector(".cancel")?.addEventListener("click", close);
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && text.value === text.defaultValue) close(event);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form, place, told, link);
  });
}

async function send(form, place, told, link) {
  const button = form.querySelector("button");
  const { text, name } = form.elements;
  const changes = link.matches(".change");
  const body = changes
    ? { edits: Number(place.parentNode.dataset.entry) }
    : { story, name: name?.value, answers: answered(link) };
  button.disabled = true;
  const answer = await post("comments", { ...body, text: text.value }).catch(() => null);
  button.disabled = false;
  told.textContent = answer ? answer.words : talk.dataset.failed;
  if (!answer || answer.result === "problem") {
    text.focus();
    return;
  }
  asked = null;
  form.replaceWith(told);
  link.focus();
  if (changes) {
    say(place.querySelector(".said"), text.value, answer);
    if (!place.querySelector(".edited")) {
      place.querySelector(".by").append(" ", made("span", "edited", talk.dataset.edited));
    }
  } else if (answer.id) show(answer, text.value, place, body.answers);
}

function answered(link) {
  return Number(new URL(link.href).searchParams.get("answers")) || undefined;
}

function made(tag, name, text = "") {
  const element = document.createElement(tag);
  element.className = name;
  element.textContent = text;
  return element;
}

function say(said, text, answer) {
  said.className = answer.result === "published" ? "said" : "said waits";
  said.replaceChildren(...text.trim().split(/\n\s*\n/).map((part) => made("p", "", part)));
}

// One's own comment, at once; the next page that is loaded has it from the server.
function show(answer, text, place, answers) {
  const entry = made("li", "entry");
  entry.id = `c-${answer.id}`;
  entry.dataset.entry = answer.id;
  const comment = made("div", "comment");
  const by = made("p", "by");
  by.append(made("b", "author", answer.name));
  const said = made("div", "said");
  said.dir = "auto";
  say(said, text, answer);
  comment.append(by, said, made("ul", "acts"));
  entry.append(comment);
  list(answers ? place.closest(".entry") : talk, answers)[answers ? "append" : "prepend"](entry);
  if (answer.result !== "refused") offer(entry);
}

// What its author may still word anew.
function offer(entry) {
  const acts = entry?.querySelector(".acts");
  if (!acts || acts.querySelector(".change")) return;
  const link = made("a", "change", talk.dataset.change);
  link.href = `${base}comment/${entry.dataset.entry}/edit/`;
  const item = document.createElement("li");
  item.append(link);
  acts.append(item);
}

// Pages are the same for everybody; a cookie tells that somebody is known here, and not who.
async function greet() {
  if (!/(^|; )readers_known=1/.test(document.cookie)) return;
  const { unread, news, changeable } = await me();
  const mine = talk.querySelector(".mine");
  mine.querySelector(".news")?.remove();
  if (unread) {
    const badge = made("span", "news", unread > 99 ? "99+" : unread);
    badge.setAttribute("aria-hidden", "true");
    mine.append(badge);
    mine.setAttribute("aria-label", `${mine.firstChild.data}, ${news}`);
  } else mine.removeAttribute("aria-label");
  for (const id of changeable) offer(document.getElementById(`c-${id}`));
}

function list(under, answers) {
  const outer = under.closest(".replies");
  if (outer) return outer;
  const found = under.querySelector(answers ? ":scope > .replies" : ":scope > .entries");
  if (found) return found;
  const fresh = made("ol", answers ? "replies" : "entries");
  under.append(fresh);
  return fresh;
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
    one.append(" ", made("span", "count", count));
  }
}

async function readOn(link) {
  const page = await fetch(link.href).then((answer) => answer.text());
  const more = read(page).getElementById("talk");
  const first = more.querySelector(".entries > .entry");
  talk.querySelector(".entries").append(...more.querySelectorAll(".entries > .entry"));
  const next = more.querySelector(":scope > .turn");
  link.closest(".turn").replaceWith(...(next ? [next] : []));
  first?.querySelector("a")?.focus();
  greet().catch(() => {});
}

const ACTS = [
  [".write .button, a.reply, a.change", open],
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

// Asked when the comments come near, and again on a page that the browser had put aside.
new IntersectionObserver(
  (seen, watcher) => {
    if (!seen.some((one) => one.isIntersecting)) return;
    watcher.disconnect();
    greet().catch(() => {});
  },
  { rootMargin: "600px" },
).observe(talk);
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  asked = null;
  greet().catch(() => {});
});
