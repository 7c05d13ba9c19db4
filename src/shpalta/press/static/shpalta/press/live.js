// The live rail: headlines arrive while the page is open. Without this script, or while it cannot
// reach anybody, the rail is as right as it was when the page was loaded.

const box = document.getElementById("live");
const head = document.querySelector(".rail-head");
const words = JSON.parse(box.dataset.words);
const plural = new Intl.PluralRules(document.documentElement.lang);
const PAUSED = "rail-paused";
const SILENCE = 40_000; // Beats come every 15 seconds: a line without any is dead.
const RETRIES = 3;

const waiting = new Map(); // Lines that have come and are not unfolded, by the story's number.
const gone = new Set(); // What was withdrawn: an answer under way must not bring it back.
const limit = Math.max(lines(box).size, 28);
let source = null;
let lastId = "";
let heardAt = 0;
let failures = 0;
let timer = 0;
let fetching = null;
let paused = recall();

const more = button("rail-new", () => unfold(true));
const pause = button("rail-pause", () => setPaused(!paused));
const status = document.createElement("p");
status.className = "unseen";
status.setAttribute("role", "status");
head.append(more, pause, status);

function button(name, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = name;
  made.addEventListener("click", act);
  return made;
}

function counted(forms, n) {
  return (forms[plural.select(n)] ?? Object.values(forms).at(-1)).replace("{n}", n);
}

function between(least, most) {
  return least + Math.random() * (most - least);
}

// Session storage may be forbidden; then a pause lasts as long as the page.
function recall() {
  try {
    return sessionStorage.getItem(PAUSED) === "1";
  } catch {
    return false;
  }
}

function remember() {
  try {
    sessionStorage.setItem(PAUSED, paused ? "1" : "0");
  } catch {
    // Nothing else depends on it.
  }
}

// --- The lines -----------------------------------------------------------------------------

function lines(root) {
  const found = [...root.querySelectorAll("li[data-number]")];
  return new Map(found.map((line) => [line.dataset.number, line]));
}

function momentOf(line) {
  return Date.parse(line.querySelector("time").dateTime);
}

function dayOf(line) {
  return line.dataset.day ?? line.closest("ol")?.dataset.day;
}

function word(name, text) {
  const made = document.createElement("b");
  made.className = name;
  made.textContent = text;
  return [made, " "];
}

function origin(name) {
  const made = document.createElement("span");
  made.className = "from";
  made.textContent = name;
  return made;
}

function lineOf(story) {
  const line = document.createElement("li");
  const time = document.createElement("time");
  const link = document.createElement("a");
  line.className = story.importance;
  line.dataset.number = story.number;
  line.dataset.day = story.day;
  time.dateTime = story.at;
  time.textContent = story.time;
  link.href = story.url;
  if (story.importance === "breaking") link.append(...word("alarm", words.alarm));
  if (words.marks[story.mark]) link.append(...word("mark", words.marks[story.mark]));
  link.append(story.headline);
  if (story.of) link.append(" ", origin(story.of));
  line.append(time, " ", link);
  return line;
}

// The elements stay, so that whoever has the focus on a line keeps it.
function change(line, by) {
  const [link, newer] = [line, by].map((one) => one.querySelector("a"));
  if (line.className !== by.className) line.className = by.className;
  if (link.href !== newer.href) link.href = newer.href;
  if (link.innerHTML !== newer.innerHTML) link.replaceChildren(...newer.childNodes);
}

function take(line) {
  const number = line.dataset.number;
  const shown = lines(box);
  if (gone.has(number)) return;
  if (shown.has(number)) change(shown.get(number), line);
  else if (momentOf(line) >= Math.min(...[...shown.values()].map(momentOf), Infinity) || !shown.size)
    waiting.set(number, line);
}

function drop(number) {
  waiting.delete(number);
  const line = lines(box).get(number);
  const list = line?.parentElement;
  line?.remove();
  if (list && !list.children.length) removeList(list);
}

function removeList(list) {
  if (list.previousElementSibling?.tagName === "H3") list.previousElementSibling.remove();
  list.remove();
}

// --- New lines: counted first, unfolded when asked for, or while nobody looks ---------------

function tell() {
  const rises = waiting.size > (Number(more.dataset.count) || 0);
  more.dataset.count = waiting.size;
  more.hidden = !waiting.size;
  more.textContent = waiting.size ? counted(words.new, waiting.size) : "";
  if (!waiting.size) status.textContent = "";
  else if (document.hidden) unfold(false);
  else if (rises) status.textContent = counted(words.headlines, waiting.size);
}

async function unfold(pressed) {
  const first = box.querySelector("ol");
  const numbers = [...waiting.keys()];
  if ([...waiting.values()].every((line) => first && dayOf(line) === first.dataset.day)) {
    for (const line of waiting.values()) place(first, line);
  } else {
    const fresh = await read(); // A new day: what stands there needs a heading now.
    if (!fresh) return;
    box.replaceChildren(fresh);
  }
  waiting.clear();
  trim();
  const shown = lines(box);
  for (const number of numbers) shown.get(number)?.classList.add("fresh");
  tell();
  if (pressed) box.querySelector(".fresh a, a")?.focus();
}

function place(list, line) {
  const older = [...list.children].find((one) => momentOf(one) <= momentOf(line));
  list.insertBefore(line, older ?? null);
  delete line.dataset.day; // The list says it from now on.
}

function trim() {
  for (const line of [...lines(box).values()].slice(limit)) drop(line.dataset.number);
}

// --- Reading the whole ticker: after sleep, after a reset, while the stream is away ---------

async function read() {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const before = lastId;
    try {
      const answer = await fetch(box.dataset.ticker, { credentials: "omit", cache: "no-cache" });
      if (!answer.ok) return null;
      const parsed = document.createElement("template");
      parsed.innerHTML = await answer.text();
      // What came by the stream meanwhile may be newer than this answer.
      if (lastId === before) return parsed.content;
    } catch {
      return null;
    }
  }
  return null;
}

function catchUp() {
  fetching ??= read().then((fresh) => {
    fetching = null;
    if (fresh && !paused) compare(fresh);
  });
  return fetching;
}

function compare(fresh) {
  const there = lines(fresh);
  const oldest = Math.min(...[...there.values()].map(momentOf));
  for (const [number, line] of [...lines(box), ...waiting]) {
    if (!there.has(number) && momentOf(line) > oldest) drop(number);
  }
  for (const line of there.values()) {
    const copy = line.cloneNode(true);
    copy.dataset.day = dayOf(line);
    take(copy);
  }
  const days = (root) => [...root.querySelectorAll("h3, ol")].map((one) => one.dataset.day).join();
  if (!waiting.size && days(fresh) !== days(box)) box.replaceChildren(fresh);
  tell();
}

// --- The stream -----------------------------------------------------------------------------

const handlers = {
  published: (story) => hear(story),
  updated: (story) => hear(story),
  withdrawn: (story) => {
    gone.add(String(story.number));
    drop(String(story.number));
  },
  reset: () => setTimeout(catchUp, between(0, 5_000)),
  beat: () => {},
};

function hear(story) {
  gone.delete(String(story.number));
  take(lineOf(story));
}

function listen() {
  stop();
  if (paused) return;
  if (!("EventSource" in window)) return retreat();
  const url = new URL(box.dataset.stream, location.href);
  if (lastId) url.searchParams.set("last-event-id", lastId);
  source = new EventSource(url);
  heardAt = Date.now();
  source.onopen = () => {
    heardAt = Date.now();
    // Between the page and the stream something may have been said.
    if (!lastId) timer = setTimeout(catchUp, between(300, 3_000));
  };
  source.onerror = retreat;
  for (const [name, act] of Object.entries(handlers)) {
    source.addEventListener(name, (event) => {
      heardAt = Date.now();
      failures = 0; // Only now: one that opens and is cut at once is as good as none.
      lastId = event.lastEventId || lastId;
      if (name === "beat") return;
      act(event.data ? JSON.parse(event.data) : null);
      tell();
    });
  }
}

function stop() {
  clearTimeout(timer);
  source?.close();
  source = null;
}

// The line is cut: try again soon, and when that fails repeatedly read the ticker now and then.
function retreat() {
  stop();
  failures += 1;
  if (failures < RETRIES && "EventSource" in window) {
    timer = setTimeout(listen, between(500, 1_500) * 2 ** failures);
  } else {
    catchUp();
    timer = setTimeout(listen, between(20_000, 40_000));
  }
}

// After sleep the stream resumes where it ended; the ticker is read once for all it may miss.
function wake() {
  if (paused || document.hidden) return;
  if (source && Date.now() - heardAt < SILENCE) return;
  failures = 0;
  listen();
  catchUp();
}

function setPaused(wanted) {
  paused = wanted;
  remember();
  showPause();
  if (paused) stop();
  else {
    listen();
    catchUp();
  }
}

function showPause() {
  pause.setAttribute("aria-label", paused ? words.resume : words.pause);
  pause.title = paused ? words.resume : words.pause;
  pause.classList.toggle("is-paused", paused);
}

document.addEventListener("visibilitychange", wake);
addEventListener("online", () => {
  heardAt = 0;
  wake();
});
addEventListener("pagehide", stop);
addEventListener("pageshow", (event) => {
  if (event.persisted) wake();
});
setInterval(() => {
  if (source && Date.now() - heardAt > SILENCE) wake();
}, 10_000);
new IntersectionObserver((seen) => {
  // Whoever comes to the rail has not begun to read it.
  if (seen.at(-1).isIntersecting && waiting.size && !paused) unfold(false);
}).observe(head);

showPause();
tell();
listen();
