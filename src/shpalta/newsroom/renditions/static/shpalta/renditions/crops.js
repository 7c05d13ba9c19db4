// The focal point and the crops of a picture, drawn. Without this the numbers are typed.
// The rules are those of shpalta.core.crops; all parts are in per cent of the picture.

const form = document.querySelector("[data-crops]");
const stage = form.querySelector("[data-stage]");
const point = form.querySelector("[data-point]");
const frame = form.querySelector("[data-frame]");
const hint = form.querySelector("#crops-hint");
const pictureRatio = Number(form.dataset.ratio) / 10000;
const LEAST = 2;

const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
const round = (value) => Math.round(value * 100) / 100;
const field = (name) => form.elements.namedItem(name);
const number = (name) => (field(name).value === "" ? null : Number(field(name).value));

const shapes = [...form.querySelectorAll("[data-shape][data-across]")].map((place) => ({
  code: place.dataset.shape,
  place,
  ratio: Number(place.dataset.across) / Number(place.dataset.down),
}));
let edited = "focus";

function largest({ ratio }) {
  const width = (ratio / pictureRatio) * 100;
  return width <= 100 ? [width, 100] : [100, 10000 / width];
}

function rectangleOf(shape) {
  const [mostWidth, mostHeight] = largest(shape);
  const own = field(`${shape.code}-own`).checked;
  const width = own ? clamp(number(`${shape.code}-width`) ?? mostWidth, LEAST, mostWidth) : mostWidth;
  const height = (mostHeight * width) / mostWidth;
  const focus = [number("focus_x") ?? 50, number("focus_y") ?? 50];
  const left = own ? (number(`${shape.code}-left`) ?? 0) : focus[0] - width / 2;
  const top = own ? (number(`${shape.code}-top`) ?? 0) : focus[1] - height / 2;
  return { left: clamp(left, 0, 100 - width), top: clamp(top, 0, 100 - height), width, height };
}

function keep(shape, { left, top, width }) {
  const [mostWidth, mostHeight] = largest(shape);
  const least = Math.min(LEAST, mostWidth);
  const fit = clamp(width, least, mostWidth);
  const height = (mostHeight * fit) / mostWidth;
  field(`${shape.code}-own`).checked = true;
  field(`${shape.code}-left`).value = round(clamp(left, 0, 100 - fit));
  field(`${shape.code}-top`).value = round(clamp(top, 0, 100 - height));
  field(`${shape.code}-width`).value = round(fit);
  show();
}

function keepFocus(x, y) {
  field("focus_x").value = x === null ? "" : round(clamp(x, 0, 100));
  field("focus_y").value = y === null ? "" : round(clamp(y, 0, 100));
  show();
}

function lay(element, { left, top, width, height }) {
  Object.assign(element.style, { left: `${left}%`, top: `${top}%` });
  if (width) Object.assign(element.style, { width: `${width}%`, height: `${height}%` });
}

function show() {
  for (const shape of shapes) {
    const rectangle = rectangleOf(shape);
    const image = shape.place.querySelector("[data-view] img");
    Object.assign(image.style, {
      width: `${10000 / rectangle.width}%`,
      left: `${(-100 * rectangle.left) / rectangle.width}%`,
      top: `${(-100 * rectangle.top) / rectangle.height}%`,
    });
    if (shape.code === edited) lay(frame, rectangle);
  }
  point.hidden = edited !== "focus";
  frame.hidden = edited === "focus";
  point.classList.toggle("is-unset", number("focus_x") === null);
  lay(point, { left: number("focus_x") ?? 50, top: number("focus_y") ?? 50 });
}

function edit(code) {
  edited = code;
  for (const place of form.querySelectorAll("[data-shape]")) {
    place.querySelector(".crops__pick").setAttribute("aria-pressed", place.dataset.shape === code);
  }
  hint.textContent = code === "focus" ? hint.dataset.forFocus : hint.dataset.forShape;
  show();
}

const shapeEdited = () => shapes.find(({ code }) => code === edited);

function at(event) {
  const box = stage.getBoundingClientRect();
  return [
    ((event.clientX - box.left) / box.width) * 100,
    ((event.clientY - box.top) / box.height) * 100,
  ];
}

// How a drag goes on from where it began: a function of where the pointer is.
function beginDrag(event) {
  const [x, y] = at(event);
  if (edited === "focus") return (toX, toY) => keepFocus(toX, toY);
  const shape = shapeEdited();
  const begun = rectangleOf(shape);
  if (event.target.closest("[data-corner]")) {
    return (toX) => keep(shape, { ...begun, width: clamp(toX - begun.left, LEAST, 100 - begun.left) });
  }
  if (!event.target.closest("[data-frame]")) {
    Object.assign(begun, { left: x - begun.width / 2, top: y - begun.height / 2 });
  }
  return (toX, toY) => keep(shape, { ...begun, left: begun.left + toX - x, top: begun.top + toY - y });
}

stage.addEventListener("pointerdown", (event) => {
  if (event.button !== 0) return;
  event.preventDefault();
  (edited === "focus" ? point : frame).focus({ preventScroll: true });
  const drag = beginDrag(event);
  drag(...at(event));
  const move = (moved) => drag(...at(moved));
  const end = () => {
    stage.removeEventListener("pointermove", move);
    stage.removeEventListener("pointerup", end);
    stage.removeEventListener("pointercancel", end);
  };
  stage.setPointerCapture(event.pointerId);
  stage.addEventListener("pointermove", move);
  stage.addEventListener("pointerup", end);
  stage.addEventListener("pointercancel", end);
});

const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

stage.addEventListener("keydown", (event) => {
  const step = event.shiftKey ? 5 : 0.5;
  const shape = shapeEdited();
  if (event.key in WAYS) {
    const [x, y] = WAYS[event.key].map((way) => way * step);
    if (shape) {
      const begun = rectangleOf(shape);
      keep(shape, { ...begun, left: begun.left + x, top: begun.top + y });
    } else keepFocus((number("focus_x") ?? 50) + x, (number("focus_y") ?? 50) + y);
  } else if (shape && ["+", "=", "-", "−"].includes(event.key)) {
    const begun = rectangleOf(shape);
    keep(shape, { ...begun, width: begun.width + (event.key === "+" || event.key === "=" ? 2 : -2) });
  } else if (event.key === "Delete" || event.key === "Backspace") {
    if (shape) {
      field(`${shape.code}-own`).checked = false;
      show();
    } else keepFocus(null, null);
  } else return;
  event.preventDefault();
});

for (const place of form.querySelectorAll("[data-shape]")) {
  const pick = place.querySelector(".crops__pick");
  pick.hidden = false;
  pick.addEventListener("click", () => {
    edit(place.dataset.shape);
    (edited === "focus" ? point : frame).focus();
  });
}
form.addEventListener("input", show);
hint.hidden = false;
form.classList.add("is-live");
edit("focus");
