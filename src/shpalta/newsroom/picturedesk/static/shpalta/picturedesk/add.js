// The page of uploads: pictures from the clipboard and from an address go the way of all files.
const $ = window.jQuery;
const input = document.getElementById("fileupload");
const form = document.querySelector(".picture-address");

function send(files) {
  $(input).fileupload("add", { files });
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
  const files = [...(event.clipboardData?.files ?? [])].filter((file) => file.type.startsWith("image/"));
  if (!files.length) return;
  event.preventDefault();
  send(files.map(named));
});

function nameOf(response) {
  const header = response.headers.get("Content-Disposition") ?? "";
  const coded = /filename\*=utf-8''([^;]+)/i.exec(header);
  return coded ? decodeURIComponent(coded[1]) : (/filename="([^"]+)"/.exec(header)?.[1] ?? `${stamp(0)}.jpg`);
}

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const said = form.querySelector("[role=status]");
  const button = form.querySelector("button");
  button.disabled = true;
  said.classList.remove("picture-address__said--error");
  said.textContent = form.dataset.wait;
  try {
    const response = await fetch(form.action, { method: "POST", body: new FormData(form) });
    if (!response.ok) throw new Error((await response.json()).error);
    const data = await response.blob();
    send([new File([data], nameOf(response), { type: data.type })]);
    said.textContent = "";
    form.reset();
  } catch (error) {
    said.classList.add("picture-address__said--error");
    said.textContent = error instanceof SyntaxError || error instanceof TypeError ? form.dataset.lost : error.message;
  } finally {
    button.disabled = false;
  }
});

$(input).on("fileuploadfail", (_event, data) => {
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
