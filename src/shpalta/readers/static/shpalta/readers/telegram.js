// Telegram tells who has logged in after the address's #, which only a script can send on.

const form = document.querySelector("form[data-telegram]");
const found = /[#?&]tgAuthResult=([^&]*)/.exec(location.hash);
if (found) {
  form.elements.tgAuthResult.value = decodeURIComponent(found[1]);
  history.replaceState(null, "", location.pathname + location.search);
  form.submit();
}
