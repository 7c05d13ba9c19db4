// Puts each piece of the source beside the field or block that it belongs to. Without this script
// all pieces stand in their order above the form.

const pieces = document.querySelector("#beside .beside__pieces");
const missing = document.querySelector("#beside").dataset.missing;

function placeOfField(name) {
  const input = document.querySelector(`#w-editor-form [name="${CSS.escape(name)}"]`);
  return input?.closest(".w-field__wrapper, .w-field")?.parentElement;
}

function placeOfBlock(id) {
  if (!id) return null;
  const inputs = document.querySelectorAll('#w-editor-form input[type="hidden"][name^="body-"]');
  const own = [...inputs].find((input) => /^body-\d+-id$/.test(input.name) && input.value === id);
  return own?.closest("[data-streamfield-child]");
}

function stand(piece, place) {
  place.classList.add("beside-row");
  place.prepend(piece);
}

function standBehind(piece) {
  const before = placeOfBlock(piece.dataset.after);
  const stream = document.querySelector("#w-editor-form [data-streamfield-stream-container]");
  if (!stream || (piece.dataset.after && !before)) return false;
  const note = document.createElement("p");
  note.className = "beside__missing";
  note.textContent = missing;
  piece.prepend(note);
  if (before) {
    let last = before;
    while (last.nextElementSibling?.matches(".beside__piece")) last = last.nextElementSibling;
    last.after(piece);
  } else {
    stream.before(piece);
  }
  return true;
}

// Blocks are drawn by scripts of their own; whatever is not there yet is tried again.
function place() {
  for (const piece of [...pieces.children]) {
    if (piece.dataset.field) {
      const field = placeOfField(piece.dataset.field);
      if (field) stand(piece, field);
    } else if (piece.dataset.block) {
      const block = placeOfBlock(piece.dataset.block);
      const content = block?.querySelector(".w-panel__content");
      if (content) stand(piece, content);
    } else {
      standBehind(piece);
    }
  }
  return pieces.children.length === 0;
}

if (!place()) {
  const observer = new MutationObserver(() => {
    if (place()) observer.disconnect();
  });
  observer.observe(document.querySelector("#w-editor-form"), { childList: true, subtree: true });
  setTimeout(() => observer.disconnect(), 10000);
}
