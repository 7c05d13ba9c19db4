// Passkeys (WebAuthn, level 3): asks the browser for one, or to make one, and sends what it says.

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (window.PublicKeyCredential?.parseRequestOptionsFromJSON) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      ask(form).catch(() => {
        const told = form.querySelector(".told[data-failed]");
        told.textContent = told.dataset.failed;
      });
    });
  }
}

async function ask(form) {
  const credential = form.dataset.passkey === "create" ? await create(form) : await get(form);
  form.elements.credential.value = JSON.stringify(credential.toJSON());
  form.submit();
}

async function get(form) {
  const told = form.dataset.options
    ? JSON.parse(document.getElementById(form.dataset.options).textContent)
    : await fetch(form.action, { headers: { accept: "application/json" } }).then((a) => a.json());
  const options = told.request_options.publicKey;
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  return navigator.credentials.get({ publicKey });
}

async function create(form) {
  const { creation_options: options } = JSON.parse(
    document.getElementById(form.dataset.options).textContent,
  );
  const wanted = options.publicKey.authenticatorSelection ?? {};
  options.publicKey.authenticatorSelection = {
    ...wanted,
    residentKey: "required",
    requireResidentKey: true,
    userVerification: "required",
  };
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options.publicKey);
  return navigator.credentials.create({ publicKey });
}
