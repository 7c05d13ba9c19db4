// The upload shows how far it is; a video that is being made tells how far it is. Without this script
// the form is an ordinary one, and the state is that of the moment when the page was opened.

const send = (form) => {
  const box = form.querySelector(".video-upload__progress");
  const [line, bar] = [box.querySelector("p"), box.querySelector("progress")];
  const button = form.querySelector("button[type=submit]");
  const request = new XMLHttpRequest();
  const tell = (text) => { line.textContent = text; };
  const stop = (text) => { tell(text); button.disabled = false; bar.hidden = true; };
  request.upload.onprogress = ({ loaded, total }) => {
    const done = Math.round((100 * loaded) / total);
    bar.value = done;
    tell(done < 100 ? `${form.dataset.sending}: ${done} %` : form.dataset.looking);
  };
  request.onerror = () => stop(form.dataset.lost);
  request.onload = () => {
    if (request.status === 200) { location.assign(request.responseURL); return; }
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    const fresh = page.querySelector("[data-video-upload]");
    if (request.status !== 422 || !fresh) { stop(form.dataset.lost); return; }
    // The file stays chosen: only the words of the answer are taken over.
    for (const old of form.querySelectorAll(".error-message, .w-field__errors")) old.remove();
    form.querySelector("[name=file]")?.removeAttribute("aria-invalid");
    const errors = [...fresh.querySelectorAll(".error-message")].map((one) => one.textContent.trim());
    stop("");
    box.hidden = true;
    const told = document.createElement("p");
    told.className = "error-message";
    told.setAttribute("role", "alert");
    told.textContent = errors.join(" ");
    form.querySelector("input:not([type=hidden])").closest(".w-field__wrapper, .w-field, div").before(told);
    told.tabIndex = -1;
    told.focus();
  };
  box.hidden = false;
  bar.hidden = false;
  button.disabled = true;
  request.open("POST", form.action || location.href);
  request.send(new FormData(form));
};

for (const form of document.querySelectorAll("[data-video-upload]")) {
  form.addEventListener("submit", (event) => {
    if (!form.querySelector("[name=file]").files.length) return;
    event.preventDefault();
    send(form);
  });
}

// In the window that chooses a video jQuery sends the form: its button tells how far the upload is.
window.jQuery?.ajaxPrefilter((options) => {
  const form = document.querySelector(".modal [data-chooser-modal-creation-form]");
  const label = form?.querySelector("button [data-w-progress-target]");
  if (!label || !(options.data instanceof FormData)) return;
  const plain = options.xhr;
  options.xhr = () => {
    const request = plain();
    const sending = label.closest("button").dataset.wProgressActiveValue;
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      label.textContent = `${sending}: ${Math.round((100 * loaded) / total)} %`;
    });
    return request;
  };
});

const watch = async (box) => {
  try {
    const answer = await fetch(box.dataset.videoState, { headers: { Accept: "application/json" } });
    const { state, told, progress } = await answer.json();
    if (state === "ready" || state === "failed") { location.reload(); return; }
    box.querySelector("p").textContent = told;
    box.querySelector("progress").value = progress;
  } catch { /* The newsroom is away for a moment: it is asked again. */ }
  setTimeout(watch, 2000, box);
};

for (const box of document.querySelectorAll("[data-video-state]")) setTimeout(watch, 1000, box);
