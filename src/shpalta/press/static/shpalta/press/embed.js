// A card of what lives elsewhere becomes its provider's player, and only when a reader asks for it.
// Until then nothing is loaded from there; without this script the card leads to the provider.

const card = (link) => link.closest(".embed[data-player]");

const frameFor = (figure, link) => {
  const frame = document.createElement("iframe");
  frame.src = figure.dataset.player;
  frame.title = figure.querySelector("cite")?.textContent ?? "";
  frame.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  frame.className = "still player";
  link.replaceWith(frame);
  frame.focus();
};

addEventListener("click", (event) => {
  if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest?.("a.still");
  const figure = link && card(link);
  if (!figure) return;
  event.preventDefault();
  frameFor(figure, link);
});
