// A card of what lives elsewhere becomes its provider's player, and only when a reader asks for it.
// Until then nothing is loaded from there; without this script the card leads to the provider.

const frameFor = (card, link) => {
  const frame = document.createElement("iframe");
  frame.src = card.dataset.player;
  frame.title = card.querySelector("cite, .headline")?.textContent ?? "";
  frame.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  frame.className = "still player";
  link.replaceWith(frame);
  frame.focus();
};

addEventListener("click", (event) => {
  if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest?.("a.still");
  const card = link?.closest("[data-player]");
  if (!card) return;
  event.preventDefault();
  frameFor(card, link);
});
