// Offers only the rubrics of the chosen edition's title. The server checks it in any case.

const edition = document.querySelector('#id_edition');
const rubric = document.querySelector('#id_rubric');

if (edition?.dataset.titles && rubric) {
  const titles = new Map(edition.dataset.titles.split('|').map((part) => {
    const cut = part.indexOf('=');
    return [part.slice(0, cut), part.slice(cut + 1)];
  }));
  const narrow = () => {
    const title = titles.get(edition.value);
    for (const group of rubric.querySelectorAll('optgroup')) {
      const isOurs = group.label.replaceAll('|', ' ') === title;
      group.hidden = !isOurs;
      group.disabled = !isOurs;
    }
    if (rubric.selectedOptions[0]?.parentElement.disabled) rubric.value = '';
  };
  edition.addEventListener('change', narrow);
  narrow();
}
