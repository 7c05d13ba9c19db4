// How far the files of a picture are: asked again while they are made. Without this, at each load.

const place = document.querySelector("[data-files]");

async function look() {
  const answer = await fetch(place.dataset.files, { headers: { "X-Requested-With": "fetch" } });
  if (!answer.ok || answer.redirected) return true;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const now = fresh.querySelector("[data-files]");
  if (now.dataset.state === "making") return false;
  // The token of the form that is there already would be another one.
  if (now.dataset.state === "failed") location.reload();
  place.className = now.className;
  place.dataset.state = now.dataset.state;
  place.replaceChildren(...now.childNodes);
  return true;
}

async function watch() {
  while (place.dataset.state === "making") {
    await new Promise((resolve) => setTimeout(resolve, 1500));
    try {
      if (!document.hidden && (await look())) return;
    } catch {
      // The line is cut: the next try comes anyway.
    }
  }
}

if (place) watch();
