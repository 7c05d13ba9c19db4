// The figures fetch themselves anew while somebody looks at them; without this they are as read.

const place = document.querySelector("[data-figures]");

async function renew() {
  if (document.hidden || !place || isSelecting()) return;
  try {
    const answer = await fetch(place.dataset.figures, { headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok || answer.redirected) return;
    put(await answer.text());
  } catch {
    // The line is cut: the next try comes anyway.
  }
}

// Who marks numbers to copy them keeps them marked.
function isSelecting() {
  const selection = getSelection();
  return !selection.isCollapsed && place.contains(selection.anchorNode);
}

// Who is in the middle of it, with the keyboard or somewhere along a wide chart, stays there.
function put(html) {
  const open = tables().map((one) => one.open);
  const focused = nameOf(document.activeElement);
  const scrolled = wide().map((one) => one.scrollLeft);
  place.innerHTML = html;
  tables().forEach((one, index) => (one.open = open[index] ?? false));
  wide().forEach((one, index) => (one.scrollLeft = scrolled[index] ?? 0));
  if (focused) reachable().find((one) => nameOf(one) === focused)?.focus({ preventScroll: true });
}

function wide() {
  return [...place.querySelectorAll(".figures__scroll")];
}

function tables() {
  return [...place.querySelectorAll("details")];
}

function reachable() {
  return [...place.querySelectorAll("a[href], summary, [tabindex]")];
}

// A link is known by where it leads, for lines change their order; the rest by what it says.
function nameOf(element) {
  if (!element || !place.contains(element)) return "";
  return element.getAttribute("href") ?? element.getAttribute("aria-label") ?? element.textContent;
}

setInterval(renew, 10000);
document.addEventListener("visibilitychange", renew);
