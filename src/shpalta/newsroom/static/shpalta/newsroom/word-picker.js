// Finds topics and entities as one types and adds them to the form as checked boxes.
// Without this script the names can be typed, separated by commas: the server looks them up.

const WAIT = 150;

function offer(found, words, picker, choose) {
  found.replaceChildren();
  for (const word of words) {
    const item = document.createElement('li');
    item.setAttribute('role', 'option');
    item.tabIndex = -1;
    item.textContent = word.name;
    item.addEventListener('mousedown', (event) => {
      event.preventDefault();
      choose(word);
    });
    item.word = word;
    found.append(item);
  }
  if (!words.length) {
    const nothing = document.createElement('li');
    nothing.className = 'word-picker__nothing';
    nothing.textContent = picker.dataset.nothing;
    found.append(nothing);
  }
  found.hidden = false;
}

function start(picker) {
  if (picker.dataset.started) return;
  picker.dataset.started = 'yes';
  const query = picker.querySelector('[data-query]');
  const found = picker.querySelector('[data-found]');
  const chosen = picker.querySelector('[data-chosen]');
  let timer = 0;
  let current = -1;

  const close = () => {
    found.hidden = true;
    current = -1;
  };
  const choose = (word) => {
    const known = chosen.querySelector(`input[value="${word.id}"]`);
    if (known) {
      known.checked = true;
    } else {
      const item = document.createElement('li');
      item.className = 'word-picker__word';
      const label = document.createElement('label');
      const box = document.createElement('input');
      box.type = 'checkbox';
      box.name = picker.dataset.name;
      box.value = word.id;
      box.checked = true;
      label.append(box, ` ${word.name}`);
      item.append(label);
      chosen.append(item);
    }
    query.value = '';
    close();
    query.dispatchEvent(new Event('change', { bubbles: true }));
  };
  const look = async () => {
    const text = query.value.trim();
    if (!text || text.includes(',')) return close();
    const response = await fetch(`${picker.dataset.url}?q=${encodeURIComponent(text)}`);
    if (response.ok && query.value.trim() === text) {
      offer(found, (await response.json()).words, picker, choose);
      current = -1;
    }
    return undefined;
  };
  query.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(look, WAIT);
  });
  query.addEventListener('blur', close);
  query.addEventListener('keydown', (event) => {
    const items = [...found.querySelectorAll('[role=option]')];
    if (event.key === 'Escape') close();
    if (event.key === 'Enter') {
      event.preventDefault();
      const item = items[Math.max(current, 0)];
      if (!found.hidden && item) choose(item.word);
    }
    if (!items.length || !['ArrowDown', 'ArrowUp'].includes(event.key)) return;
    event.preventDefault();
    current = (current + (event.key === 'ArrowDown' ? 1 : -1) + items.length) % items.length;
    items.forEach((item, place) => item.classList.toggle('is-current', place === current));
  });
}

const startAll = () => document.querySelectorAll('[data-word-picker]').forEach(start);
if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', startAll);
else startAll();
