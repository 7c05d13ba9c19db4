// The figures fetch themselves anew while somebody looks at them; without this they are as read.

const place = document.querySelector("[data-figures]");

async function renew() {
  if (document.hidden || !place) return;
  try {
    const answer = await fetch(place.dataset.figures, { headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok || answer.redirected) return;
    const open = place.querySelector("details")?.open;
    place.innerHTML = await answer.text();
    const details = place.querySelector("details");
    if (details) details.open = Boolean(open);
  } catch {
    // The line is cut: the next try comes anyway.
  }
}

setInterval(renew, 10000);
document.addEventListener("visibilitychange", renew);
