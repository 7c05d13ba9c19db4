// Galleries: turned by keys and buttons, and seen on the whole screen. Without this they scroll.

const still = matchMedia("(prefers-reduced-motion: reduce)");

function makeButton(bar, words, text, kind, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = kind;
  button.textContent = text;
  if (text !== words) button.setAttribute("aria-label", words);
  button.addEventListener("click", act);
  bar.append(button);
  return button;
}

// Makes a strip turn; gives what turns it and says where it is.
function makeReel(list, bar, words) {
  const items = [...list.children];
  const rtl = getComputedStyle(list).direction === "rtl";
  let at = 0;

  const turn = (to, behavior = still.matches ? "instant" : "smooth") => {
    const item = items[Math.max(0, Math.min(to, items.length - 1))];
    list.scrollTo({ left: item.offsetLeft - items[0].offsetLeft, behavior });
    arrive(items.indexOf(item));
  };
  const back = makeButton(bar, words.previous, "‹", "arrow", () => turn(at - 1));
  const on = makeButton(bar, words.next, "›", "arrow", () => turn(at + 1));
  const told = document.createElement("span");
  told.className = "unseen";
  told.setAttribute("role", "status");
  bar.append(told);

  function arrive(place) {
    if (place === at) return;
    at = place;
    show();
    told.textContent = items[at].querySelector(".nth").textContent;
  }
  function show() {
    back.disabled = at === 0;
    on.disabled = at === items.length - 1;
  }

  // A busy phone can rest on its way.
  const ends = "onscrollend" in window;
  let resting;
  list.addEventListener(ends ? "scrollend" : "scroll", () => {
    clearTimeout(resting);
    resting = setTimeout(() => {
      const width = items[0].offsetWidth + parseFloat(getComputedStyle(list).columnGap || 0);
      const isAtEnd = Math.abs(list.scrollLeft) + list.clientWidth >= list.scrollWidth - 2;
      arrive(isAtEnd ? items.length - 1 : Math.round(Math.abs(list.scrollLeft) / width));
    }, ends ? 0 : 120);
  });
  const ways = { ArrowRight: rtl ? -1 : 1, ArrowLeft: rtl ? 1 : -1 };
  const onKey = (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key in ways) turn(at + ways[event.key]);
    else if (event.key === "Home") turn(0);
    else if (event.key === "End") turn(items.length - 1);
    else return;
    event.preventDefault();
  };
  show();
  return { items, turn, onKey, where: () => at };
}

function makeBox(gallery, list, words) {
  const box = document.createElement("dialog");
  box.className = "lightbox";
  box.setAttribute("aria-label", list.getAttribute("aria-label"));
  const copy = list.cloneNode(true);
  for (const source of copy.querySelectorAll("source")) source.sizes = "100vw";
  const bar = document.createElement("p");
  bar.className = "reel-bar";
  box.append(copy, bar);
  gallery.append(box);
  const reel = makeReel(copy, bar, words);
  makeButton(bar, words.close, words.close, "whole", () => box.close());
  box.addEventListener("keydown", reel.onKey);
  return { box, reel, copy };
}

for (const gallery of document.querySelectorAll(".gallery")) {
  const words = JSON.parse(gallery.dataset.words);
  const list = gallery.querySelector(".reel");
  const bar = gallery.querySelector(".reel-bar");
  const reel = makeReel(list, bar, words);
  list.addEventListener("keydown", reel.onKey);

  let whole;
  const open = (place) => {
    const opener = document.activeElement;
    if (!whole) {
      whole = makeBox(gallery, list, words);
      whole.box.addEventListener("close", () => {
        reel.turn(whole.reel.where(), "instant");
        whole.opener.focus({ preventScroll: true });
      });
    }
    whole.opener = opener === document.body ? list : opener;
    whole.box.showModal();
    whole.reel.turn(place, "instant");
    whole.copy.focus({ preventScroll: true });
  };
  makeButton(bar, words.whole, words.whole, "whole", () => open(reel.where()));
  reel.items.forEach((item, place) => {
    item.querySelector("img").addEventListener("click", () => open(place));
  });
}
