// Lets an autosave that is under way finish before the form is sent, so that the form names the
// version which that autosave made. Without this script the server refuses such a form and keeps
// its text: nothing is lost, but one has to press the button again.

const form = document.querySelector('#w-editor-form');
let isSaving = false;
let isWaiting = false;

function sendOn() {
  isSaving = false;
  if (isWaiting) form.requestSubmit();
}

function wait(event) {
  if (!isSaving) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (isWaiting) return;
  isWaiting = true;
  // The pressed button may be disabled by now, and would not be sent: say the same by a field.
  if (event.submitter?.name) {
    const action = document.createElement('input');
    action.type = 'hidden';
    action.name = event.submitter.name;
    action.value = event.submitter.value;
    form.append(action);
  }
}

if (form) {
  form.addEventListener('w-autosave:save', () => { isSaving = true; });
  form.addEventListener('w-autosave:success', sendOn);
  form.addEventListener('w-autosave:error', sendOn);
  form.addEventListener('submit', wait, { capture: true });
}
