'use strict';
const search = document.getElementById('search');
const only = [...document.querySelectorAll('input[data-only]')];
const count = document.getElementById('count');
const unfold = document.getElementById('unfold');
// More at once is too much to read, and slow.
const few = 60;
const operations = [...document.querySelectorAll('details.operation')];
const products = [...document.querySelectorAll('section.product')];
const words = operations.map((one) => one.dataset.words);
// Errors in common are searched as an operation is, and are none.
const counts = operations.map((one) => (one.classList.contains('common') ? 0 : 1));
const all = counts.reduce((sum, one) => sum + one, 0);

function filter() {
  const wanted = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  const marks = only.filter((box) => box.checked).map((box) => box.dataset.only);
  let shown = 0;
  operations.forEach((one, at) => {
    const fits = wanted.every((word) => words[at].includes(word)) && marks.every((mark) => one.classList.contains(mark));
    one.hidden = !fits;
    shown += fits ? counts[at] : 0;
  });
  for (const product of products) {
    product.classList.toggle('empty', !product.querySelector('details.operation:not([hidden])'));
  }
  count.textContent = shown === all ? `${shown} operations` : `${shown} of ${all} operations`;
  for (const hit of document.querySelectorAll('tr.hit')) hit.classList.remove('hit');
  unfold.hidden = shown === 0 || shown > few;
  label();
  if (wanted.length && shown <= few) {
    for (const row of document.querySelectorAll('details.operation:not([hidden]) tr[data-name]')) {
      row.classList.toggle('hit', wanted.some((word) => row.dataset.name.includes(word)));
    }
  }
}

function visible() {
  return operations.filter((one) => !one.hidden);
}

function label() {
  unfold.textContent = visible().every((one) => one.open) ? 'close all' : 'open all';
}

function open() {
  const one = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (one && !one.checkVisibility()) {
    search.value = '';
    for (const box of only) box.checked = false;
    filter();
    one.scrollIntoView();
  }
  if (one && one.tagName === 'DETAILS') {
    one.open = true;
    one.scrollIntoView();
  }
}

let waiting;
search.addEventListener('input', () => {
  clearTimeout(waiting);
  waiting = setTimeout(filter, 80);
});
unfold.addEventListener('click', () => {
  const all = visible();
  const closed = !all.every((one) => one.open);
  for (const one of all) one.open = closed;
});
// A details element's toggle does not bubble.
document.querySelector('main').addEventListener('toggle', () => unfold.hidden || label(), true);
for (const box of only) box.addEventListener('change', filter);
document.addEventListener('keydown', (event) => {
  if (event.key === '/' && document.activeElement !== search) {
    event.preventDefault();
    search.focus();
  } else if (event.key === 'Escape' && document.activeElement === search) {
    search.value = '';
    filter();
  }
});
document.getElementById('controls').hidden = false;
addEventListener('hashchange', open);
filter();
open();
