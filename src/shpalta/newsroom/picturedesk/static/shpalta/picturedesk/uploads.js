// Uploads of pictures, on a page of their own and in the window where the editor chooses them.
// Files from the clipboard and from an address go the way of all files: that of Wagtail's list.
const $ = window.jQuery;
const PLACE = ".picture-uploads";

function inputOf(place) {
  return $(place.querySelector("#fileupload"));
}

function send(place, files) {
  inputOf(place).fileupload("add", { files });
}

function stamp(index) {
  const moment = new Date().toISOString().slice(0, 19).replace(/[T:]/g, "-");
  return `${moment}${index ? `-${index}` : ""}`;
}

function named(file, index) {
  // Browsers call all that is pasted "image.png".
  if (file.name && file.name !== "image.png") return file;
  const kind = file.type.split("/")[1].replace("jpeg", "jpg");
  return new File([file], `${stamp(index)}.${kind}`, { type: file.type });
}

document.addEventListener("paste", (event) => {
  const place = document.querySelector(PLACE);
  const files = [...(event.clipboardData?.files ?? [])].filter((file) => file.type.startsWith("image/"));
  if (!place || place.hasAttribute("aria-busy") || !files.length) return;
  event.preventDefault();
  document.getElementById("tab-label-upload")?.click();
  send(place, files.map(named));
});

function nameOf(response) {
  const header = response.headers.get("Content-Disposition") ?? "";
  const coded = /filename\*=utf-8''([^;]+)/i.exec(header);
  return coded ? decodeURIComponent(coded[1]) : (/filename="([^"]+)"/.exec(header)?.[1] ?? `${stamp(0)}.jpg`);
}

async function fetchFrom(place, form) {
  const said = form.querySelector("[role=status]");
  const button = form.querySelector("button");
  button.disabled = true;
  said.classList.remove("picture-address__said--error");
  said.textContent = form.dataset.wait;
  try {
    const response = await fetch(form.action, { method: "POST", body: new FormData(form) });
    if (!response.ok) throw new Error((await response.json()).error);
    const data = await response.blob();
    send(place, [new File([data], nameOf(response), { type: data.type })]);
    said.textContent = "";
    form.reset();
  } catch (error) {
    said.classList.add("picture-address__said--error");
    said.textContent = error instanceof SyntaxError || error instanceof TypeError ? form.dataset.lost : error.message;
  } finally {
    button.disabled = false;
  }
}

// Once Wagtail's script has made its list, which it does when jQuery finds the page ready.
function begin(place) {
  // Its own way of pasting knows no names: ours does it.
  inputOf(place).fileupload("option", "pasteZone", $());
  const form = place.querySelector(".picture-address");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    fetchFrom(place, form);
  });
  inputOf(place).on("fileuploadfail", (_event, data) => {
    if (!data.jqXHR || data.errorThrown === "abort") return;
    const row = $(data.context);
    const again = $("<button type=button class='button button-small'>").text(form.dataset.retry);
    $(".server-error", row).append(" ", again);
    again.on("click", () => {
      again.remove();
      row.removeClass("upload-server-error upload-complete").addClass("upload-uploading");
      data.submit();
    });
  });
}

// The window in which pictures are chosen.

const loaded = new Map();

function load(source) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = source;
    script.addEventListener("load", resolve);
    script.addEventListener("error", reject);
    document.head.append(script);
  });
}

async function loadAll(sources) {
  const list = sources.pop(); // It looks for the list of uploads, which each window brings anew.
  for (const source of sources) {
    if (!loaded.has(source)) loaded.set(source, load(source));
    await loaded.get(source);
  }
  await load(list);
}

async function save(form) {
  const response = await fetch(form.action, { method: "POST", body: new FormData(form) });
  const told = await response.json();
  // What lacks something comes back with what it lacks. jQuery runs the scripts of its fields.
  if (!told.success) $(form).replaceWith(told.form);
  return told.success;
}

class Uploads {
  constructor(modal, place) {
    this.modal = modal;
    this.place = place;
    this.list = place.querySelector("#upload-list");
    this.all = place.querySelector("[data-use-all]");
    // Before Wagtail's own list, which would only save.
    this.list.addEventListener("submit", (event) => this.onSave(event), true);
    this.list.addEventListener("click", (event) => this.onUseOther(event));
    this.all?.addEventListener("click", () => this.useAll());
    inputOf(place).on("fileuploadalways", () => this.count());
    new MutationObserver(() => this.count()).observe(this.list, { childList: true, subtree: true });
    this.count();
  }

  forms() {
    return [...this.list.querySelectorAll("form[data-picture]")];
  }

  count() {
    if (this.all) this.all.disabled = !this.forms().length;
  }

  use(id) {
    this.modal.loadUrl(this.place.dataset.chosenOne.replace("/0/", `/${id}/`));
  }

  async onSave(event) {
    const form = event.target;
    if (!form.matches("[data-picture]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (this.all) await this.useAll();
    else if (await save(form)) this.use(form.dataset.picture);
  }

  async useAll() {
    this.all.disabled = true;
    const ids = this.forms().map((form) => form.dataset.picture);
    for (const form of this.forms()) {
      if (!(await save(form))) {
        this.list.querySelector(`form[data-picture="${form.dataset.picture}"]`)?.scrollIntoView();
        return;
      }
    }
    const query = new URLSearchParams(ids.map((id) => ["id", id]));
    const address = this.place.dataset.chosenMany;
    this.modal.loadUrl(`${address}${address.includes("?") ? "&" : "?"}${query}`);
  }

  // Another picture that looks the same is there already: the new one goes.
  async onUseOther(event) {
    const other = event.target.closest("[data-use-instead]");
    if (!other) return;
    const row = other.closest("#upload-list > li");
    const remove = row.querySelector("a.delete");
    const token = row.querySelector("[name=csrfmiddlewaretoken]").value;
    other.disabled = true;
    await fetch(remove.href, {
      method: "POST",
      headers: { "X-CSRFToken": token, "X-Requested-With": "XMLHttpRequest" },
    });
    this.use(other.dataset.useInstead);
  }
}

// As one types: the fields of the window wait for `change`, which comes when one leaves them.
function searchWhileTyping(field) {
  let wait;
  field?.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(() => field.dispatchEvent(new Event("change", { bubbles: true })), 300);
  });
}

function takeOverChooser(Modal, handlers) {
  const plain = Modal.prototype.getURLParams;
  Modal.prototype.getURLParams = function getURLParams(options) {
    // What can be published depends on where the story goes.
    const edition = document.getElementById("id_edition")?.value;
    return { ...plain.call(this, options), ...(edition && { edition }) };
  };
  const { choose } = handlers;
  handlers.choose = async (modal, data) => {
    choose(modal, data);
    const [body] = modal.body;
    searchWhileTyping(body.querySelector("#id_who"));
    const place = body.querySelector(PLACE);
    if (!place) return;
    await loadAll(place.dataset.scripts.split(" "));
    $(() => {
      begin(place);
      new Uploads(modal, place);
      place.removeAttribute("aria-busy");
    });
  };
}

if (window.IMAGE_CHOOSER_MODAL_ONLOAD_HANDLERS) {
  takeOverChooser(window.ImageChooserModal, window.IMAGE_CHOOSER_MODAL_ONLOAD_HANDLERS);
} else {
  const place = document.querySelector(PLACE);
  if (place) $(() => begin(place));
}
