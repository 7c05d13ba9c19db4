// Places for campaigns: which of the page's creatives this reader sees, and that it was seen: that
// is remembered in this browser alone. Without the script the server's choice stands.

const MEMORY = "shpalta-places";
const MOST = 200; // Campaigns that are remembered.
const HALF = 0.5; // So much of it for a second is seen (Media Rating Council).

const device = matchMedia("(max-width: 47.99rem)").matches ? "phone" : "wide";
const today = new Date().toDateString();
const times = recall(); // By campaign: how often it was seen today.
const reported = new Set();

// Storage may be forbidden or hold anything: then a reader is new.
function recall() {
  try {
    const { day, seen } = JSON.parse(localStorage.getItem(MEMORY));
    return new Map(day === today ? seen : []);
  } catch {
    return new Map();
  }
}

function remember(campaign) {
  const now = (times.get(campaign) || 0) + 1;
  times.delete(campaign);
  times.set(campaign, now);
  try {
    const seen = [...times].slice(-MOST);
    localStorage.setItem(MEMORY, JSON.stringify({ day: today, seen }));
  } catch {
    // On this page it counts.
  }
}

function fits({ dataset: { device: only, most, campaign } }) {
  return (!only || only === device) && (!most || (times.get(campaign) || 0) < most);
}

function draw(options, weight) {
  let left = Math.random() * options.reduce((sum, one) => sum + Number(one.dataset[weight]), 0);
  return options.find((one) => (left -= one.dataset[weight]) < 0) ?? options.at(-1);
}

// Of the best rank a campaign by its share, of that a creative by its weight.
function pick(options) {
  const best = options.filter((one) => one.dataset.rank === options[0].dataset.rank);
  const campaigns = new Map(best.map((one) => [one.dataset.campaign, one]));
  const { campaign } = draw([...campaigns.values()], "share").dataset;
  return draw(best.filter((one) => one.dataset.campaign === campaign), "weight");
}

function fill(box) {
  const printed = [...box.querySelectorAll(".creative")];
  let standing = printed.find((one) => one.getClientRects().length);
  if (!standing) return; // Not for this device, or blocked.
  const waiting = [...box.querySelectorAll("template")].map(({ content }) => content.firstElementChild);
  let options = [...printed, ...waiting].filter(fits);
  options.sort((a, b) => a.dataset.rank - b.dataset.rank);
  while (options.length) {
    const picked = pick(options);
    const made = picked === standing ? standing : replace(box, standing, picked);
    if (made) return watch(made);
    options = options.filter((one) => one !== picked);
  }
  // Nothing is left: out of sight the place goes, in sight nothing moves.
  if (isAhead(box)) box.remove();
  else standing.style.visibility = "hidden";
}

function isAhead(box) {
  return box.getBoundingClientRect().top >= innerHeight;
}

// The place keeps its height; what needs more is shown ahead of the reader alone.
function replace(box, standing, picked) {
  const made = picked.cloneNode(true);
  made.classList.remove("only-phone", "only-wide");
  const { height } = box.getBoundingClientRect();
  box.style.minHeight = `${height}px`;
  standing.replaceWith(made);
  if (box.getBoundingClientRect().height <= height + 1 || isAhead(box)) return made;
  made.replaceWith(standing);
  return null;
}

function watch(creative) {
  let timer = 0;
  let isInView = false;
  const look = () => {
    clearTimeout(timer);
    if (isInView && !document.hidden) timer = setTimeout(report, 1000);
  };
  const watcher = new IntersectionObserver(
    (seen) => {
      isInView = seen.at(-1).intersectionRatio >= HALF;
      look();
    },
    { threshold: HALF },
  );
  const report = () => {
    watcher.disconnect();
    document.removeEventListener("visibilitychange", look);
    const { id, campaign } = creative.dataset;
    if (reported.has(id)) return;
    reported.add(id);
    remember(campaign);
    navigator.sendBeacon?.("/-/count", `seen/${id}`);
  };
  watcher.observe(creative);
  document.addEventListener("visibilitychange", look);
}

document.querySelectorAll(".place").forEach(fill);
